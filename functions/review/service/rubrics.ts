import type { Commit } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { mayInOrganisation, type PlacedPerson } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { logs } from '../contract.ts';
import { rootOf } from '../model/review.ts';
import { type Breach, breachesOfRubric, rubricTag } from '../model/rubric.ts';
import type { Rubric, RubricText } from '../rubric/contract.ts';
import type { RubricStore } from '../store/rubrics.ts';

export type RubricNeeds = { readonly rubrics: RubricStore };

/**
 * The newest version of a rubric, or an older one that reviews are bound to.
 * Cost: 1 RRU per 4 KB.
 */
export async function readRubric(
  { rubrics }: RubricNeeds,
  { id, version }: { readonly id: string; readonly version?: number },
): Promise<Result<Rubric, { code: 'unknown' }>> {
  const found = await (version === undefined
    ? rubrics.latest(id)
    : rubrics.version({ id, version }));
  return found ? ok(found) : fail({ code: 'unknown' });
}

/**
 * Writes a rubric's next version; reviews that have begun go on with theirs.
 * Only for librarians of the district's root. Cost: 1 RRU per 4 KB of the last
 * version and 4 WRU per KB of the new one.
 */
export async function writeRubric(
  needs: RubricNeeds & {
    readonly commit: Commit;
    readonly now: () => Date;
    readonly log: Log;
  },
  principal: PlacedPerson,
  asked: {
    readonly id: string;
    readonly ifMatch: string;
    readonly text: RubricText;
  },
): Promise<
  Result<
    Rubric,
    | { code: 'forbidden'; rule: string }
    | { code: 'unknown' }
    | { code: 'changed' }
    | { code: 'rule-broken'; errors: Breach[] }
  >
> {
  const { rubrics, commit, now, log } = needs;
  const { id, ifMatch, text } = asked;
  const allowed = mayWrite(principal);
  if (!allowed.ok) return allowed;
  const before = await rubrics.latest(id);
  if (rubricTag(before?.version ?? 0) !== ifMatch) {
    return fail({ code: before ? 'changed' : 'unknown' });
  }
  const errors = breachesOfRubric(text);
  if (errors.length > 0) return fail({ code: 'rule-broken', errors });
  const version = (before?.version ?? 0) + 1;
  const written = { ...text, id, version, changedAt: now().toISOString() };
  const done = await commit(written, rubrics.writtenParts(written, before));
  if (done.ok) log.info(logs.rubricWritten, { rubric: id, version });
  return done;
}

function mayWrite(
  principal: Person,
): Result<undefined, { code: 'forbidden'; rule: string }> {
  const root = rootOf(principal) ?? '';
  const { allowed, rule } = mayInOrganisation(principal, 'write-rubric', root);
  return allowed ? ok(undefined) : fail({ code: 'forbidden', rule });
}
