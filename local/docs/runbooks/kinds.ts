import type { Part, Parts, Section } from './section.ts';
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
  /** Follows "the function that". */
  readonly does: string;
  /** What people notice while it does not work: whole sentences. */
  readonly users: string;
} & { readonly [K in Kind]?: Particular };

/** The sections of all alarms of a capability's functions. */
export function sectionsOf(
  capability: string,
  functions: readonly FunctionFacts[],
): Section[] {
  return functions.flatMap((one) => {
    const kinds = triggers[one.trigger].kinds;
    return kinds.map((kind) => ({
      heading: `${capability}-${one.entry}-${kind}`,
      parts: together(
        common[kind](placesOf(capability, one), one),
        one[kind] ?? {},
      ),
    }));
  });
}

const replaced: readonly Part[] = ['symptom', 'users'];

function together(shared: Parts, own: Particular): Parts {
  const entries = (Object.entries(shared) as [Part, string][]).map(
    ([part, text]) => {
      const more = own[part];
      if (more === undefined) return [part, text];
      return [part, replaced.includes(part) ? more : `${text} ${more}`.trim()];
    },
  );
  return Object.fromEntries(entries) as Parts;
}

/** What a function's things are called. */
function placesOf(
  capability: string,
  { entry, stack = `${capability}-functions` }: FunctionFacts,
) {
  const name = `xueyuan-<stage>-${capability}-${entry}`;
  return {
    alarms: `${capability}-${entry}`,
    source: `lib/${stack.endsWith('-functions') ? 'capabilities' : 'stacks'}/${capability}.ts`,
    name,
    letters: `${name}-dead-letters`,
    log: `\`/xueyuan/<stage>/${capability}/${entry}\``,
    query: `\`xueyuan/<stage>/${stack}\``,
  };
}
type Places = ReturnType<typeof placesOf>;

const deployBefore =
  'If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit).';

/** What is true of one kind of alarm, whatever the function. */
const common: Readonly<
  Record<Kind, (places: Places, facts: FunctionFacts) => Parts>
> = {
  errors: ({ log, query, name }, { does, trigger, users }) => ({
    symptom: `Within five minutes, ${triggers[trigger].many} of the function that ${does} crashed, ran out of memory or ran out of time.`,
    users: `${users} ${triggers[trigger].crashed}`.trim(),
    check: `Run the saved query ${query}: what does \`error.message\` say, and since when? \`Task timed out\` and \`Runtime.\` in ${log} are calls that were cut off.${triggers[trigger].look}`,
    act: deployBefore,
    verify: `On the dashboard \`xueyuan-<stage>-duty\`, "Do functions fail?" shows 0 for \`${name}\` for ten minutes; the alarm ends by itself.${triggers[trigger].works}`,
    afterwards: `${triggers[trigger].repeat} Write down since when, how many and why; a defect of ours gets a test that would have failed.`,
  }),
  throttles: ({ name }, { does, trigger, users }) => ({
    symptom: `Lambda turned away calls of the function that ${does}: the account had no concurrency left in this Region.`,
    users: triggers[trigger].throttled.replace('{users}', users),
    check: `In CloudWatch compare \`ConcurrentExecutions\` of all functions with the account's quota; [watch-concurrency](watch.md#watch-concurrency) tells how full it is. One function that takes nearly all of it is the cause: see its own alarms first.`,
    act: "Raise the quota (Service Quotas, Lambda, Concurrent executions; often at once for moderate numbers). If one function floods, find who calls it: of an API by address in the access log `/xueyuan/<stage>/api/access`, of a consumer by the depth of its queue. Against a flood of requests lower `api.throttle` in the stage's configuration and deploy the stack `api`.",
    verify: `\`Throttles\` of \`${name}\` stays 0 for ten minutes, and the account is below 80 % of its quota.`,
    afterwards: `${triggers[trigger].repeat} If use grew by itself, ask for a quota of twice the peak.`,
  }),
  duration: ({ log, name, source }, { does, trigger, users }) => ({
    symptom: `For 15 minutes, one call in a hundred of the function that ${does} has taken more than 80 % of its time limit.`,
    users: triggers[trigger].slow.replace('{users}', users),
    check: triggers[trigger].lines.replace('{log}', log),
    act: `${deployBefore} A Region that is slow: wait.`,
    verify: `p99 of \`Duration\` of \`${name}\` stays below its limit for a quarter of an hour.`,
    afterwards: `If load grew by itself, measure, then raise memory or time limit in \`${source}\`.`,
  }),
  'dead-letters': ({ letters, log, name }, { trigger, users }) => ({
    ...triggers[trigger].letters,
    users,
    check: `\`npm run ops -- dlq show ${letters} --stage <stage>\` shows what was set aside; it holds ids, no content. ${triggers[trigger].letters.check.replace('{log}', log)}`,
    act: triggers[trigger].letters.act
      .replaceAll('{letters}', letters)
      .replaceAll('{name}', name),
    verify: `\`npm run ops -- dlq list --stage <stage>\` names \`${letters}\` no more, also ten minutes later.`,
  }),
  delay: ({ alarms, log, name, source }, { users }) => ({
    symptom: `The oldest event in the queue \`${name}\` has waited for 15 minutes.`,
    users,
    check: `Do \`${alarms}-errors\` or \`${alarms}-throttles\` ring too? Begin there. Do events come faster than usual (\`NumberOfMessagesSent\`)? Do the lines \`CONSUMED\` in ${log} take longer? Is the consumer still connected: \`aws lambda list-event-source-mappings --function-name ${name}\` says \`Enabled\`?`,
    act: `After an import the queue empties by itself: its graph falls. If what the consumer needs is down, mend that first: events are kept for four days. If it is merely too slow, raise \`concurrency\` in \`${source}\`, deploy, and watch what stands behind it.`,
    verify: `On the dashboard \`xueyuan-<stage>-duty\`, "How long have events waited?" falls below 60 s for \`${name}\`.`,
    afterwards: `\`npm run ops -- dlq list --stage <stage>\`: what failed five times meanwhile is there; redrive it.`,
  }),
};
