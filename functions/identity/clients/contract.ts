import * as z from 'zod';
import {
  id,
  PageQuery,
  pageOf,
  permissionSets,
  type Routes,
} from '../../platform/contract.ts';

const clientNameCharacters = 60;

/** Who signs in at an outside issuer that the stage names. */
export const OutsideIdentity = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }),
  /** The `sub` claim of its tokens. */
  subject: z.string().min(1).max(255),
});
export type OutsideIdentity = z.infer<typeof OutsideIdentity>;

/** A machine client: a system that asks in its own name, for one organisation. */
export const MachineClient = z.strictObject({
  id: id('cli'),
  organisation: id('org'),
  name: z.string(),
  permissions: z.enum(permissionSets),
});
export type MachineClient = z.infer<typeof MachineClient>;

/** How a client of the district's own pool gets tokens; told once. */
export const ClientCredentials = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  scope: z.string(),
});

export const NewMachineClient = MachineClient.extend({
  credentials: ClientCredentials.optional(),
});
export type NewMachineClient = z.infer<typeof NewMachineClient>;

/** The scope of every machine client at the district's own user pool. */
export const clientScope = 'xueyuan/call';

const OfOrganisation = z.strictObject({ id: id('org') });

export const clientRoutes = {
  clients: {
    method: 'GET',
    path: '/v1/organisations/{id}/clients',
    summary: 'The machine clients of an organisation',
    access: 'signed-in',
    permission: 'administer',
    params: OfOrganisation,
    query: PageQuery,
    answer: { status: 200, body: pageOf(MachineClient) },
    problems: ['unknown', 'cursor-invalid'],
  },
  /** Takes no `Idempotency-Key`: its marker would keep the secret. */
  registerClient: {
    method: 'POST',
    path: '/v1/organisations/{id}/clients',
    summary: 'Registers a machine client; answers its secret once',
    access: 'signed-in',
    permission: 'administer',
    params: OfOrganisation,
    body: z.strictObject({
      name: z.string().trim().min(1).max(clientNameCharacters).normalize(),
      permissions: z.enum(permissionSets),
      /** With it, an outside issuer gives the tokens and no secret is made. */
      identity: OutsideIdentity.optional(),
    }),
    answer: { status: 201, body: NewMachineClient },
    problems: ['unknown', 'rule-broken'],
  },
  endClient: {
    method: 'DELETE',
    path: '/v1/organisations/{id}/clients/{clientId}',
    summary: 'Ends a machine client and its tokens',
    access: 'signed-in',
    permission: 'administer',
    params: OfOrganisation.extend({ clientId: id('cli') }),
    answer: { status: 204 },
    problems: ['unknown'],
  },
} as const satisfies Routes;
