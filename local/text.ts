import type { Language } from '../functions/platform/contract.ts';
import { type Facts, fill } from '../functions/platform/texts.ts';
import { type Catalogue, en } from './texts/en.ts';
import { zhCn } from './texts/zh-cn.ts';

/** A text of the local platform in the person's language, with facts put in. */
export type Say = (text: keyof Catalogue, facts?: Facts) => string;

/**
 * The language of the person's terminal: Chinese for a locale that begins with
 * `zh`, else English. `LC_ALL` counts before `LC_MESSAGES` before `LANG`.
 * Source: POSIX.1-2024, chapter 8, "Environment Variables".
 */
export function languageOf(
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const locale =
    environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh-CN' : 'en';
}

/** Says in that language. */
export function speakerIn(language: Language): Say {
  const catalogue: Catalogue = { 'zh-CN': zhCn, en }[language];
  return (text, facts = {}) => fill(catalogue[text], facts);
}

/** Says in the language of the person's terminal. */
export function speaker(
  environment: Readonly<Record<string, string | undefined>>,
): Say {
  return speakerIn(languageOf(environment));
}
