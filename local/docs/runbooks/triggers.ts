import type { Kind } from './kinds.ts';

/** What calls a function, and so what a failed call means to who waits. */
export type Triggered = { readonly trigger: Trigger };
export type Trigger =
  | 'request'
  | 'sign-in'
  | 'queue'
  | 'clock'
  | 'stream'
  | 'operator'
  | 'deployment';

type Means = {
  readonly kinds: readonly Kind[];
  /** How many failures ring. */
  readonly many: string;
  /** What becomes of the call that crashed. */
  readonly crashed: string;
  /** What becomes of the call that was turned away. */
  readonly throttled: string;
  readonly slow: string;
  /** Where durations stand. */
  readonly lines: string;
  /** Where else to look. */
  readonly look: string;
  /** What works again. */
  readonly works: string;
  /** What somebody has to do over. */
  readonly repeat: string;
  readonly letters: {
    readonly symptom: string;
    readonly check: string;
    readonly act: string;
    readonly afterwards: string;
  };
};

const none: readonly Kind[] = ['errors', 'throttles', 'duration'];
const one = 'a call';
const five = 'five or more calls';
const noLetters = { symptom: '', check: '', act: '', afterwards: '' };
const slowLater = 'Nothing yet. What follows when calls are cut off: {users}';
/** What durations mean where a line has the cost beside them. */
const byCost =
  'Is it slow at its usual `cost`? Then what stands behind it is slow: see the health of the Region. Does it cost more than before? Then it does more: see what was deployed.';
const reportLines =
  'See the `REPORT` lines in {log}: does it take longer at the same work? Then what stands behind it is slow: see the health of the Region.';

export const triggers: Readonly<Record<Trigger, Means>> = {
  request: {
    kinds: none,
    many: five,
    crashed: 'Those requests were answered 500; the others go on.',
    throttled:
      'Some requests are answered 429 or 503; clients may send them again. {users}',
    slow: 'Some wait long. What follows when calls are cut off: {users}',
    lines: `Lines \`REQUEST\` in {log} carry \`route\`, \`duration\` and \`cost\`: which route is slow? ${byCost}`,
    look: ' One request in full: `npm run ops -- request <x-request-id> --stage <stage>`.',
    works: '',
    repeat:
      'Nothing is to be done over: who was refused was told so, and a request that is sent again with its `Idempotency-Key` is done once.',
    letters: noLetters,
  },
  'sign-in': {
    kinds: none,
    many: five,
    crashed: '',
    throttled: 'People who signed in at that moment were refused. {users}',
    slow: 'Signing in is slow. What follows when calls are cut off: {users}',
    lines: reportLines,
    look: '',
    works: ' Sign in yourself.',
    repeat: 'People sign in again.',
    letters: noLetters,
  },
  queue: {
    kinds: [...none, 'dead-letters', 'delay'],
    many: one,
    crashed: 'The event comes again by itself.',
    throttled:
      'The queue gives its events again; nothing is lost, it is only late. {users}',
    slow: slowLater,
    lines: `Lines \`CONSUMED\` in {log} carry \`duration\` and \`cost\`. ${byCost}`,
    look: ' `EVENT_REFUSED` carries the error of one event.',
    works:
      ' `npm run ops -- dlq list --stage <stage>` shows no new letters of it.',
    repeat: 'What failed five times is among the dead letters: see that alarm.',
    letters: {
      symptom:
        'An event failed five times, or could not be brought to its queue, and was set aside for 14 days. The rest goes on.',
      check: 'In {log} `EVENT_REFUSED` carries the error of each try.',
      act: 'Mend the cause. Then `npm run ops -- dlq redrive {letters} --stage <stage>`: consumers read what is so now, so that an event sent again, late or twice does no harm.',
      afterwards:
        'Write down what the event was and why it failed. One that no consumer can ever read is a defect of its writer: mend that, then delete the letter (`aws sqs purge-queue --queue-url <url>`).',
    },
  },
  clock: {
    kinds: [...none, 'dead-letters'],
    many: one,
    crashed: 'The next call by the clock goes on where it stopped.',
    throttled:
      'The schedule tries again for half an hour; then the next call does its work. {users}',
    slow: slowLater,
    lines: reportLines,
    look: '',
    works: '',
    repeat:
      'Whoever cannot wait for the next call by the clock makes it by hand, as the section of its dead letters says.',
    letters: {
      symptom:
        'For half an hour the schedule could not call the function; the call was set aside for 14 days.',
      check:
        'The attributes `ERROR_CODE` and `ERROR_MESSAGE` say why the call was refused: mostly no concurrency, or a role that may not call the function any more. Has {log} newer lines?',
      act: "Mend the cause (a role: deploy the stack). Call the function once by hand: `aws lambda invoke --function-name {name} --payload '{}' answer.json`. Then delete the letter: `aws sqs purge-queue --queue-url <url>`.",
      afterwards:
        'Nothing: every call works off all that is due, so that missed hours are caught up.',
    },
  },
  stream: {
    kinds: [...none, 'dead-letters'],
    many: five,
    crashed: 'Nothing is lost: the stream keeps records for 24 hours.',
    throttled: 'The stream gives its records again; nothing is lost. {users}',
    slow: slowLater,
    lines: reportLines,
    look: '',
    works: '',
    repeat:
      'The stream gives the batch again by itself for twelve hours, halved each time.',
    letters: {
      symptom:
        'A record of the tables could not be relayed and was set aside, by the relay itself or, after twelve hours, by the stream.',
      check: 'In {log} the line `EVENT_SET_ASIDE` stands at the same time.',
      act: '',
      afterwards: '',
    },
  },
  operator: {
    kinds: none,
    many: one,
    crashed: 'Nobody else notices.',
    throttled: 'Whoever called it has to call again; nothing is lost. {users}',
    slow: slowLater,
    lines: reportLines,
    look: '',
    works: ' The command that stood still ends well.',
    repeat: 'Run the command again.',
    letters: noLetters,
  },
  deployment: {
    kinds: none,
    many: one,
    crashed: '',
    throttled: 'CloudFormation tries again. {users}',
    slow: slowLater,
    lines: reportLines,
    look: '',
    works: ' The deployment ends well.',
    repeat: 'Deploy again.',
    letters: noLetters,
  },
};
