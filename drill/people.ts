import { FirstPasswords } from '../functions/identity/account/contract.ts';
import { routes as identity } from '../functions/identity/contract.ts';
import { meRoutes as me } from '../functions/identity/me/contract.ts';
import type { Role } from '../functions/platform/contract.ts';
import type { Stage } from '../lib/config.ts';
import { tokensOf } from '../local/accounts.ts';
import { emulatorClient } from '../local/aws.ts';
import { apiClient, type Client } from '../local/client.ts';
import { loadDistrict } from '../local/demo/load-district.ts';
import type { DemoDistrict } from '../local/demo/schema.ts';
import { demoPassword, firstOperator } from '../local/first-operator.ts';
import { openJournal } from '../local/journal.ts';
import type { Platform } from '../local/platform-file.ts';
import {
  ensureSecondFactor,
  needsSecondFactor,
} from '../local/second-factor.ts';
import { signIn } from '../local/sign-in.ts';
import { until } from '../local/wait.ts';
import { invoke } from '../ops/tools/invoke.ts';
import type { Cast } from './made.ts';
import type { Panel } from './reviewing.ts';

/** Who there is, as what and where; the operator comes first of all. */
const posts = {
  teacher: ['teacher', 'school'],
  librarian: ['librarian', 'school'],
  student: ['student', 'school'],
  auditor: ['auditor', 'bureau'],
  'first-reviewer': ['teacher', 'school'],
  'second-reviewer': ['teacher', 'school'],
  'third-reviewer': ['teacher', 'school'],
} as const satisfies Record<string, readonly [Role, 'school' | 'bureau']>;
export type Post = keyof typeof posts | 'operator';
const people = Object.entries(posts).map(
  ([post, [role, organisation]]) =>
    [post as keyof typeof posts, role, organisation] as const,
);

/** Colleagues who sit on panels. */
export const reviewers = [
  'first-reviewer',
  'second-reviewer',
  'third-reviewer',
] as const satisfies readonly Post[];
export const everyPost: readonly Post[] = [
  'operator',
  ...people.map(([one]) => one),
];

const usernameOf = (post: Post) => `drill-${post}`;

const district: DemoDistrict = {
  organisations: [
    { key: 'bureau', kind: 'bureau', name: '演练区教育局' },
    { key: 'school', kind: 'school', name: '演练第一中学', parent: 'bureau' },
  ],
  people: people.map(([post, role, organisation]) => ({
    username: usernameOf(post),
    name: `演练${post}`,
    organisation,
    role,
  })),
};

/** The drill's people: who they are, and where. */
export type Staff = Cast & {
  readonly bureau: string;
  /** By post, the person's id, which no recovery may change. */
  readonly persons: Readonly<Record<Post, string>>;
};

const accountOf = (post: Post) => ({
  username: usernameOf(post),
  password: demoPassword,
});

/** A client of somebody who has chosen the drill's password. */
export function clientOf(platform: Platform, post: Post): Client {
  const token = tokensOf((who) => signIn(platform, who), accountOf(post));
  return apiClient({ apiUrl: platform.apiUrl, token });
}

/** The colleagues who sit on panels, and the librarian who asks them. */
export function panelOf(
  platform: Platform,
  { persons }: Pick<Staff, 'persons'>,
): Panel {
  return {
    librarian: clientOf(platform, 'librarian'),
    reviewers: reviewers.map((post) => {
      return { person: persons[post], client: clientOf(platform, post) };
    }),
  };
}

export async function tokenOf(platform: Platform, post: Post): Promise<string> {
  return (await signIn(platform, accountOf(post))).accessToken;
}

/** Makes the organisations and people of the drill, through the API. */
export async function loadStaff(
  platform: Platform,
  journal: string,
): Promise<Staff> {
  await firstOperator(platform, {
    ...{ username: usernameOf('operator'), name: '演练运维' },
    organisation: '演练区教育局',
  });
  const ids = await loadDistrict({
    district,
    operator: clientOf(platform, 'operator'),
    firstSignIn: async (account) => {
      await signIn(platform, account, { newPassword: demoPassword });
    },
    secondFactor: (username) =>
      ensureSecondFactor(platform, { username, password: demoPassword }),
    demoClient: (username) =>
      apiClient({
        apiUrl: platform.apiUrl,
        token: tokensOf((who) => signIn(platform, who), {
          username,
          password: demoPassword,
        }),
      }),
    journal: openJournal(journal, platform.issuer),
    concurrency: 2,
    onProgress: undefined,
  });
  const persons = await personsOf(platform);
  return {
    bureau: ids.get('bureau') ?? '',
    school: ids.get('school') ?? '',
    teacher: persons.teacher,
    librarian: persons.librarian,
    persons,
  };
}

/** Who everyone is when they sign in. */
export async function personsOf(platform: Platform): Promise<Staff['persons']> {
  const found = await Promise.all(
    everyPost.map(async (post) => {
      const { body } = await clientOf(platform, post).call(identity.me);
      return [post, body.person.id] as const;
    }),
  );
  return Object.fromEntries(found) as Record<Post, string>;
}

/**
 * After accounts were opened again: everyone gets a first password and chooses
 * theirs, the operator sets up an app, and approves those whose roles wait.
 */
export async function signInAgain(
  platform: Platform,
  stage: Stage,
  staff: Staff,
): Promise<void> {
  for (const organisation of [staff.bureau, staff.school]) {
    for (const { password, username } of await firstPasswords(
      platform,
      stage,
      organisation,
    )) {
      const first = { username, password };
      await signIn(platform, first, { newPassword: demoPassword });
    }
  }
  await ensureSecondFactor(platform, accountOf('operator'));
  const operator = clientOf(platform, 'operator');
  for (const [post, role, place] of people) {
    if (!needsSecondFactor([role])) continue;
    await operator.call(me.resetSecondFactor, {
      params: { id: staff[place], personId: staff.persons[post] },
    });
    await secondFactorSoon(platform, post);
  }
}

/** A token of the same second as the end of all sessions is refused with them. */
async function secondFactorSoon(platform: Platform, post: Post): Promise<void> {
  const what = `${post} sets up a second factor`;
  await until({ what, limitSeconds: 30 }, async () => {
    try {
      await ensureSecondFactor(platform, accountOf(post));
      return true;
    } catch (error) {
      if (/: 401 /.test(String(error))) return undefined;
      throw error;
    }
  });
}

/** As `npm run ops -- first-passwords` has them made. */
async function firstPasswords(
  { emulatorUrl }: Platform,
  stage: Stage,
  organisation: string,
): Promise<FirstPasswords['people']> {
  const aws = emulatorClient(emulatorUrl, stage.region);
  const answer = await invoke(
    { stage, aws },
    ['identity', 'on-first-passwords'],
    { organisation },
  );
  return FirstPasswords.parse(answer).people;
}
