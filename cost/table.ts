import type { Language } from '../functions/platform/contract.ts';
import { fill } from '../functions/platform/texts.ts';
import { tableLines } from '../local/load/report.ts';
import { type Estimate, groups } from './model.ts';
import type { PriceList } from './prices.ts';
import { texts } from './texts.ts';

/** An estimate as lines of text: each group with its sum, then its lines. */
export function estimateLines(
  estimate: Estimate,
  prices: PriceList,
  language: Language,
): string[] {
  const say = texts[language];
  const rows = [[say.line, say.units, say.usd], ...rowsOf(estimate, language)];
  const doubtful = estimate.lines
    .map(({ price }) => price)
    .filter((name) => prices.prices[name]?.standing === 'unverified');
  return [
    say.title,
    '',
    ...tableLines(rows),
    '',
    fill(say.basis, prices),
    ...(doubtful.length > 0
      ? [fill(say.unverified, { names: doubtful.join(', ') })]
      : []),
  ];
}

/** Rows of a table: what, how many units, US dollars. */
export function rowsOf(
  { lines, usd, usdPerReader, usdPerSchool }: Estimate,
  language: Language,
): string[][] {
  const say = texts[language];
  return [
    ...groups.flatMap((group) => {
      const of = lines.filter((line) => line.group === group);
      const sum = of.reduce((total, line) => total + line.usd, 0);
      return [
        [say[group], '', money(sum)],
        ...of.map((line) => [
          `  ${line.price}`,
          amount(line.units),
          money(line.usd),
        ]),
      ];
    }),
    [say.total, '', money(usd)],
    [`  ${say.perSchool}`, '', money(usdPerSchool)],
    [`  ${say.perReader}`, '', usdPerReader.toFixed(4)],
  ];
}

function money(usd: number): string {
  return usd.toLocaleString('en', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
}

function amount(units: number): string {
  return units.toLocaleString('en', { maximumFractionDigits: 0 });
}
