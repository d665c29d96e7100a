import type { Person } from '../../platform/contract.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Agreement, PanelAgreement } from '../contract.ts';
import { agreementOf, panelAgreement } from '../model/report.ts';
import type { RubricRef } from '../rubric/contract.ts';
import type { ReviewStore } from '../store/reviews.ts';
import type { RubricStore } from '../store/rubrics.ts';
import type { Forbidden, Unknown } from './finding.ts';

export type AgreementNeeds = {
  readonly reviews: Pick<ReviewStore, 'review' | 'ruled'>;
  readonly rubrics: Pick<RubricStore, 'version' | 'latest'>;
  /** The district's research institutes; trusted for a minute. */
  readonly institutes: () => Promise<readonly string[]>;
};

/**
 * How far one decided panel agreed. For research institutes, which are shown
 * no more of the version than its review's id. Cost: 1 RRU per 4 KB of the
 * review and of its rubric.
 */
export async function readPanelAgreement(
  needs: AgreementNeeds,
  principal: Person,
  id: string,
): Promise<Result<PanelAgreement, Unknown | Forbidden>> {
  const kept = await needs.reviews.review(id, { consistent: true });
  if (!kept?.result) return fail({ code: 'unknown' });
  const allowed = await mayRead(needs, principal);
  if (!allowed.ok) return allowed;
  const rubric = await needs.rubrics.version(kept.result.rubric);
  if (!rubric) return fail({ code: 'unknown' });
  return ok(panelAgreement(rubric, id, kept.result.sheets));
}

/**
 * How far the panels agreed that a rubric's version was used by: of a page of
 * them, the oldest first. Cost: 1 RRU per 4 KB of the rubric, 0.5 per 4 KB of
 * the reviews, one or two in each.
 */
export async function readAgreement(
  needs: AgreementNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly version: number | undefined;
    readonly limit: number;
    readonly after: string | undefined;
  },
): Promise<Result<Agreement, Unknown | Forbidden>> {
  const { rubrics, reviews } = needs;
  const { id, version, limit, after } = asked;
  const rubric =
    version === undefined
      ? await rubrics.latest(id)
      : await rubrics.version({ id, version });
  if (!rubric) return fail({ code: 'unknown' });
  const allowed = await mayRead(needs, principal);
  if (!allowed.ok) return allowed;
  const { items, next } = await reviews.ruled(rubric, { limit, after });
  const ref: RubricRef = { id, version: rubric.version };
  const agreement = agreementOf(rubric, items);
  return ok({
    rubric: ref,
    ...agreement,
    ...(next !== undefined && { next }),
  });
}

/** Whoever may read it of one of the institutes may read it. */
async function mayRead(
  { institutes }: Pick<AgreementNeeds, 'institutes'>,
  principal: Person,
): Promise<Result<undefined, Forbidden>> {
  const decisions = (await institutes()).map((institute) =>
    mayInOrganisation(principal, 'read-agreement', institute),
  );
  if (decisions.some(({ allowed }) => allowed)) return ok(undefined);
  const [first] = decisions;
  return fail({ code: 'forbidden', rule: first?.rule ?? 'institute-only' });
}
