import { placedPerson } from '../../functions/identity/model/person.ts';
import { packTree, unpackTree } from '../../functions/identity/store/tree.ts';
import type { ResourceFacts } from '../../functions/platform/contract.ts';
import { actionsOn, may } from '../../functions/platform/policy.ts';
import { at, districtTree, organisationCount } from './district-tree.ts';
import { type Figure, median } from './figure.ts';

/** Organisations of one person; nobody known has more. */
const heldCount = 100;

const rounds = 200;
/** Decisions that one round of the clock takes together: one is too short. */
const decisionsAtOnce = 1_000;

/**
 * What deciding costs in this process, in time of the processor: there is no I/O,
 * and what else runs on the machine does not count. Building is placing a person in the tree and their first decision,
 * which gathers the rules; the tree's own sets are known, as in a function that
 * has answered before.
 */
export function benchDeciding(): Figure[] {
  const tree = districtTree();
  const ids = [...tree.organisations.keys()];
  const step = Math.floor(ids.length / heldCount);
  const held = Array.from({ length: heldCount }, (_, index) => ({
    organisation: at(ids, index * step + 1),
    roles: ['teacher', 'librarian'] as const,
  }));
  const facts: ResourceFacts = {
    holder: at(ids, ids.length - 1),
    visibility: 'organisation',
    audience: 'teachers',
    contributors: ['per_author'],
    contributed: ['per_author'],
    reviewers: [],
    isPublished: true,
    isWithdrawn: false,
  };
  const build = () => {
    const person = placedPerson('per_many', held, tree);
    may(person, 'read', facts);
    return person;
  };
  const many = build();
  const top = [{ organisation: at(ids, 0), roles: ['librarian'] as const }];
  const librarian = placedPerson('per_librarian', top, tree);
  const packed = packTree(tree);
  const elsewhere = { ...facts, holder: 'org_elsewhere' };
  return [
    {
      name: `ability of a person in ${heldCount} organisations, built, p50`,
      value: milliseconds(build),
      unit: 'ms',
      bound: 2,
    },
    {
      name: 'a decision of theirs, p50',
      value: microsecondsEach(() => may(many, 'read', facts)),
      unit: 'µs',
      bound: 20,
    },
    {
      name: 'a refusal of theirs, p50',
      value: microsecondsEach(() => may(many, 'publish', elsewhere)),
      unit: 'µs',
      bound: 20,
    },
    {
      name: `a decision of a librarian of ${organisationCount} organisations, p50`,
      value: microsecondsEach(() => may(librarian, 'publish', facts)),
      unit: 'µs',
      bound: 20,
    },
    {
      name: 'all actions on one resource, p50',
      value: microsecondsEach(() => actionsOn(librarian, facts)),
      unit: 'µs',
    },
    {
      name: `a tree of ${organisationCount} organisations unpacked, p50`,
      value: milliseconds(() => unpackTree(1, packed), 20),
      unit: 'ms',
    },
  ];
}

function milliseconds(run: () => unknown, times = rounds): number {
  run();
  const taken = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return median(taken);
}

function microsecondsEach(decide: () => unknown): number {
  const round = () => {
    for (let count = 0; count < decisionsAtOnce; count += 1) decide();
  };
  return (milliseconds(round) * 1_000) / decisionsAtOnce;
}
