import {
  type Language,
  languages,
  type Text,
} from '../../../functions/platform/contract.ts';

/** What every section of a runbook has, in this order, with its heading. */
export const parts = {
  symptom: { 'zh-CN': '现象', en: 'Symptom' },
  users: { 'zh-CN': '用户感受', en: 'What users notice' },
  check: { 'zh-CN': '检查', en: 'Check' },
  act: { 'zh-CN': '处置', en: 'Act' },
  verify: { 'zh-CN': '验证', en: 'Verify' },
  afterwards: { 'zh-CN': '事后', en: 'Afterwards' },
} as const satisfies Readonly<Record<string, Text>>;
export type Part = keyof typeof parts;

/** The six parts of one section, in Markdown; `<stage>` stands for a stage. */
export type Parts = Readonly<Record<Part, Text>>;

/** A section; an alarm's description leads to its heading. */
export type Section = { readonly heading: string; readonly parts: Parts };

/** One page of runbooks. Links are as they are from the folder `docs/runbooks`. */
export type Page = {
  readonly title: Text;
  /** What is true of all its sections. */
  readonly intro?: Text;
  readonly sections: readonly Section[];
};

/** Where the pages of a language are. */
export const folders: Text = {
  'zh-CN': 'docs/runbooks/zh-CN',
  en: 'docs/runbooks',
};

/** One text for each language. */
export function inEachLanguage(text: (language: Language) => string): Text {
  const [chinese, english] = languages;
  return { [chinese]: text(chinese), [english]: text(english) };
}

const titles: Text = {
  'zh-CN': '# 处置手册：{title}',
  en: '# Runbook: {title}',
};
const written: Text = {
  'zh-CN':
    '[English](../{name}.md) · 由 `npm run docs` 根据 `local/docs/runbooks/` 生成。如何查日志、送回死信、部署，见[说明](README.md)。',
  en: '[中文](zh-CN/{name}.md) · Written by `npm run docs` from `local/docs/runbooks/`. How to read logs, redrive queues and deploy: [README](README.md).',
};

/** A page of that name as Markdown. */
export function pageText(name: string, page: Page, language: Language): string {
  const { title, intro, sections } = page;
  const all = [
    titles[language].replace('{title}', title[language]),
    written[language].replace('{name}', name),
    ...(intro ? [fromItsFolder(intro[language], language)] : []),
    ...sections.map((one) =>
      fromItsFolder(sectionText(one, language), language),
    ),
  ];
  return `${all.join('\n\n')}\n`;
}

/** Chinese pages are one folder deeper than the links in their texts. */
function fromItsFolder(text: string, language: Language): string {
  return language === 'zh-CN' ? text.replaceAll('](../', '](../../') : text;
}

/** How a part begins: bold is told from text by what a language has there. */
export const opening: Text = { 'zh-CN': '**{part}**：', en: '**{part}.** ' };

function sectionText(section: Section, language: Language): string {
  const texts = (Object.keys(parts) as Part[]).map(
    (part) =>
      opening[language].replace('{part}', parts[part][language]) +
      section.parts[part][language],
  );
  return [`## ${section.heading}`, ...texts].join('\n\n');
}
