import { languages } from '../../functions/platform/contract.ts';
import {
  type ProblemCode,
  problems,
} from '../../functions/platform/problems.ts';
import { textsOf } from '../../functions/platform/texts.ts';

/** `docs/errors.md`: every problem, from the table that the API answers by. */
export function errorsPage(): string {
  const codes = Object.keys(problems) as ProblemCode[];
  const sections = codes.map((code) => {
    const texts = languages.map((language) => {
      const { title, detail } = textsOf(language).problems[code];
      return `- **${title}**: ${detail}`;
    });
    return [`## ${code}`, `HTTP ${problems[code]}`, texts.join('\n')].join(
      '\n\n',
    );
  });
  const heading =
    '# Problems 错误说明\n\nWritten by `npm run docs` from `functions/platform/problems.ts` and the language catalogues.';
  return `${[heading, ...sections].join('\n\n')}\n`;
}
