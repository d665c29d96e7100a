/** What every section of a runbook has, in this order, with its heading. */
export const parts = {
  symptom: 'Symptom',
  users: 'What users notice',
  check: 'Check',
  act: 'Act',
  verify: 'Verify',
  afterwards: 'Afterwards',
} as const;
export type Part = keyof typeof parts;

/** The six parts of one section, in Markdown; `<stage>` stands for a stage. */
export type Parts = Readonly<Record<Part, string>>;

/** A section; an alarm's description leads to its heading. */
export type Section = { readonly heading: string; readonly parts: Parts };

/** One file of docs/runbooks. */
export type Page = {
  readonly title: string;
  /** What is true of all its sections. */
  readonly intro?: string;
  readonly sections: readonly Section[];
};

const written =
  'Written by `npm run docs` from `local/docs/runbooks/`. How to read logs, redrive queues and deploy: [README](README.md).';

/** A page as Markdown. */
export function pageText({ title, intro, sections }: Page): string {
  const all = [
    `# Runbook: ${title}`,
    written,
    ...(intro ? [intro] : []),
    ...sections.map(sectionText),
  ];
  return `${all.join('\n\n')}\n`;
}

function sectionText(section: Section): string {
  const texts = (Object.keys(parts) as Part[]).map(
    (part) => `**${parts[part]}.** ${section.parts[part]}`,
  );
  return [`## ${section.heading}`, ...texts].join('\n\n');
}
