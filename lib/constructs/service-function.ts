import { Duration } from 'aws-cdk-lib';
import {
  PolicyStatement,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { bundleFolder } from '../bundle.ts';
import {
  type BucketName,
  copiedBuckets,
  type IndexName,
  type TableName,
} from '../names.ts';
import { isActive } from '../seats.ts';
import type { Urgency } from '../stacks/operations.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { acceptWildcard } from './accepted.ts';
import { type AlarmDesk, alarmPeriod } from './alarm-desk.ts';
import { serviceLog } from './service-log.ts';

/** Ends before the API's clients give up, and three tries of a read fit in. */
const defaultTimeout = Duration.seconds(10);

/** Processor time comes with memory: this is a little over half a core. */
const defaultMemoryMib = 1_024;

/**
 * Of what somebody waits for, one failure may be bad luck and five in a period
 * are not; of the rest each failure is looked at, but on a working day.
 */
const failures = { page: 5, ticket: 1 } as const;

/** A function is late when its slowest calls come this near to its limit. */
const late = { partOfTimeout: 0.8, statistic: 'p99', periods: 3 } as const;

export interface ServiceFunctionProps {
  readonly capability: string;
  /** The file's name without `.ts`, in `functions/<capability>/`. */
  readonly entry: string;
  readonly alarms: AlarmDesk;
  /** How soon somebody must look when it fails. @default 'ticket' */
  readonly urgency?: Urgency;
  /** What the code reads beside what each `use…` sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default 10 s */
  readonly timeout?: Duration;
  /** @default 1,024 MiB */
  readonly memoryMib?: number;
}

/**
 * One function: its code, log, role and alarms. Its role may write to its own
 * log and nothing else; each `use…` gives one permission, and with it the
 * variable that the code finds the thing by.
 */
export class ServiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;
  readonly #stack: PlatformStack;

  constructor(stack: PlatformStack, id: string, props: ServiceFunctionProps) {
    super(stack, id);
    this.#stack = stack;
    const { capability, entry, timeout = defaultTimeout } = props;
    const { names, stage } = stack;
    const log = serviceLog(this, 'Log', stack, [capability, entry]);
    this.role = new Role(this, 'Role', {
      roleName: names.role(capability, entry),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.allow({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [log.logGroupArn],
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function(capability, entry),
      code: Code.fromAsset(`${bundleFolder}/${capability}/${entry}`),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMib ?? defaultMemoryMib,
      timeout,
      role: this.role,
      logGroup: log,
      environment: {
        STAGE: stage.name,
        POWERTOOLS_SERVICE_NAME: capability,
        ...(!isActive(stage) && { MODE: 'standby' }),
        ...props.environment,
      },
    });
    this.#watch(props, timeout);
  }

  /** Gives the role one statement more. */
  allow(statement: PolicyStatementProps): void {
    this.role.addToPrincipalPolicy(new PolicyStatement(statement));
  }

  /** Lets it do these actions on a table's items, and query these indexes. */
  useTable(
    name: TableName,
    actions: readonly TableAction[],
    indexes: readonly IndexName[] = [],
  ): void {
    const { names } = this.#stack;
    const arn = names.tableArn(name);
    if (actions.length > 0) {
      this.allow({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [arn],
      });
    }
    if (indexes.length > 0) {
      this.allow({
        actions: ['dynamodb:Query'],
        resources: indexes.map((index) => `${arn}/index/${index}`),
      });
    }
    this.#set(`${name.toUpperCase()}_TABLE`, names.table(name));
  }

  /** Lets it do these actions on a bucket's objects, with the files' key. */
  useBucket(name: FileBucket, actions: readonly ObjectAction[]): void {
    const { names } = this.#stack;
    const objects = `${names.bucketArn(name)}/*`;
    this.allow({
      actions: actions.map((action) => `s3:${action}`),
      resources: [objects],
    });
    acceptWildcard(this.role, objects, 'Objects are named by what they hold.');
    if (actions.includes('GetObject')) {
      // Without it S3 answers 403 for what is not there, not 404.
      this.allow({
        actions: ['s3:ListBucket'],
        resources: [names.bucketArn(name)],
      });
    }
    const ofKey = new Set(actions.flatMap((action) => keyActions[action]));
    if (ofKey.size > 0) {
      this.allow({
        actions: [...ofKey],
        resources: [this.#stack.find('files-key-arn')],
      });
    }
    this.#set(`${name.toUpperCase()}_BUCKET`, names.bucket(name));
  }

  /**
   * Lets it remove every version of a bucket's objects: in this Region itself,
   * and where the other Region has copies, as that Region's eraser. No role may
   * delete both copies.
   */
  useCopies(name: FileBucket): void {
    const { names, stage } = this.#stack;
    const bucket = names.bucket(name);
    const arn = names.bucketArn(name);
    this.allow({ actions: ['s3:ListBucketVersions'], resources: [arn] });
    this.allow({
      actions: ['s3:DeleteObjectVersion'],
      resources: [`${arn}/*`],
    });
    acceptWildcard(this.role, `${arn}/*`, 'Any file may have to be erased.');
    const copies: object[] = [{ region: stage.region, bucket }];
    const isCopied = copiedBuckets.some((one) => one === name);
    if (isCopied && stage.recovery.copies) {
      const region = stage.recoveryRegion;
      const role = names.roleArn(names.roleIn(region, 'storage', 'eraser'));
      this.allow({ actions: ['sts:AssumeRole'], resources: [role] });
      copies.push({ region, bucket: names.bucketIn(region, name), role });
    }
    const listed = this.#stack.toJsonString(copies);
    this.#set(`${name.toUpperCase()}_COPIES`, listed);
  }

  /**
   * Lets it ask the search engine by these methods, at these paths alone.
   * @default all paths, for who makes and drops indexes
   */
  useSearch(
    methods: readonly SearchMethod[],
    paths: readonly string[] = ['*'],
  ): void {
    const { names, stage } = this.#stack;
    const resources = paths.map((path) => `${names.domainArn}/${path}`);
    this.allow({
      actions: methods.map((method) => `es:ESHttp${method}`),
      resources,
    });
    for (const all of resources.filter((one) => one.endsWith('*'))) {
      acceptWildcard(this.role, all, 'Indexes are versioned: names change.');
    }
    const endpoint = this.#stack.find('search-endpoint');
    this.#set('SEARCH_ENDPOINT', `${stage.search.protocol}://${endpoint}`);
    this.#set('SEARCH_ALIAS', stage.search.alias);
  }

  /** Lets it do these actions in the user pool, if the stage has one. */
  useUserPool(actions: readonly UserPoolAction[]): void {
    if (!this.#stack.stage.identity.userPool) return;
    const id = this.#stack.find('user-pool-id');
    this.allow({
      actions: actions.map((action) => `cognito-idp:${action}`),
      resources: [this.#stack.names.userPoolArn(id)],
    });
    this.#set('USER_POOL_ID', id);
  }

  /**
   * Lets it put objects into a bucket of another Region of the stage, under that
   * Region's key, which only its alias names from here.
   */
  usePutIn(region: string, name: FileBucket): void {
    const { names, account, partition } = this.#stack;
    const objects = `arn:${partition}:s3:::${names.bucketIn(region, name)}/*`;
    const keys = `arn:${partition}:kms:${region}:${account}:key/*`;
    this.allow({ actions: ['s3:PutObject'], resources: [objects] });
    this.allow({
      actions: ['kms:GenerateDataKey'],
      resources: [keys],
      conditions: {
        'ForAnyValue:StringEquals': {
          'kms:ResourceAliases': [`alias/${names.own('files')}`],
        },
      },
    });
    acceptWildcard(this.role, objects, 'Each night has objects of its own.');
    acceptWildcard(this.role, keys, 'Of the other Region; its alias names it.');
    const noun = name.toUpperCase();
    this.#set(`${noun}_REGION`, region);
    this.#set(`${noun}_BUCKET`, names.bucketIn(region, name));
  }

  /** Lets it send events to the bus. */
  useBus(): void {
    const { names } = this.#stack;
    this.allow({ actions: ['events:PutEvents'], resources: [names.busArn] });
    this.#set('EVENT_BUS', names.bus);
  }

  #set(variable: string, value: string): void {
    this.lambda.addEnvironment(variable, value);
  }

  #watch(props: ServiceFunctionProps, timeout: Duration): void {
    const { alarms, entry, urgency = 'ticket' } = props;
    const threshold = failures[urgency];
    const inPeriod = { period: alarmPeriod };
    alarms.tell(urgency, `${entry}-errors`, {
      metric: this.lambda.metricErrors({ ...inPeriod, statistic: 'Sum' }),
      threshold,
      says: {
        'zh-CN': '此函数的调用崩溃或超时。',
        en: 'Calls of this function crashed or ran out of time.',
      },
    });
    alarms.tell(urgency, `${entry}-throttles`, {
      metric: this.lambda.metricThrottles({ ...inPeriod, statistic: 'Sum' }),
      threshold,
      says: {
        'zh-CN': '并发额度不足，此函数的调用被拒绝。',
        en: 'Calls of this function were turned away for want of concurrency.',
      },
    });
    alarms.ticket(`${entry}-duration`, {
      metric: this.lambda.metricDuration({
        ...inPeriod,
        statistic: late.statistic,
      }),
      threshold: late.partOfTimeout * timeout.toMilliseconds(),
      periods: late.periods,
      says: {
        'zh-CN': '此函数最慢的调用已接近其时限。',
        en: 'The slowest calls of this function come near to its time limit.',
      },
    });
  }
}

export type UserPoolAction =
  | 'AdminCreateUser'
  | 'AdminDeleteUser'
  | 'AdminGetUser'
  | 'AdminSetUserMFAPreference'
  | 'AdminSetUserPassword'
  | 'AdminUserGlobalSignOut'
  | 'CreateUserPoolClient'
  | 'DeleteUserPoolClient'
  | 'ListUsers';

export type FileBucket = Exclude<BucketName, 'access-logs'>;

export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'Scan'
  | 'UpdateItem';

/** What each action needs of the key that the objects are encrypted with. */
const keyActions = {
  GetObject: ['kms:Decrypt'],
  PutObject: ['kms:Decrypt', 'kms:GenerateDataKey'],
  DeleteObject: [],
} as const;
export type ObjectAction = keyof typeof keyActions;

export type SearchMethod = 'Get' | 'Head' | 'Post' | 'Put' | 'Delete';
