import {
  InvokeCommand,
  LambdaClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { FirstOperatorAnswer } from '../functions/identity/contract.ts';
import { readStage, stageNames } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { whereActive } from '../lib/seats.ts';
import { readOptions } from '../local/options.ts';
import type { Command, Say } from './command.ts';

const needed = ['stage', 'name', 'organisation'] as const;
/** An account of our own by `username`, or a sign-in at an outside issuer. */
type SignIn = 'username' | 'issuer' | 'subject';
type Given = Readonly<Record<(typeof needed)[number] | SignIn, string>>;

/** Where the function that makes the first operator is. */
export type Target = { readonly region: string; readonly name: string };

export type FirstOperatorNeeds = {
  /** Finds a stage's function; throws when there is no such stage. */
  readonly target: (stage: string) => Target;
  /** Calls it; undefined when it is not there. */
  readonly invoke: (target: Target, event: unknown) => Promise<unknown>;
};

/**
 * Makes the bureau and the first operator of a fresh deployment, by a function
 * that only IAM lets one invoke. The one-time password is printed once and
 * written nowhere.
 */
export function firstOperator({ target, invoke }: FirstOperatorNeeds): Command {
  const shown = needed.map((one) => `--${one} <${one}>`).join(' ');
  const usage = `first-operator ${shown} (--username <username> | --issuer <issuer> --subject <subject>)`;
  return {
    usage,
    summary: 'firstOperatorSummary',
    run: async (args, say) => {
      const given = read(args, say);
      if (typeof given === 'string') {
        const lines = [given, say('usage', { usage })];
        return { lines, isDone: false, isMisused: true };
      }
      const { stage, username, issuer, subject, name, organisation } = given;
      const where = target(stage);
      const signIn = username
        ? { username }
        : { identity: { issuer, subject } };
      const answer = await invoke(where, { ...signIn, name, organisation });
      if (answer === undefined) {
        const lines = [say('noFunction', { stage, ...where })];
        return { lines, isDone: false };
      }
      const parsed = FirstOperatorAnswer.parse(answer);
      return {
        lines: linesOf(parsed, given, say),
        isDone: parsed.outcome === 'made',
      };
    },
  };
}

/** Finds and calls the function with the credentials of the environment. */
export const awsFirstOperator: FirstOperatorNeeds = {
  target: (name) => {
    const stage = whereActive(readStage({ stage: name }));
    return {
      region: stage.region,
      name: namesOf(stage).function('identity', 'on-first-operator'),
    };
  },
  invoke: async ({ region, name }, event) => {
    const lambda = new LambdaClient({ region });
    try {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: name,
          Payload: JSON.stringify(event),
        }),
      );
      const text = Payload?.transformToString() ?? '';
      if (FunctionError !== undefined) throw new Error(`${name}: ${text}`);
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  },
};

function read(args: readonly string[], say: Say): Given | string {
  const text = { type: 'string', default: '' } as const;
  const taken = readOptions(
    args,
    {
      stage: { type: 'string', isNeeded: true, oneOf: stageNames() },
      name: { type: 'string', isNeeded: true },
      organisation: { type: 'string', isNeeded: true },
      username: text,
      issuer: text,
      subject: text,
    },
    say.language,
  );
  if (!taken.ok) return taken.error.says;
  const { values } = taken.value;
  const { username, issuer, subject } = values;
  const hasSignIn = username !== '' || (issuer !== '' && subject !== '');
  return hasSignIn ? values : say('missing', { option: '--username' });
}

function linesOf(
  answer: FirstOperatorAnswer,
  { stage, username, issuer }: Given,
  say: Say,
): string[] {
  if (answer.outcome === 'made') {
    const { oneTimePassword: password } = answer;
    const summary = say('madeSummary', { stage });
    return password === undefined
      ? [say('made', answer), say('outsideFactor'), summary]
      : [
          say('made', answer),
          say('username', answer),
          say('password', { password }),
          say('secondFactor'),
          summary,
        ];
  }
  const problems = answer.problems?.join('; ') ?? '';
  const texts = {
    'operator-exists': () => say('operatorExists', { stage }),
    'username-taken': () => say('usernameTaken', { stage, username }),
    'issuer-unknown': () => say('issuerUnknown', { stage, issuer }),
    malformed: () => say('malformed', { problems }),
  } as const;
  return [texts[answer.reason]()];
}
