import type { Language, Text } from '../../../functions/platform/contract.ts';
import { type Facts, fill } from '../../../functions/platform/texts.ts';
import { common, deployBefore } from './common.ts';
import {
  inEachLanguage,
  type Part,
  type Parts,
  parts,
  type Section,
} from './section.ts';
import { type Triggered, triggers } from './triggers.ts';

/**
 * What is particular to one function: it replaces what is common of `symptom`
 * and `users`, and is added to what is common of all else.
 */
export type Particular = Partial<Parts>;

/** The kinds of alarms that functions have. */
export type Kind =
  | 'errors'
  | 'throttles'
  | 'duration'
  | 'dead-letters'
  | 'delay';

/** One function, and what is particular to it. */
export type FunctionFacts = Triggered & {
  /** The file's name without `.ts`. */
  readonly entry: string;
  /** Of the stack, if it is not `<capability>-functions`. */
  readonly stack?: string;
  /** Follows "the function that" or “负责”. */
  readonly does: Text;
  /** What people notice while it does not work: whole sentences. */
  readonly users: Text;
} & { readonly [K in Kind]?: Particular };

/** The sections of all alarms of a capability's functions. */
export function sectionsOf(
  capability: string,
  functions: readonly FunctionFacts[],
): Section[] {
  return functions.flatMap((one) =>
    triggers[one.trigger].kinds.map((kind) => ({
      heading: `${capability}-${one.entry}-${kind}`,
      parts: partsOf(kind, capability, one),
    })),
  );
}

const replaced: readonly Part[] = ['symptom', 'users'];
const betweenSentences: Text = { 'zh-CN': '', en: ' ' };

function partsOf(kind: Kind, capability: string, one: FunctionFacts): Parts {
  const own: Particular = one[kind] ?? {};
  const entries = (Object.keys(parts) as Part[]).map((part) => {
    const text = inEachLanguage((language) => {
      const more = own[part]?.[language] ?? '';
      if (more !== '' && replaced.includes(part)) return more;
      const template = common[kind][part][language];
      const shared = fill(template, factsOf(capability, one, language)).trim();
      return [shared, more].filter(Boolean).join(betweenSentences[language]);
    });
    return [part, text] as const;
  });
  return Object.fromEntries(entries) as Parts;
}

/** What fills the templates of `common.ts` and `triggers.ts` for a function. */
function factsOf(
  capability: string,
  one: FunctionFacts,
  language: Language,
): Facts {
  const { entry, stack = `${capability}-functions` } = one;
  const name = `xueyuan-<stage>-${capability}-${entry}`;
  const facts = {
    alarms: `${capability}-${entry}`,
    source: `lib/${stack.endsWith('-functions') ? 'capabilities' : 'stacks'}/${capability}.ts`,
    name,
    letters: `${name}-dead-letters`,
    log: `\`/xueyuan/<stage>/${capability}/${entry}\``,
    query: `\`xueyuan/<stage>/${stack}\``,
    does: one.does[language],
    users: one.users[language],
    deployBefore: deployBefore[language],
  };
  const { kinds, ...means } = triggers[one.trigger];
  const meant = Object.entries(means).map(([key, text]) => [
    key,
    fill(text[language], facts),
  ]);
  return { ...facts, ...Object.fromEntries(meant) };
}
