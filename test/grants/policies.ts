import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  paginateListRoles,
  type Role,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { namesOf } from '../../lib/names.ts';
import { emulatorClient } from '../../local/aws.ts';
import { localStage } from '../../local/deploy.ts';
import type { TestStack } from '../../local/platform-file.ts';

/** One thing that one role may do to one resource, as its policy names them. */
export type Grant = {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
};

const Texts = z
  .union([z.string(), z.array(z.string())])
  .transform((texts) => [texts].flat());
const Statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: Texts,
  Resource: Texts,
  /** It narrows a grant; whether the grant is used is the same question. */
  Condition: z.unknown().optional(),
});
const Document = z.strictObject({
  Version: z.string(),
  Statement: z.array(Statement),
});

/** A policy of a function's role, as it is deployed. */
export type RolePolicy = {
  readonly role: string;
  readonly name: string;
  readonly document: z.infer<typeof Document>;
};

/** The policies of all functions' roles, as the stack's IAM has them. */
export async function rolePolicies(stack: TestStack): Promise<RolePolicy[]> {
  const client = iam(stack);
  const policies: RolePolicy[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName: role = '' } of Roles.filter(isOfFunction)) {
      policies.push(...(await policiesOf(client, role)));
    }
  }
  return policies;
}

/** Puts a policy in place of what the role has under its name. */
export async function putPolicy(
  stack: TestStack,
  { role, name, document }: RolePolicy,
): Promise<void> {
  await iam(stack).send(
    new PutRolePolicyCommand({
      RoleName: role,
      PolicyName: name,
      PolicyDocument: JSON.stringify(document),
    }),
  );
}

/** All that a policy grants, each action on each resource for itself. */
export function grantsIn({ role, document }: RolePolicy): Grant[] {
  return document.Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) =>
      Resource.map((resource) => ({ role, action, resource })),
    ),
  );
}

/** The same policy but for one grant. */
export function without(policy: RolePolicy, grant: Grant): RolePolicy {
  const kept = grantsIn(policy).filter(
    ({ action, resource }) =>
      action !== grant.action || resource !== grant.resource,
  );
  const Statement = kept.map(({ action, resource }) => ({
    Effect: 'Allow' as const,
    Action: [action],
    Resource: [resource],
  }));
  return { ...policy, document: { ...policy.document, Statement } };
}

/** A grant for people to read, and to compare by. */
export function sentence({ role, action, resource }: Grant): string {
  return `${shortName(role)}: ${action} on ${resource}`;
}

/** A role's name without what all names of the stage begin with. */
export function shortName(role: string): string {
  return role.slice(rolePrefix().length);
}

/** Other roles of ours are for people, and CDK's own are not in our hands. */
function isOfFunction({ RoleName, AssumeRolePolicyDocument }: Role): boolean {
  const isOurs = RoleName?.startsWith(rolePrefix()) === true;
  return isOurs && AssumeRolePolicyDocument?.includes('lambda') === true;
}

async function policiesOf(
  client: IAMClient,
  role: string,
): Promise<RolePolicy[]> {
  const RoleName = role;
  const { PolicyNames = [] } = await client.send(
    new ListRolePoliciesCommand({ RoleName }),
  );
  return Promise.all(
    PolicyNames.map(async (name) => {
      const { PolicyDocument: text = '' } = await client.send(
        new GetRolePolicyCommand({ RoleName, PolicyName: name }),
      );
      const document = Document.parse(JSON.parse(decodeURIComponent(text)));
      return { role, name, document };
    }),
  );
}

function rolePrefix(): string {
  const stage = localStage();
  return `${namesOf(stage).own(stage.region)}-`;
}

function iam({ emulatorUrl, region }: TestStack): IAMClient {
  return new IAMClient(emulatorClient(emulatorUrl, region));
}
