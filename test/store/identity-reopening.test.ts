import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reopening } from '../../functions/identity/reopening.ts';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import { renewFirstPasswords } from '../../functions/identity/service/first-passwords.ts';
import { listMembers } from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import { identityPrincipals } from '../../functions/identity/service/principals.ts';
import { resetSecondFactor } from '../../functions/identity/service/second-factor.ts';
import { cognito } from '../../functions/identity/store/cognito.ts';
import { erasureStore } from '../../functions/identity/store/erasure.ts';
import { secondFactors } from '../../functions/identity/store/second-factor.ts';
import type { Commit } from '../../functions/platform/commit.ts';
import type { Person, Role } from '../../functions/platform/contract.ts';
import { codeOf } from '../../local/second-factor.ts';
import { needs, outsideIssuer, signedInAs } from './identity-needs.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

const pools: string[] = [];
const newId = (prefix: string) => `${prefix}_${ulid()}`;
const names = {
  operator: `o${ulid().toLowerCase()}`,
  teacher: `t${ulid().toLowerCase()}`,
  librarian: `l${ulid().toLowerCase()}`,
} as const;
const subject = ulid();
const email = `${names.teacher}@school.example`;
const emailOf = (username: string) =>
  username === names.teacher ? email : undefined;
let organisation: string;
let operator: Person;
let clientId: string | undefined;

/** A pool that takes the place of the one before. */
async function newPool(): Promise<void> {
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: `people-${ulid()}`,
      Policies: {
        PasswordPolicy: {
          MinimumLength: 10,
          RequireLowercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          RequireUppercase: false,
        },
      },
    }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'app',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    }),
  );
  clientId = UserPoolClient?.ClientId;
  pools.push(UserPoolId);
  process.env.USER_POOL_ID = UserPoolId;
}

const losePool = (UserPoolId: string) =>
  cognito.send(new DeleteUserPoolCommand({ UserPoolId }));

beforeAll(async () => {
  await newPool();
  const first = { name: '首位运维', organisation: '示例区教育局' };
  const username = names.operator;
  const made = await makeFirstOperator(
    { ...needs(), newId },
    { ...first, username },
  );
  if (made.outcome !== 'made') throw new Error(made.reason);
  organisation = made.organisation;
  operator = await signedInAs(username);
});
afterAll(() => losePool(pools.at(-1) ?? ''));

async function member(
  role: Role,
  signIn:
    | { username: string }
    | { identity: Record<'issuer' | 'subject', string> },
): Promise<string> {
  const wanted = { ...signIn, organisation, name: '王老师', roles: [role] };
  const added = await addMember(
    { ...needs(), newId: () => newId('per') },
    operator,
    wanted,
  );
  if (!added.ok) throw new Error(added.error.code);
  return added.value.person.id;
}

/** Signs in with a first password, and chooses another. */
async function enter(username: string, password: string): Promise<string> {
  const began = await cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  expect(began.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const ended = await cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: began.Session,
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: ulid() },
    }),
  );
  return ended.AuthenticationResult?.AccessToken ?? '';
}

/** Who a token is of, as the API finds it, some seconds from now. */
async function whoIs(
  signIn: { issuer: string; subject: string },
  isTwoFactor: boolean,
): Promise<Person> {
  const { now, store } = needs();
  const signedInAt = new Date(Date.now() + 5_000);
  const found = await identityPrincipals({ store, now }).principal(
    { ...signIn, signedInAt, isTwoFactor },
    { fresh: true },
  );
  if (!found.ok || found.value.kind !== 'person') throw new Error('nobody');
  return found.value;
}

const ofToken = (token: string) => {
  const { sub } = decomposeUnverifiedJwt(token).payload;
  return { issuer: needs().accounts.issuer(), subject: String(sub) };
};
const rolesOf = ({ memberships }: Person) =>
  memberships.map(({ role }) => role);

test('given a user pool that is lost, then all sign in as who they were, and privileged roles wait for an admin and a new second factor', async () => {
  const teacher = await member('teacher', { username: names.teacher });
  const librarian = await member('librarian', { username: names.librarian });
  const identity = { issuer: outsideIssuer, subject };
  const outsider = await member('librarian', { identity });
  const client = newId('cli');
  const ofPool = { issuer: needs().accounts.issuer(), subject: client };
  const kept = { id: client, organisation, name: '采集', ...ofPool };
  const made = await commit(
    undefined,
    needs().parts.newClient({
      ...kept,
      permissions: 'harvester',
      createdAt: new Date().toISOString(),
    }),
  );
  expect(made.ok).toBe(true);
  await losePool(pools[0] ?? '');
  await newPool();

  // Killed before the librarian was bound: the account is there, and unused.
  const dying: Commit = async (value, parts) => {
    if (JSON.stringify(parts).includes(librarian)) throw new Error('killed');
    return commit(value, parts);
  };
  expect(await reopening(dying, 1_000, emailOf)()).toMatchObject({
    opened: 2,
    broken: { people: 1, reason: 'Error: killed' },
  });
  const reopened = {
    opened: 1,
    already: 2,
    elsewhere: 1,
    waiting: 1,
    operators: [operator.id],
    clients: [client],
    refused: [],
    broken: { people: 0 },
  };
  expect(await reopening(commit, 1_000, emailOf)()).toEqual(reopened);
  const again = { ...reopened, opened: 0, already: 3 };
  expect(await reopening(commit, 1_000, emailOf)()).toEqual(again);

  const { accounts } = needs();
  expect(await accounts.find(names.teacher)).toMatchObject({ email });
  expect(await accounts.find(names.librarian)).not.toHaveProperty(
    'email',
    email,
  );
  const asked = { ...needs(), registers: erasureStore };
  const told = await renewFirstPasswords(asked, { organisation });
  const passwords = new Map(
    told.people.map(({ username, password }) => [username, password]),
  );
  expect([...passwords.keys()].sort()).toEqual(Object.values(names).sort());
  const tokens = {
    operator: await enter(names.operator, passwords.get(names.operator) ?? ''),
    teacher: await enter(names.teacher, passwords.get(names.teacher) ?? ''),
    librarian: await enter(
      names.librarian,
      passwords.get(names.librarian) ?? '',
    ),
  };
  const none = await renewFirstPasswords(asked, { organisation });
  expect(none).toMatchObject({ people: [], others: 4 });

  const asTeacher = await whoIs(ofToken(tokens.teacher), false);
  expect([asTeacher.id, rolesOf(asTeacher)]).toEqual([teacher, ['teacher']]);
  const fromOutside = await whoIs(identity, true);
  expect([fromOutside.id, rolesOf(fromOutside)]).toEqual([
    outsider,
    ['librarian'],
  ]);
  // Two-factor, but nobody has approved: whoever had the password set it up.
  const early = await whoIs(ofToken(tokens.librarian), true);
  expect(early).toMatchObject({
    id: librarian,
    memberships: [],
    inert: [{ organisation, role: 'librarian' }],
  });
  expect(await enrol(tokens.librarian)).toBe(true);

  const admin = await whoIs(ofToken(tokens.operator), true);
  expect(admin.id).toBe(operator.id);
  expect(await awaiting(admin)).toEqual([librarian]);
  const approved = await resetSecondFactor(
    { ...needs(), factors: secondFactors },
    admin,
    { organisation, person: librarian },
  );
  expect(approved).toMatchObject({ ok: true });
  expect(await awaiting(admin)).toEqual([]);
  const pool = process.env.USER_POOL_ID ?? '';
  // What was set up before the approval is gone: another is needed.
  expect(await secondFactors.isPreferred(pool, names.librarian)).toBe(false);
  const waiting = await whoIs(ofToken(tokens.librarian), false);
  expect(rolesOf(waiting)).toEqual([]);
  const back = await whoIs(ofToken(tokens.librarian), true);
  expect([back.id, rolesOf(back)]).toEqual([librarian, ['librarian']]);
});

test('given an account that somebody uses and nobody is bound to, then it is told, and not taken', async () => {
  const stranger = `s${ulid().toLowerCase()}`;
  const person = await member('teacher', { username: stranger });
  await losePool(pools.at(-1) ?? '');
  await newPool();
  const { accounts } = needs();
  const password = 'abcd-efgh-jkmn';
  await accounts.open({ username: stranger, password });
  await enter(stranger, password);
  const { refused } = await reopening(commit, 1_000, emailOf)();
  expect(refused).toEqual([{ person, code: 'username-taken' }]);
});

/** Sets up an app for the account of a token. */
async function enrol(token: string): Promise<boolean> {
  const secret = await secondFactors.begin(token);
  if (!secret.ok) throw new Error(secret.error.code);
  const code = codeOf(secret.value, new Date());
  return (await secondFactors.confirm(token, code)).ok;
}

/** Whose accounts an admin has to approve. */
async function awaiting(admin: Person): Promise<string[]> {
  const asked = { organisation, limit: 50 };
  const listed = await listMembers(needs(), admin, asked);
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.items.flatMap(({ awaitsApproval, person }) =>
    awaitsApproval ? [person.id] : [],
  );
}
