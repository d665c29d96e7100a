import { expect, test } from 'vitest';
import type { Commit, Part } from '../../../functions/platform/commit.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { rememberCollaboration } from '../../../functions/review/service/collaborating.ts';
import type { Ties } from '../../../functions/review/store/reviewers.ts';
import { author, cases, idOf } from '../resources/case.ts';
import { expert } from './desk.ts';

const [one, two] = [idOf('per', 61), idOf('per', 62)];
const placeOf = (person: string) => person.replace('per', 'org');
const today = '2026-09-20T08:00:00.000Z';

/** What is remembered of people, and the resource that they submit. */
function memory(contributors: string[], isRaced = false) {
  const { head } = cases['in-review']();
  const known = new Map<string, Readonly<Record<string, string>>>();
  const places = new Map<string, readonly string[]>();
  const pending: (() => void)[] = [];
  const commit: Commit = async (answer) => {
    for (const write of pending.splice(0)) if (!isRaced) write();
    return isRaced ? fail({ code: 'changed' }) : ok(answer);
  };
  const needs = {
    resources: { headNow: async () => ({ ...head, contributors }) },
    reviewers: {
      collaborators: async (person: string) => {
        const lastByPerson = known.get(person);
        const organisations = places.get(person) ?? [];
        return lastByPerson && { seq: 1, lastByPerson, organisations };
      },
      collaboratorsPart: (
        person: string,
        _: unknown,
        { lastByPerson, organisations }: Ties,
      ): Part => {
        pending.push(() => {
          known.set(person, lastByPerson);
          places.set(person, organisations);
        });
        return { write: {} };
      },
    },
    people: {
      people: async (ids: readonly string[]) =>
        new Map(
          ids
            .filter((id) => id !== two)
            .map((person) => [
              person,
              { ...expert(1), person, organisations: [placeOf(person)] },
            ]),
        ),
    },
    commit,
    now: () => new Date(today),
  };
  return {
    known,
    places,
    remember: () => rememberCollaboration(needs, head.id),
  };
}

test('given three authors, then each is known to have worked with the two others', async () => {
  const { known, remember } = memory([author, one, two]);
  await remember();
  expect(Object.fromEntries(known)).toEqual({
    [author]: { [one]: today, [two]: today },
    [one]: { [author]: today, [two]: today },
    [two]: { [author]: today, [one]: today },
  });
});

test('given the same event again, then nothing else is remembered', async () => {
  const { known, remember } = memory([author, one]);
  await remember();
  const before = new Map(known);
  await remember();
  expect(known).toEqual(before);
});

test('given what is older than two years, then it is forgotten, and the rest is kept', async () => {
  const { known, remember } = memory([author, one]);
  known.set(author, {
    [two]: '2024-09-01T08:00:00.000Z',
    [idOf('per', 63)]: '2025-09-01T08:00:00.000Z',
  });
  await remember();
  expect(known.get(author)).toEqual({
    [idOf('per', 63)]: '2025-09-01T08:00:00.000Z',
    [one]: today,
  });
});

test('given one author, then they have worked with nobody', async () => {
  const { known, remember } = memory([author]);
  await remember();
  expect(Object.fromEntries(known)).toEqual({ [author]: {} });
});

test('given one author who submits again, then nothing is written, and no race is lost', async () => {
  const { known, places, remember } = memory([author], true);
  known.set(author, {});
  places.set(author, [placeOf(author)]);
  await expect(remember()).resolves.toBeUndefined();
});

test('then the organisations of each are remembered, none of who is not known', async () => {
  const { places, remember } = memory([author, two]);
  await remember();
  expect(Object.fromEntries(places)).toEqual({
    [author]: [placeOf(author)],
    [two]: [],
  });
});

test('given a race for the same person, then the event comes again', async () => {
  const { remember } = memory([author, one], true);
  await expect(remember()).rejects.toThrow(/changed just now/);
});
