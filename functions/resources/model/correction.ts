import type { RuleId } from '../../platform/contract.ts';
import { contentHashOf } from '../../platform/history.ts';
import { ok, type Result } from '../../platform/result.ts';
import { minorFields } from '../edition/contract.ts';
import { broken, changedFields, type Refused } from './drafting.ts';
import { allowed } from './life.ts';
import { type By, type Case, type Move, moved } from './move.ts';
import { breachesOf } from './submittable.ts';
import { publishedIn } from './validity.ts';

/** The district's rule by which a minor correction is published. */
const rule: RuleId = 'rule:minor-correction';

/**
 * Publishes a draft that differs from the published version in minor fields
 * alone. The decision is the rule's; nobody judged the content anew, so it stays
 * due for re-review when it was. Source: docs/domain.md, "Life of a version".
 */
export function correct(
  { head, edition }: Case,
  by: By,
): Result<Move, Refused> {
  const possible = allowed(head, 'correct');
  if (!possible.ok) return possible;
  const { draft: version = head.latest, workTitle: _, ...open } = head;
  const { closed: __, ...rest } = open;
  const before = publishedIn(head);
  const fields = changedFields(before.edition, edition);
  if (fields.length === 0) {
    return broken({ pointer: '', rule: 'nothing-to-correct' });
  }
  const minor: readonly string[] = minorFields;
  const major = fields
    .filter((field) => !minor.includes(field))
    .map((field) => {
      const pointer = `/edition/${field}`;
      return { pointer, rule: 'correction-not-minor', field };
    });
  const breaches = [...major, ...breachesOf(edition)];
  if (breaches.length > 0) return broken(...breaches);
  const published = {
    ...before,
    version,
    at: by.at,
    decision: { by: rule },
    edition,
  };
  const facts = {
    by: rule,
    fields,
    edition: contentHashOf(edition),
    supersedes: before.version,
  };
  const said = { action: 'correct', version, facts } as const;
  return ok(moved(head, { ...rest, published }, said, by));
}
