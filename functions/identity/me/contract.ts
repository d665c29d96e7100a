import * as z from 'zod';
import { MutedMail } from '../../notifications/contract.ts';
import { id, languages, type Routes } from '../../platform/contract.ts';

/** A secret for an authenticator app; told this once and never again. */
export const NewSecondFactor = z.strictObject({
  /** What the app reads, as text or as a QR code. */
  uri: z.string().startsWith('otpauth://totp/'),
});
export type NewSecondFactor = z.infer<typeof NewSecondFactor>;

/** A code of an authenticator app. Source: RFC 6238 with six digits. */
export const FactorCode = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ description: 'The six digits that the app shows' });

/** The claim by which our own pool says that a sign-in was two-factor. */
export const factorClaim = { name: 'second_factor', value: 'totp' } as const;

/** The scope that lets a token speak for its person at the user pool. */
export const accountScope = 'aws.cognito.signin.user.admin';

/** What people choose for themselves; `GET /v1/me` shows it within a minute. */
export const MyChoices = z
  .strictObject({
    language: z.enum(languages).optional(),
    mutedMail: MutedMail.optional(),
  })
  .refine(
    (chosen) => Object.keys(chosen).length > 0,
    'Name at least one of: language, mutedMail.',
  );
export type MyChoices = z.infer<typeof MyChoices>;

export const meRoutes = {
  /** Two devices that set the same wish need no If-Match: the last one counts. */
  changeMe: {
    method: 'PATCH',
    path: '/v1/me',
    summary: 'Changes what I may choose for myself',
    access: 'signed-in',
    body: MyChoices,
    answer: { status: 200, body: MyChoices },
    problems: ['unknown'],
  },
  /** Takes no `Idempotency-Key`: its marker would keep the secret. */
  beginSecondFactor: {
    method: 'POST',
    path: '/v1/me/second-factor',
    summary: `Begins a second factor: answers its secret once. The token needs the scope ${accountScope}`,
    access: 'signed-in',
    answer: { status: 201, body: NewSecondFactor },
    problems: ['rule-broken'],
  },
  confirmSecondFactor: {
    method: 'PUT',
    path: '/v1/me/second-factor',
    summary:
      'Confirms the second factor by a code; it counts from the next sign-in on',
    access: 'signed-in',
    body: z.strictObject({ code: FactorCode }),
    answer: { status: 204 },
    problems: ['rule-broken'],
  },
  resetSecondFactor: {
    method: 'DELETE',
    path: '/v1/organisations/{id}/members/{personId}/second-factor',
    summary:
      'Takes away a second factor that a member has lost: privileged roles wait until another is set up',
    access: 'signed-in',
    permission: 'administer',
    params: z.strictObject({ id: id('org'), personId: id('per') }),
    answer: { status: 204 },
    problems: ['unknown', 'rule-broken'],
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/me/sessions',
    summary: 'Signs me out everywhere',
    access: 'signed-in',
    answer: { status: 204 },
    problems: ['unknown'],
  },
  signOutMember: {
    method: 'DELETE',
    path: '/v1/organisations/{id}/members/{personId}/sessions',
    summary: 'Signs a member out everywhere',
    access: 'signed-in',
    permission: 'administer',
    params: z.strictObject({ id: id('org'), personId: id('per') }),
    answer: { status: 204 },
    problems: ['unknown'],
  },
} as const satisfies Routes;
