import { deploymentOf } from '../../cost/deployment.ts';
import {
  exported,
  followingUp,
  measured,
  type Spent,
} from '../../cost/measured.ts';
import { estimate } from '../../cost/model.ts';
import { options, usual } from '../../cost/options.ts';
import { keptPrices, readPrices } from '../../cost/prices.ts';
import { rowsOf } from '../../cost/table.ts';
import { texts } from '../../cost/texts.ts';
import { languages } from '../../functions/platform/contract.ts';
import { readStage } from '../../lib/config.ts';

const stage = 'prod';

/** `docs/cost.md`: the estimate of the defaults, and all that it stands on. */
export function costPage(): string {
  const prices = readPrices(keptPrices);
  const made = estimate(prices, deploymentOf(readStage({ stage })), usual);
  const rows = rowsOf(made, 'en').map(([what = '', ...rest], at) => {
    const [chinese = ''] = rowsOf(made, 'zh-CN')[at] ?? [];
    const isLine = what.startsWith('  ');
    const name =
      what === chinese ? what.trim() : `${what.trim()} ${chinese.trim()}`;
    return [isLine ? name : `**${name}**`, ...rest];
  });
  const sections = [
    heading,
    `## ${languages.map((one) => texts[one].title).join(' ')}`,
    `Stage \`${stage}\`, prices of ${prices.region} as they were read on ${prices.readOn}.`,
    table(['line 项目', 'units a month 每月用量', 'USD 美元'], rows),
    '## Assumptions 假设',
    'Each is an option of `npm run cost`. 每一项都是 `npm run cost` 的选项。',
    table(
      ['option 选项', 'default 默认值', 'what 含义'],
      Object.entries(options).map(([name, { usual: value, says }]) => [
        `\`--${name}\``,
        value.toLocaleString('en'),
        `${says.en} ${says['zh-CN']}`,
      ]),
    ),
    '## Measured 实测',
    `What one run of a use case spends. \`test/store\` fails when it spends anything else; then \`cost/measured.ts\` is changed, and this page with it. The row \`exporting\` is a night of ${exported.people} people, whose lines have ${exported.lineBytes.toLocaleString('en')} bytes, ${exported.packedBytes.toLocaleString('en')} when packed; its time is Cognito's, and was not measured (ADR 0161). Last row: \`npm run load\` of 1,000 texts, 2026-11-24, held by no test.`,
    table(
      ['use case 用例', 'RRU', 'WRU', 'S3'],
      [
        ...Object.entries(measured).flatMap(spentRows),
        ['what follows a publication 发布后的处理', ...cells(followingUp)],
      ],
    ),
    '## Prices 价格',
    standingsText,
    table(
      ['price 价格', 'USD', 'for 单位', 'standing 核实程度', 'source 来源'],
      Object.entries(prices.prices).map(([name, price]) => [
        name,
        String(price.usd),
        `${price.per.toLocaleString('en')} ${price.unit}${price.free ? `; the first ${price.free.toLocaleString('en')} free` : ''}`,
        price.standing,
        `[${price.source}](${prices.sources[price.source]})`,
      ]),
    ),
    '## Not in it 未计入',
    leftOut,
  ];
  return `${sections.join('\n\n')}\n`;
}

const heading = `# Cost 费用

Written by \`npm run docs\`. With figures of your own:

\`\`\`sh
npm run cost -- --schools 300 --teachers 20000 --students 300000 --reads 5000000
\`\`\`

\`--stage\` names another stage (its search domain, logs and backups count), \`--prices\` another price list of the form of \`cost/prices.json\`: prices differ between Regions, and those of Hong Kong or Singapore are higher. It is an estimate by list price, and no offer: the bill is what AWS sends.

本页由 \`npm run docs\` 生成。各区域价格不同，可用 \`--prices\` 指定另一份价目；本估算以公开价目为准，实际费用以 AWS 账单为准。`;

const standingsText =
  "`recorded`: read in a dated, public record of AWS's price list, which the source names by commit. `second-hand`: read in texts of others that give AWS's page as theirs, for the prices on the page itself come by a script that could not be run. `derived`: from two such statements (gp3 as 9.6 % below gp2; the last step of transfer from another Region). `unverified`: general knowledge that nothing which could be read confirms. Before a decision, compare the large lines with the pages of AWS.";

const leftOut =
  'Taxes; support plans; free tiers of the first year; discounts for commitment, which take a third or so off the search domain; functions of the recovery Region, which stand by and are not called; restores; CloudTrail; AWS Budgets; the building of the first index. 未计入：税费、技术支持、首年免费额度、长期承诺折扣、恢复操作、CloudTrail 等。';

function spentRows([name, spent]: [
  string,
  Spent | Record<string, Spent>,
]): string[][] {
  if ('rru' in spent) return [[name, ...cells(spent as Spent)]];
  return Object.entries(spent).map(([use, of]) => [
    `${name}: ${use}`,
    ...cells(of),
  ]);
}

function cells({ rru, wru, s3 = 0 }: Spent): string[] {
  return [rru, wru, s3].map(String);
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
