import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head, VersionState } from '../head/contract.ts';
import type { Step } from '../history/contract.ts';

/**
 * Where a resource stands, as its head says it: where its open version is, else
 * whether one is published or was refused; `re-review`: the published one is in
 * review again; `discarded`: nothing is left.
 */
export const standings = [
  'draft',
  'in-review',
  'accepted',
  'published',
  're-review',
  'closed',
  'discarded',
  'withdrawn',
] as const;
export type Standing = (typeof standings)[number];

/** One row of the life: a step, where it starts and what it leads to. */
export type Row = {
  /** Where the resource must stand. */
  readonly from: readonly Standing[];
  /** What becomes of the version concerned. @default it stays where it is */
  readonly to?: VersionState | 'discarded' | 're-review' | 'withdrawn';
  /** The step opens the next version as a draft copy. */
  readonly opens?: true;
  /** The step closes the version published before, to this state. */
  readonly retires?: 'superseded';
  /** There must be a published version, beside whatever is open. */
  readonly needs?: 'published';
  /** What this kind of withdrawal closed stays closed. */
  readonly never?: 'erased';
  /** No person takes it for itself: it comes with this. */
  readonly by?: 'date' | 'erasure' | 'recovery';
};

/** Wherever the resource is in somebody's hands. */
const alive = [
  'draft',
  'in-review',
  'accepted',
  'published',
  're-review',
  'closed',
] as const satisfies readonly Standing[];

/**
 * What leads where. `accept` without a date goes on to `published` in the same
 * step, which the history then names `publish`. At most one version is open at
 * a time. Source: docs/domain.md, "Life of a version".
 */
export const life = {
  create: { from: [], to: 'draft' },
  edit: { from: ['draft'] },
  discard: { from: ['draft'], to: 'discarded' },
  submit: { from: ['draft'], to: 'in-review' },
  'take-back': { from: ['in-review'], to: 'draft' },
  assign: { from: ['in-review', 're-review'] },
  accept: { from: ['in-review'], to: 'accepted' },
  reject: { from: ['in-review'], to: 'rejected' },
  'request-changes': {
    from: ['in-review', 're-review'],
    to: 'changes-requested',
    opens: true,
  },
  publish: { from: ['accepted'], to: 'published', retires: 'superseded' },
  revise: { from: ['published', 'closed'], to: 'draft' },
  correct: {
    from: ['draft'],
    to: 'published',
    retires: 'superseded',
    needs: 'published',
  },
  withdraw: {
    from: ['published', 're-review', 'draft', 'in-review', 'accepted'],
    to: 'withdrawn',
    needs: 'published',
  },
  restore: { from: ['withdrawn'], to: 'published', never: 'erased' },
  transfer: { from: alive },
  relate: { from: alive },
  unrelate: { from: alive },
  remind: { from: alive, needs: 'published', by: 'date' },
  'fall-due': { from: alive, needs: 'published', by: 'date' },
  're-review': { from: ['published'], to: 're-review' },
  renew: { from: ['re-review'], to: 'published' },
  redact: { from: [], to: 'withdrawn', by: 'erasure' },
  recover: { from: [], by: 'recovery' },
} as const satisfies Record<Step, Row>;

/** A step that the state does not allow, with what it does allow people. */
export type StateRefused = {
  readonly code: 'state';
  readonly state: Standing;
  readonly possible: readonly Step[];
};

export function standingOf(head: Head): Standing {
  if (head.withdrawn !== undefined) return 'withdrawn';
  if (head.draft !== undefined) return 'draft';
  if (head.review?.again) return 're-review';
  if (head.review !== undefined) return head.review.state;
  if (head.published !== undefined) return 'published';
  return head.closed === undefined ? 'discarded' : 'closed';
}

/** The steps that the life allows from where the resource stands. */
export function possibleSteps(head: Head): Step[] {
  const standing = standingOf(head);
  return Object.entries<Row>(life)
    .filter(
      ([, { from, needs, never }]) =>
        from.includes(standing) &&
        (never === undefined || head.withdrawn?.kind !== never) &&
        (needs === undefined || head.published !== undefined),
    )
    .map(([step]) => step as Step);
}

/** Goes on when the life allows the step, else says where it stands. */
export function allowed(
  head: Head,
  step: Step,
): Result<Standing, StateRefused> {
  const possible = possibleSteps(head);
  const state = standingOf(head);
  if (possible.includes(step)) return ok(state);
  const rows: Readonly<Record<Step, Row>> = life;
  const told = possible.filter((one) => rows[one].by === undefined);
  return fail({ code: 'state', state, possible: told });
}
