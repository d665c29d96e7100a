import { writeFileSync } from 'node:fs';
import { contracts } from './contracts.ts';
import { costPage } from './cost.ts';
import { errorsPage } from './errors.ts';
import { lifePage } from './life.ts';
import { apiDocument } from './openapi.ts';
import { permissionsPage } from './permissions.ts';
import { personalDataPage } from './personal-data.ts';
import { runbookPages } from './runbooks/pages.ts';

/** What is generated and committed; a test finds it stale. */
export const generated: Readonly<Record<string, () => string>> = {
  'docs/openapi.json': () =>
    `${JSON.stringify(apiDocument(contracts), undefined, 2)}\n`,
  'docs/cost.md': costPage,
  'docs/errors.md': errorsPage,
  'docs/life.md': lifePage,
  'docs/personal-data.md': personalDataPage,
  'docs/permissions.md': permissionsPage,
  ...runbookPages,
};

if (import.meta.main) {
  for (const [file, write] of Object.entries(generated)) {
    writeFileSync(file, write());
    process.stdout.write(`${file} written\n`);
  }
}
