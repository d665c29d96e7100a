import { globSync, readFileSync } from 'node:fs';
import { type Language, languages } from '../../functions/platform/contract.ts';
import { folders } from '../../local/docs/runbooks/section.ts';

/** A section of a runbook; `anchor` is what links to it name. */
export type Section = { readonly anchor: string; readonly text: string };

/** A page as it stands, written or by hand. */
export type RunbookPage = {
  readonly file: string;
  readonly name: string;
  readonly language: Language;
  readonly text: string;
  /** What stands before the first section. */
  readonly before: string;
  readonly sections: readonly Section[];
};

/** Every page in every language, README included. */
export const runbookPages: readonly RunbookPage[] = languages.flatMap(
  (language) =>
    globSync(`${folders[language]}/*.md`).map((file) => {
      const text = readFileSync(file, 'utf8');
      const name = file.slice(folders[language].length + 1, -'.md'.length);
      return { file, name, language, text, ...partsOf(text) };
    }),
);

/** All sections with an address, `docs/runbooks/x.md#y`, in every language. */
export const runbookSections = runbookPages.flatMap(({ sections, ...page }) =>
  sections.map((section) => ({
    ...page,
    ...section,
    at: `${folders.en}/${page.name}.md#${section.anchor}`,
  })),
);

/** What links to a text's headings name: the id before it, or its slug. */
export function anchorsOf(text: string): string[] {
  const headings = text.matchAll(/^(?:<a id="(.+)"><\/a>\n\n)?##+ (.+)$/gm);
  return [...headings].map(([, id, words = '']) => id ?? slug(words));
}

function slug(words: string): string {
  return words.toLowerCase().replaceAll(' ', '-').replaceAll("'", '');
}

function partsOf(text: string) {
  const [before = '', ...sections] = text.split(
    /^(?=(?:<a id=".+"><\/a>\n\n)?## )(?<!<\/a>\n\n)/m,
  );
  return {
    before,
    sections: sections.map((part) => ({
      anchor: anchorsOf(part)[0] ?? '',
      text: part,
    })),
  };
}

/** All that stands as code in running text, and each command for a shell. */
export function namesIn(text: string): string[] {
  const shell = [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, lines = '']) => lines.trim().split('\n'))
    .flatMap((line) => line.split(' && '));
  const spans = text.replace(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g);
  return [...shell, ...[...spans].map(([, span = '']) => span)];
}

/** Where the links of a text lead, but for those to other sites. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(
    ([, to = '']) => to,
  );
}
