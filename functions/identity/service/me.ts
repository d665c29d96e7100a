import { actions, type Person, type Role } from '../../platform/contract.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Me } from '../contract.ts';
import { rolesOn } from '../model/membership.ts';
import { standingIn } from '../model/person.ts';
import type { Forbidden } from '../model/roles.ts';
import type { Directory } from './principals.ts';

/**
 * Who I am and what I may do in each of my organisations. Cost: nothing beyond
 * what finding out who asks has cost.
 */
export async function readMe(
  {
    directory,
    now,
  }: {
    readonly directory: Pick<Directory, 'tree' | 'recordOf'>;
    readonly now: () => Date;
  },
  principal: Person,
): Promise<Result<Me, Forbidden>> {
  const record = await directory.recordOf(principal);
  if (!record) return fail({ code: 'forbidden', rule: 'no-person' });
  const tree = await directory.tree({ fresh: false });
  const counting = rolesOn(record.held, now().toISOString().slice(0, 10));
  const memberships = standingIn(tree, counting).flatMap(
    ({ organisation, roles }) => {
      const found = tree.organisations.get(organisation);
      if (!found) return [];
      const waits = (role: Role) =>
        principal.inert.some(
          (one) => one.organisation === organisation && one.role === role,
        );
      const waiting = roles.filter(waits);
      return [
        {
          organisation: found,
          roles: roles.filter((role) => !waits(role)),
          ...(waiting.length > 0 && { waiting }),
        },
      ];
    },
  );
  const permissions = memberships.map(({ organisation: { id } }) => ({
    organisation: id,
    actions: actions.filter(
      (action) => mayInOrganisation(principal, action, id).allowed,
    ),
  }));
  const { id, name, language, mutedMail } = record.profile;
  return ok({
    person: {
      id,
      name,
      ...(language && { language }),
      ...(mutedMail && { mutedMail }),
    },
    memberships,
    permissions,
  });
}
