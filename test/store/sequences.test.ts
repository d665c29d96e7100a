import '../support/environment.ts';
import * as fc from 'fast-check';
import { ulid } from 'ulid';
import { expect, test } from 'vitest';
import { named } from '../../functions/identity/named.ts';
import type {
  Action,
  Person,
  Role,
} from '../../functions/platform/contract.ts';
import { hashOf } from '../../functions/platform/history.ts';
import { may } from '../../functions/platform/policy.ts';
import { fail, ok, type Result } from '../../functions/platform/result.ts';
import type { Head } from '../../functions/resources/head/contract.ts';
import { tornIn } from '../../functions/resources/model/torn.ts';
import { nextDue } from '../../functions/resources/model/validity.ts';
import { factsOf } from '../../functions/resources/model/view.ts';
import type { Wish } from '../../functions/resources/service/command.ts';
import {
  attachFile,
  createResource,
  detachFile,
  discardDraft,
  editResource,
  reviseResource,
} from '../../functions/resources/service/drafting.ts';
import { workOff } from '../../functions/resources/service/due.ts';
import {
  correctPublished,
  publishAccepted,
  restoreResource,
  submitDraft,
  takeBackDraft,
  transferResource,
  withdrawResource,
} from '../../functions/resources/service/life.ts';
import {
  relateResource,
  unrelateResource,
} from '../../functions/resources/service/relations.ts';
import { openReReview } from '../../functions/resources/service/validity.ts';
import { resourceService } from '../../functions/resources/service.ts';
import { dayShardOf, keys } from '../../functions/resources/store/items.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import {
  dueLinks,
  duePlaces,
  recoveryStore,
} from '../../functions/resources/store/recovery.ts';
import type { Decision } from '../../functions/review/contract.ts';
import { etagOf } from '../../functions/review/model/review.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { reviewStore } from '../../functions/review/store/reviews.ts';
import {
  type Attempt,
  anySequence,
  resourcesOfSequence,
  type Seen,
  type System,
  verdicts,
} from '../unit/resources/attempts.ts';
import { edition } from '../unit/resources/case.ts';
import type { Stored } from '../unit/resources/invariants.ts';
import {
  file,
  got,
  itemsOf,
  needs,
  organisation,
  wish,
  worker,
} from './catalogue.ts';
import { decided, reviewNeeds } from './decided.ts';

const { files: _, ...written } = edition;
const metadata = { ...written, links: ['https://example.org/'] };

const organisations = [
  await organisation(),
  await organisation(),
  await organisation(),
];
const [school = '', otherSchool = ''] = organisations;

/** Whoever acts: who made the resources, who decides, and who is a stranger. */
const cast: readonly Person[] = [
  person([school], 'teacher'),
  person(organisations, 'teacher', 'librarian'),
  person(organisations, 'librarian'),
  person([otherSchool], 'teacher'),
  person([`org_${ulid()}`], 'librarian'),
  // Nobody shares work with this one, who can judge whatever there is.
  person(organisations, 'librarian'),
];
const [teacher, librarian] = [at(cast, 0), at(cast, 5)];

function person(places: readonly string[], ...roles: readonly Role[]): Person {
  const all = new Set(places);
  return {
    kind: 'person',
    id: `per_${ulid()}`,
    memberships: places.flatMap((organisation) =>
      roles.map((role) => ({ organisation, role })),
    ),
    inert: [],
    reads: all,
    manages: Object.fromEntries(roles.map((role) => [role, all])),
  };
}

/** The one at this place, from 0. */
function at<T>(all: readonly T[], place: number): T {
  const one = all[place];
  if (one === undefined) throw new Error(`There is nothing at ${place}.`);
  return one;
}

/** The day on which all of a sequence happens, but what comes by date. */
const now = () => new Date('2026-09-01T08:00:00.000Z');
const today = { ...needs, now };

/** The services on the emulator's table. What was read is read anew after a step. */
async function storeSystem(): Promise<System> {
  const ids = await begun();
  const read = new Map<number, Stored>();
  return {
    stored: async (n) => {
      const stored = read.get(n) ?? (await storedOf(at(ids, n)));
      read.set(n, stored);
      return stored;
    },
    heads: () => Promise.all(ids.map(headNow)),
    take: (attempt) => {
      read.delete(attempt.resource);
      return take(ids, attempt);
    },
  };
}

/** One published, one accepted for a date, and a draft. */
async function begun(): Promise<string[]> {
  const fresh = {
    holder: school,
    visibility: 'district',
    audience: 'everyone',
    metadata,
  } as const;
  const made = await Promise.all(
    Array.from({ length: resourcesOfSequence }, () =>
      createResource(today, teacher, fresh),
    ),
  );
  const all = made.map(got);
  for (const [n, verdict] of verdicts.entries()) {
    const draft = wish(at(all, n), teacher);
    await decided(
      got(await submitDraft(today, draft)),
      librarian,
      verdict,
      now,
    );
  }
  return all.map(({ head }) => head.id);
}

async function headNow(id: string): Promise<Head> {
  const head = await resourceReads.head(id, { consistent: true });
  if (!head) throw new Error(`${id} is gone.`);
  return head;
}

/** Whether it went. Nobody else acts, so that nothing can have changed. */
async function take(
  ids: readonly string[],
  { action, actor, resource, raises }: Attempt,
): Promise<boolean> {
  const head = await headNow(at(ids, resource));
  const own = { ...today, epoch: head.epoch + (raises ? 1 : 0) };
  if (action.name === 'work off') {
    const did = await workOff({ ...worker, ...own }, head.id, action.today);
    expect(did).not.toBe('overtaken');
    return did !== 'nothing';
  }
  const principal = actorOf(head, actor, permissions[action.name]);
  const result =
    action.name === 'decide'
      ? await decide(own, head, principal, action.verdict)
      : await commanded(own, ids, wish({ head }, principal), action);
  if (!result.ok) {
    expect(['changed', 'unavailable']).not.toContain(result.error.code);
  }
  return result.ok;
}

/** What each action asks of the policy; all others ask for `edit`. */
const permissions: Partial<Record<Attempt['action']['name'], Action>> = {
  decide: 'decide',
  're-review': 'decide',
  publish: 'publish',
  withdraw: 'withdraw',
  restore: 'restore',
  transfer: 'transfer',
};

/** For some numbers whoever may, so that sequences come far; else anyone. */
function actorOf(head: Head, n: number, action: Action = 'edit'): Person {
  const anyone = at(cast, n - 1);
  if (n > 3) return anyone;
  const inTurn = [...cast.slice(n), ...cast.slice(0, n)];
  const facts = factsOf(head);
  return inTurn.find((one) => may(one, action, facts).allowed) ?? anyone;
}

type Tried = Result<unknown, { readonly code: string }>;
type Command = Exclude<Attempt['action'], { name: 'work off' | 'decide' }>;

/** The command of a service that an action is. */
function commanded(
  own: typeof needs,
  ids: readonly string[],
  asked: Wish,
  action: Command,
): Promise<Tried> {
  switch (action.name) {
    case 'write': {
      const { title } = action;
      return editResource(own, asked, { metadata: { ...metadata, title } });
    }
    case 'share': {
      const contributors = action.contributors.map((n) => at(cast, n - 1).id);
      return editResource(own, asked, { contributors });
    }
    case 'attach': {
      const ready = async () => ok({ ...file, id: action.file });
      const files = { ...own.files, ready };
      const upload = `upl_${ulid()}`;
      const put = { file: action.file, upload };
      return attachFile({ ...own, files }, asked, put);
    }
    case 'detach':
      return detachFile(own, asked, action.file);
    case 'submit':
      return submitDraft(own, asked);
    case 'take back':
      return takeBackDraft(own, asked);
    case 'publish':
      return publishAccepted(own, asked);
    case 'revise':
      return reviseResource(own, asked);
    case 'discard':
      return discardDraft(own, asked);
    case 'correct':
      return correctPublished({ ...own, allowsCorrections: true }, asked);
    case 're-review':
      return openReReview(own, asked);
    case 'withdraw': {
      const why = { kind: 'outdated', reason: '已过时' } as const;
      return withdrawResource(own, asked, why);
    }
    case 'restore':
      return restoreResource(own, asked, '仍然有效');
    case 'transfer': {
      const holder = at(organisations, action.organisation - 1);
      return transferResource({ ...own, named }, asked, { holder });
    }
    case 'relate': {
      const { type, position } = action;
      const target = at(ids, action.target);
      return relateResource(own, asked, { type, target, position });
    }
    case 'unrelate': {
      const target = at(ids, action.target);
      return unrelateResource(own, asked, { type: action.type, target });
    }
  }
}

/** A decision on the review that is open, if there is one. */
async function decide(
  own: typeof needs,
  head: Head,
  principal: Person,
  decision: Decision,
): Promise<Tried> {
  const id = head.review?.id ?? '';
  const kept = id
    ? await reviewStore.review(id, { consistent: true })
    : undefined;
  if (!kept) return fail({ code: 'unknown' });
  const all = { ...reviewNeeds, now, resources: resourceService(own) };
  const ifMatch = etagOf(kept);
  return decideReview(all, principal, { id, ifMatch, decision });
}

const judging = { since: '', linksOf: dueLinks, placesOf: duePlaces };

/** All that the table has of a resource, none of it torn. */
async function storedOf(id: string): Promise<Stored> {
  const [kept, items] = await Promise.all([
    recoveryStore.kept(id),
    itemsOf(id),
  ]);
  const { bodies, head, headers, versions } = kept;
  if (!head) throw new Error(`${id} is gone.`);
  expect(tornIn(kept, judging)).toEqual([]);
  expect(placesOf(items, 'DUE')).toEqual(placesDue(head));
  expect(placesOf(items, 'REL#')).toEqual(placesRelated(head));
  await reviewAgrees(head);
  const history = headers.map((header) => {
    const found = bodies.find(
      ({ epoch, seq }) => epoch === header.epoch && seq === header.seq,
    );
    if (!found) throw new Error(`${id}: ${header.seq} has no body.`);
    return { header, hash: hashOf(header), body: found.body };
  });
  const byNumber = new Map(versions.map((one) => [one.version, one]));
  return { head, versions: byNumber, history };
}

/** Where items of a kind stand in the indexes. */
function placesOf(items: readonly Record<string, unknown>[], prefix: string) {
  const found = items.filter(({ sk }) => String(sk).startsWith(prefix));
  return found.map(({ pk: _, sk: __, ...place }) => place);
}

/** Where a head says that it falls due: by day, and by who holds it. */
function placesDue(head: Head) {
  const due = nextDue(head);
  if (!due) return [];
  const { holder, id, published } = head;
  const place = { dayPk: keys.fallingDue(due.on, dayShardOf(id)), daySk: id };
  if (!published) return [place];
  const ownerSk = `${published.reviewDue}#${id}`;
  return [{ ...place, ownerPk: keys.validityOf(holder), ownerSk }];
}

/** Where a head says that its targets list it, in the order of their keys. */
function placesRelated({ id, relations = [] }: Head) {
  const listed = relations.map(({ type, target, position = 0 }) => ({
    ownerPk: keys.relatedTo(type, target),
    ownerSk: `${String(position).padStart(4, '0')}#${id}`,
  }));
  return listed.toSorted((one, other) =>
    one.ownerPk < other.ownerPk ? -1 : 1,
  );
}

/** A review is open while its version waits for a decision, and no longer. */
async function reviewAgrees({ holder, review }: Head): Promise<void> {
  if (!review) return;
  const kept = await reviewStore.review(review.id, { consistent: true });
  const isOpen = review.state === 'in-review';
  expect(kept).toMatchObject({
    state: isOpen ? 'open' : 'closed',
    version: review.version,
    ...(isOpen && { holder }),
  });
}

/** The same in each run; some actions, as publishing on a date, may not be in it. */
const sample = { seed: 2, numRuns: 12, endOnFailure: true };
const longest = 60;

/** Some 30 s beside other work, and several times that when it is much. */
const sampleMs = 240_000;

test(
  'given a sample of such sequences by people of different roles, then the table stays sound after each step',
  async () => {
    const seen: Seen = { tried: new Set(), went: new Set() };
    await fc.assert(anySequence(longest, seen, storeSystem), sample);
    expect(seen.went.size).toBeGreaterThan(seen.tried.size / 2);
    expect(seen.went).toContain('decide');
  },
  sampleMs,
);
