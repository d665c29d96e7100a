import type { Role } from '../../functions/platform/contract.ts';
import type { Metadata } from '../../functions/resources/edition/contract.ts';
import { tokensOf } from '../accounts.ts';
import { apiClient, type Client } from '../client.ts';
import { openJournal } from '../journal.ts';
import type { Contribution } from '../journey.ts';
import type { Account, Platform } from '../platform-file.ts';
import { inParallel } from '../pool.ts';
import { ensureSecondFactor } from '../second-factor.ts';
import { signIn } from '../sign-in.ts';
import { tellStory } from '../story.ts';
import { type DemoProgress, loadDistrict } from './load-district.ts';
import { makeFile } from './make/file.ts';
import { type DemoItem, readDistrict, readResources } from './read-demo.ts';

export type DemoOptions = {
  /** The first operator, who may add organisations and people. */
  readonly operator: Account;
  /** What every demo person signs in with after the first time. */
  readonly password: string;
  /** Where it is written down how far the loading has come. */
  readonly journal: string;
  /** @default every resource under `local/demo/resources` */
  readonly resources?: readonly DemoItem[];
  /** @default 4 people or resources at a time */
  readonly concurrency?: number;
  readonly onProgress?: (progress: DemoProgress) => void;
};
export type LoadedDemo = {
  /** One account of each role that the demo district has. */
  readonly accounts: Readonly<Partial<Record<Role, Account>>>;
  /** Ids of organisations, by their keys in `district.json`. */
  readonly organisations: ReadonlyMap<string, string>;
  /** Ids of resources, by the names of their folders. */
  readonly resources: ReadonlyMap<string, string>;
};

/** Who reviews the demo's resources: a librarian of the whole district. */
const reviewer = 'librarian.wang';

/**
 * Loads the demo district through the public API only: organisations, people
 * (each signs in once and changes the one-time password), and resources by the
 * way that each one's story tells. What is there already is left as it is, so
 * that a loading that was cut off can simply be begun again.
 */
export async function loadDemo(
  platform: Platform,
  options: DemoOptions,
): Promise<LoadedDemo> {
  const { operator, password, concurrency = 4, onProgress } = options;
  const items = options.resources ?? readResources();
  const journal = openJournal(options.journal, platform.issuer);
  const clients = clientsOf(platform);
  const district = readDistrict();
  const demoClient = (username: string) => clients({ username, password });
  const organisations = await loadDistrict({
    district,
    operator: clients(operator),
    firstSignIn: async (account) => {
      await signIn(platform, account, { newPassword: password });
    },
    secondFactor: (username) =>
      ensureSecondFactor(platform, { username, password }),
    demoClient,
    journal,
    concurrency,
    onProgress,
  });
  const resources = new Map<string, string>();
  const librarian = demoClient(reviewer);
  await inParallel(items, concurrency, async (item) => {
    const teacher = demoClient(item.contributor);
    const holder = organisations.get(item.holder);
    if (holder === undefined) throw new Error(`${item.slug}: no such holder.`);
    const needs = { teacher, librarian, journal };
    const key = `resource ${item.slug}`;
    const { story } = item;
    const metadata = metadataOf(item, {
      names: new Map(district.people.map((one) => [one.username, one.name])),
      personOf: (username) => journal.entry(`person ${username}`)?.made ?? '',
    });
    const contribution = () => contributionOf({ ...item, metadata }, holder);
    const id = await tellStory(needs, { key, story, contribution });
    resources.set(item.slug, id);
    onProgress?.({
      what: 'resources',
      done: resources.size,
      of: items.length,
    });
  });
  return {
    accounts: accountsByRole(district.people, password),
    organisations,
    resources,
  };
}

/** A resource's metadata with its students among the creators. */
export function metadataOf(
  { metadata, students = [] }: Pick<DemoItem, 'metadata' | 'students'>,
  people: {
    readonly names: ReadonlyMap<string, string>;
    readonly personOf: (username: string) => string;
  },
): Metadata {
  const { names, personOf } = people;
  if (students.length === 0) return metadata;
  const authors = students.map((username) => ({
    name: names.get(username) ?? username,
    role: 'author' as const,
    person: personOf(username),
  }));
  const { creators = [] } = metadata;
  return { ...metadata, creators: [...authors, ...creators] };
}

/** A resource's files as they are uploaded, made of their sources. */
async function contributionOf(
  { slug, folder, visibility, audience, metadata, files }: DemoItem,
  holder: string,
): Promise<Contribution> {
  const language = metadata.language ?? 'zh-CN';
  const made = files.map((file) => makeFile(folder, file, language));
  return {
    key: `demo ${slug}`,
    holder,
    visibility,
    audience,
    metadata,
    files: await Promise.all(made),
  };
}

/** One client an account, so that each signs in once. */
function clientsOf(platform: Platform): (account: Account) => Client {
  const held = new Map<string, Client>();
  return (account) => {
    const known = held.get(account.username);
    if (known !== undefined) return known;
    const token = tokensOf((who) => signIn(platform, who), account);
    const client = apiClient({ apiUrl: platform.apiUrl, token });
    held.set(account.username, client);
    return client;
  };
}

/** The first person of each role, in the order of `district.json`. */
function accountsByRole(
  people: readonly { readonly username: string; readonly role: Role }[],
  password: string,
): Partial<Record<Role, Account>> {
  const accounts: Partial<Record<Role, Account>> = {};
  for (const { username, role } of people) {
    accounts[role] ??= { username, password };
  }
  return accounts;
}
