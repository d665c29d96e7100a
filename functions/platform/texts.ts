import Negotiator from 'negotiator';
import { type Language, languages } from './contract.ts';
import { type Catalogue, en } from './texts/en.ts';
import { zhCn } from './texts/zh-cn.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = {
  'zh-CN': zhCn,
  en,
};

/** All texts of one language. */
export function textsOf(language: Language): Catalogue {
  return catalogues[language];
}

/**
 * The language that `Accept-Language` asks for. Simplified Chinese serves every
 * kind of `zh`; what asks for neither language gets the default, zh-CN.
 */
export function languageOf(acceptLanguage: string | undefined): Language {
  if (acceptLanguage === undefined) return languages[0];
  const negotiator = new Negotiator({
    headers: { 'accept-language': acceptLanguage },
  });
  const wanted = negotiator.languages(['zh-CN', 'zh', 'en'])[0];
  return wanted === 'en' ? 'en' : languages[0];
}

/** What fills a template: codes and numbers; a list is joined by commas. */
export type Facts = Readonly<Record<string, unknown>>;

/** Puts facts into a template's `{name}` places; a fact not known is "–". */
export function fill(template: string, facts: Facts): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (Array.isArray(fact)) return fact.length === 0 ? '–' : fact.join(', ');
    return fact === undefined || fact === null ? '–' : String(fact);
  });
}

/** The text of a rule by its id; an id without text is a mistake of ours. */
export function ruleText(language: Language, rule: string): string {
  const rules: Readonly<Record<string, string>> = catalogues[language].rules;
  const text = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  if (text === undefined) throw new Error(`No text for the rule "${rule}".`);
  return text;
}
