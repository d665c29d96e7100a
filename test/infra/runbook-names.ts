import { existsSync, globSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { StageConfig } from '../../lib/config.ts';
import { tools } from '../../ops/tools.ts';
import { all, allAway, stageOf } from './synthesised.ts';

/** Undefined when a name stands for something that there is, else why not. */
export type Judge = (name: string) => Promise<string | undefined>;

/** What a runbook may name, in the order in which it is tried. */
export const kinds: readonly {
  readonly kind: string;
  readonly like: RegExp;
  readonly judge: Judge;
}[] = [
  { kind: 'npm', like: /^npm /, judge: async (said) => npm(said) },
  { kind: 'cdk', like: /^(npx )?cdk /, judge: async (said) => cdk(said) },
  { kind: 'git', like: /^git /, judge: known(/^git checkout <commit>/) },
  { kind: 'aws', like: /^aws /, judge: aws },
  { kind: 'log', like: /^\/xueyuan\/<stage>\/[a-z/-]+$/, judge: among(logs) },
  { kind: 'query', like: /^xueyuan\/<stage>\/[a-z-]+$/, judge: among(queries) },
  {
    kind: 'thing',
    like: /^xueyuan-<stage>(-(<(recovery-)?region>|[a-z]+))*$/,
    judge: among(things),
  },
  { kind: 'route', like: /^(GET|POST|PUT|DELETE) \//, judge: among(routes) },
  { kind: 'code', like: /^[A-Z]+(_[A-Z]+)+$/, judge: among(codes) },
  {
    kind: 'path',
    like: /^(lib|functions|local|docs|config)\/[^<]+$/,
    judge: path,
  },
  { kind: 'key', like: keyLike(), judge: among(() => configKeys) },
  // What is left that looks like a command is none that we know.
  { kind: 'other', like: /^[a-z]+ .*--?[a-z]/, judge: known(/^$/) },
];

function among(list: () => Iterable<string>): Judge {
  return async (name) =>
    new Set(list()).has(name) ? undefined : `there is no ${name}`;
}

function known(like: RegExp): Judge {
  return async (said) => (like.test(said) ? undefined : `unknown: ${said}`);
}

async function path(name: string): Promise<string | undefined> {
  return existsSync(name) ? undefined : `there is no file ${name}`;
}

const Package = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = Package.parse(
  JSON.parse(readFileSync('package.json', 'utf8')),
);

/** `npm ci`, or a script with options that its own code knows. */
function npm(said: string): string | undefined {
  if (said === 'npm ci') return undefined;
  const [, script = '', rest = ''] =
    /^npm (?:run )?(?:-s )?([\w:]+)(?: -- (.*))?$/.exec(said) ?? [];
  const command = scripts[script];
  if (command === undefined) return `there is no script "${script}"`;
  if (rest === '') return undefined;
  const words = rest.split(' ').filter((word) => /^[a-z-]/.test(word));
  const options = words.flatMap((word) =>
    word.startsWith('--') ? [word.slice(2)] : [],
  );
  const [, program, ...before] = command.split(' ');
  const knows =
    program === 'ops/main.ts'
      ? ofTool([...before, ...words])
      : ofSource(command);
  const strange = knows && options.filter((option) => !knows(option));
  if (strange === undefined) return `there is no tool "${words.join(' ')}"`;
  return strange.length > 0 ? `no option --${strange.join(', --')}` : undefined;
}

type Knows = (option: string) => boolean;

function ofTool(words: readonly string[]): Knows | undefined {
  if (words[0] === 'first-operator') {
    return ofSource('node ops/first-operator.ts');
  }
  const name = Object.keys(tools).find((one) =>
    `${words.join(' ')} `.startsWith(`${one} `),
  );
  const tool = Object.entries(tools).find(([one]) => one === name)?.[1];
  const options = tool && { stage: {}, ...('options' in tool && tool.options) };
  return options && ((option) => Object.hasOwn(options, option));
}

/** Whether the program that a script starts has an option of that name. */
function ofSource(command: string): Knows {
  const [, file = '', first = ''] = command.split(' ');
  const source = readFileSync(
    file === 'local/run.mjs' ? `local/${first}.ts` : file,
    'utf8',
  );
  return (option) =>
    new RegExp(`--${option}\\b|\\b${option}: \\{ type:|'${option}'`).test(
      source,
    );
}

function cdk(said: string): string | undefined {
  const [, verb = '', rest = ''] =
    /^(?:npx )?cdk (\w+) ?(.*)$/.exec(said) ?? [];
  if (!['deploy', 'diff', 'synth', 'import'].includes(verb)) {
    return `cdk has no ${verb}`;
  }
  const stack = rest
    .replace('-c stage=<stage>', '')
    .replace('--exclusively', '')
    .trim();
  const stacks = new Set(all('prod').map((one) => one.stack));
  const isThere = ['<stack>', '--all'].includes(stack) || stacks.has(stack);
  return isThere ? undefined : `there is no stack ${stack}`;
}

/** Packages of the SDK by the name that the command line has for a service. */
const clients: Readonly<Record<string, () => Promise<object>>> = {
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  events: () => import('@aws-sdk/client-eventbridge'),
  lambda: () => import('@aws-sdk/client-lambda'),
  s3api: () => import('@aws-sdk/client-s3'),
  sqs: () => import('@aws-sdk/client-sqs'),
};

/**
 * Of services that no package here knows. Source: AWS CLI Command Reference,
 * by the names of their API.
 */
const verbs: Readonly<Record<string, readonly string[]>> = {
  acm: ['describe-certificate', 'import-certificate'],
  backup: ['list-backup-jobs', 'list-backup-plans', 'list-copy-jobs'],
  s3: ['cp'],
  scheduler: ['get-schedule'],
};

async function aws(said: string): Promise<string | undefined> {
  const [, service = '', verb = ''] = said.split(' ');
  const command = verb.replace(/(?:^|-)([a-z])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  const client = clients[service];
  const isThere = client
    ? Object.hasOwn(await client(), `${command}Command`)
    : verbs[service]?.includes(verb);
  return isThere ? undefined : `aws has no ${service} ${verb}`;
}

/** As runbooks write it: for any stage, and either of its Regions. */
function general(name: string): string {
  return name
    .replace(/(^|\/)xueyuan([-/])prod\b/, '$1xueyuan$2<stage>')
    .replace('alias/', '');
}

function named(type: string, key: string): string[] {
  return all('prod', type).map(({ props }) => general(String(props[key])));
}

function logs(): string[] {
  return named('AWS::Logs::LogGroup', 'LogGroupName');
}

function queries(): string[] {
  return named('AWS::Logs::QueryDefinition', 'Name');
}

/** Everything that has a name of ours, in either Region. */
function things(): string[] {
  const { region, recoveryRegion } = stageOf('prod').stage;
  const made = [...all('prod'), ...allAway('prod')];
  return stringsIn(made.map(({ props }) => props)).map((text) =>
    general(text)
      .replace(`-${region}-`, '-<region>-')
      .replace(`-${recoveryRegion}-`, '-<recovery-region>-'),
  );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

const OpenApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

function routes(): string[] {
  const { paths } = OpenApi.parse(
    JSON.parse(readFileSync('docs/openapi.json', 'utf8')),
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** Codes that functions log, and two attributes that SQS gets from schedules. */
function codes(): string[] {
  const source = globSync('functions/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const found = [...source.matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)];
  return [...found.map(([, code = '']) => code), 'ERROR_CODE', 'ERROR_MESSAGE'];
}

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

/** Every key of a stage's configuration, with those above it. */
const configKeys = keysOf(
  z.toJSONSchema(StageConfig, {
    io: 'input',
    unrepresentable: 'any',
  }) as Schema,
);

function keysOf({ properties = {}, anyOf = [], oneOf = [] }: Schema): string[] {
  return [
    ...Object.entries(properties).flatMap(([key, below]) => [
      key,
      ...keysOf(below).map((one) => `${key}.${one}`),
    ]),
    ...[...anyOf, ...oneOf].flatMap(keysOf),
  ];
}

/** What begins with a key of the configuration and goes on below it. */
function keyLike(): RegExp {
  const top = Object.keys(StageConfig.shape).join('|');
  return new RegExp(`^(${top})(\\.[a-zA-Z]+)+$`);
}
