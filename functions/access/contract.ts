import * as z from 'zod';
import { actions, id, type Routes, roles } from '../platform/contract.ts';

/** Why somebody may or may not do something: the policy's own answer. */
export const Access = z.strictObject({
  person: id('per'),
  action: z.enum(actions),
  resource: id('res').optional(),
  organisation: id('org').optional(),
  allowed: z.boolean(),
  rule: z.string().meta({ description: 'Id of the rule that decided' }),
  reason: z.string().meta({ description: "The rule in the reader's language" }),
  /** What it was allowed through, where the asker looks after that too. */
  membership: z
    .strictObject({ organisation: id('org'), role: z.enum(roles) })
    .optional(),
});
export type Access = z.infer<typeof Access>;

export const routes = {
  explain: {
    method: 'GET',
    path: '/v1/access',
    summary:
      'Whether one may do something to a resource or in an organisation, and why; name a `person` to ask about somebody else',
    access: 'signed-in',
    query: z.strictObject({
      action: z.enum(actions),
      /** Either this, or `organisation`. */
      resource: id('res').optional(),
      /** There, whatever the resource. */
      organisation: id('org').optional(),
      /** @default oneself */
      person: id('per').optional(),
    }),
    answer: { status: 200, body: Access },
    problems: ['unknown', 'rule-broken'],
  },
} as const satisfies Routes;
