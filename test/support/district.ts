import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  NewMember,
  routes,
  SeenOrganisation,
} from '../../functions/identity/contract.ts';
import { Member } from '../../functions/identity/member/contract.ts';
import type { Role } from '../../functions/platform/contract.ts';
import { pageOf } from '../../functions/platform/contract.ts';
import { emulatorClient } from '../../local/aws.ts';
import { demoPassword, firstOperator } from '../../local/first-operator.ts';
import type { Account, Platform } from '../../local/platform-file.ts';
import {
  ensureSecondFactor,
  needsSecondFactor,
} from '../../local/second-factor.ts';
import { signIn } from '../../local/sign-in.ts';

/** Where the people of the test district are: two schools under one bureau. */
export const places = ['bureau', 'school', 'elsewhere'] as const;
export type Place = (typeof places)[number];

/** Someone of the test district, as `people.ts` signs them in. */
export type TestPerson = Account & {
  readonly role: Role;
  readonly place: Place;
  readonly person: string;
};
export type TestDistrict = {
  /** Ids of the organisations. */
  readonly organisations: Readonly<Record<Place, string>>;
  readonly people: readonly TestPerson[];
};

/** Who holds which role where; the first operator, of the bureau, comes on top. */
const posts: readonly (readonly [Place, Role])[] = [
  ['bureau', 'auditor'],
  ['bureau', 'librarian'],
  ['school', 'student'],
  ['school', 'teacher'],
  ['school', 'expert'],
  ['school', 'librarian'],
  ['school', 'organisation-admin'],
  ['elsewhere', 'student'],
  ['elsewhere', 'teacher'],
  ['elsewhere', 'librarian'],
];

const operatorName = 'test-operator';

/**
 * Makes the test district through the public API, or finds it in a stack that
 * is kept. People are named by place and role: `school-teacher`.
 */
export async function testDistrict(platform: Platform): Promise<TestDistrict> {
  await brokenOffFirstOperator(platform);
  const operator = await firstOperator(platform, {
    username: operatorName,
    name: '测试运维',
    organisation: '测试区教育局',
  });
  const { accessToken } = await signIn(platform, operator);
  const ask = asking(platform, accessToken);
  const me = await ask('GET', '/v1/me');
  const organisations = await organisationsOf(ask);
  const people = await Promise.all(
    posts.map(async ([place, role]): Promise<TestPerson> => {
      const username = `${place}-${role}`;
      const name = `测试${role}`;
      const path = `/v1/organisations/${organisations[place]}/members`;
      const account = { username, password: demoPassword, role, place };
      // A stack that is kept has them from an earlier run.
      const members = pageOf(Member).parse(
        await ask('GET', `${path}?limit=100`),
      );
      const known = members.items.find(({ person }) => person.name === name);
      if (known) {
        if (needsSecondFactor([role])) {
          await ensureSecondFactor(platform, account);
        }
        return { ...account, person: known.person.id };
      }
      const body = { username, name, roles: [role] };
      const member = NewMember.parse(await ask('POST', path, body));
      if (member.oneTimePassword) {
        const first = { username, password: member.oneTimePassword };
        await signIn(platform, first, { newPassword: demoPassword });
      }
      if (needsSecondFactor([role])) {
        await ensureSecondFactor(platform, account);
      }
      return { ...account, person: member.person.id };
    }),
  );
  const { person } = routes.me.answer.body.parse(me);
  const first = {
    role: 'operator',
    place: 'bureau',
    person: person.id,
  } as const;
  return { organisations, people: [...people, { ...operator, ...first }] };
}

/**
 * Leaves what a first try to make the first operator leaves that broke off: an
 * account of nobody. So each run sees that the next try takes it over.
 */
async function brokenOffFirstOperator(platform: Platform): Promise<void> {
  const { emulatorUrl, region, userPoolId } = platform;
  const pool = new CognitoIdentityProviderClient(
    emulatorClient(emulatorUrl, region),
  );
  const opening = new AdminCreateUserCommand({
    UserPoolId: userPoolId,
    Username: operatorName,
    TemporaryPassword: randomUUID(),
    MessageAction: 'SUPPRESS',
  });
  await pool.send(opening).catch((error: unknown) => {
    // A stack that is kept has had its operator for long.
    if (!(error instanceof UsernameExistsException)) throw error;
  });
}

type Ask = ReturnType<typeof asking>;

async function organisationsOf(ask: Ask): Promise<Record<Place, string>> {
  const list = pageOf(SeenOrganisation).parse(
    await ask('GET', '/v1/organisations?limit=100'),
  );
  const bureau = list.items.find(({ kind }) => kind === 'bureau');
  if (!bureau) throw new Error('The first operator came without a bureau.');
  const school = async (name: string) => {
    const known = list.items.find((each) => each.name === name);
    if (known) return known.id;
    const body = { kind: 'school', name, parent: bureau.id };
    return SeenOrganisation.parse(await ask('POST', '/v1/organisations', body))
      .id;
  };
  return {
    bureau: bureau.id,
    school: await school('测试第一小学'),
    elsewhere: await school('测试第二小学'),
  };
}

/** Requests that must succeed. */
function asking({ apiUrl }: Platform, token: string) {
  return async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text);
    throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  };
}
