import { createHash, randomBytes } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import * as z from 'zod';
import type { Account, Platform } from './platform-file.ts';

/** Tokens of a signed-in person. */
export type Tokens = {
  readonly accessToken: string;
  readonly idToken: string;
  readonly expiresInSeconds: number;
};

/** A sign-in that was refused; the message has the sign-in page's own words. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

const TokenAnswer = z.object({
  access_token: z.string(),
  id_token: z.string(),
  expires_in: z.number(),
});

/** What every sign-in asks for. */
export const usualScope = 'openid profile email';

export type SignInOptions = {
  /** Takes the place of a first password. */
  readonly newPassword?: string;
  readonly scope?: string;
};

/** Longest that one step may take. */
const limitMs = 30_000;

type SignInPlatform = Pick<
  Platform,
  'callbackUrl' | 'clientId' | 'emulatorUrl'
>;
type Form = { readonly action: string; readonly fields: URLSearchParams };

/**
 * Signs in as a person does on the hosted pages, by authorization code with
 * PKCE: opens the page, sends its forms, and changes the code for tokens. A
 * first password is changed into `newPassword` on the way. Throws `SignInError`
 * when the page refuses.
 */
export async function signIn(
  platform: SignInPlatform,
  { username, password }: Account,
  { newPassword, scope = usualScope }: SignInOptions = {},
): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const page = await fetch(authorizeUrl(platform, { verifier, state, scope }), {
    signal: AbortSignal.timeout(limitMs),
  });
  let answer = await send(platform, await page.text(), { username, password });
  if (answer.page?.includes('name="new_password"')) {
    if (newPassword === undefined) {
      const why = 'has a first password, which must be changed at the sign-in';
      throw new SignInError(`"${username}" ${why}: give a new one.`);
    }
    answer = await send(platform, answer.page, {
      new_password: newPassword,
      confirm_password: newPassword,
    });
  }
  const { location } = answer;
  if (location === undefined) {
    const reason = textOf(answer.page ?? '', 'error');
    throw new SignInError(`"${username}" cannot sign in: ${reason}`);
  }
  const back = new URL(location).searchParams;
  const code = back.get('code');
  if (!code || back.get('state') !== state) {
    throw new SignInError(`The sign-in came back without a code: ${location}`);
  }
  return tokensFor(platform, { code, verifier });
}

function authorizeUrl(
  { emulatorUrl, clientId, callbackUrl }: SignInPlatform,
  {
    verifier,
    state,
    scope,
  }: {
    readonly verifier: string;
    readonly state: string;
    readonly scope: string;
  },
): URL {
  const url = new URL('/oauth2/authorize', emulatorUrl);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrl,
    scope,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  return url;
}

/** Sends a page's form with some fields filled in: a redirect, or a page. */
async function send(
  { emulatorUrl }: SignInPlatform,
  page: string,
  filled: Readonly<Record<string, string>>,
): Promise<{ readonly location?: string; readonly page?: string }> {
  const { action, fields } = formOf(page);
  for (const [name, value] of Object.entries(filled)) fields.set(name, value);
  const answer = await fetch(new URL(action, emulatorUrl), {
    method: 'POST',
    body: fields,
    redirect: 'manual',
    signal: AbortSignal.timeout(limitMs),
  });
  const location = answer.headers.get('location') ?? undefined;
  return { location, page: await answer.text() };
}

async function tokensFor(
  { emulatorUrl, clientId, callbackUrl }: SignInPlatform,
  { code, verifier }: { readonly code: string; readonly verifier: string },
): Promise<Tokens> {
  const answer = await fetch(new URL('/oauth2/token', emulatorUrl), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: callbackUrl,
      code,
      code_verifier: verifier,
    }),
    signal: AbortSignal.timeout(limitMs),
  });
  if (!answer.ok) throw new SignInError(`No tokens: ${await answer.text()}`);
  const tokens = TokenAnswer.parse(await answer.json());
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    expiresInSeconds: tokens.expires_in,
  };
}

type Element = DefaultTreeAdapterTypes.Element;

function formOf(page: string): Form {
  const elements = elementsOf(parse(page));
  const form = elements.find(({ tagName }) => tagName === 'form');
  if (!form) throw new SignInError(`The page has no form: ${page}`);
  const fields = new URLSearchParams();
  for (const input of elementsOf(form)) {
    const name = attribute(input, 'name');
    if (input.tagName !== 'input' || name === undefined) continue;
    fields.set(name, attribute(input, 'value') ?? '');
  }
  return { action: attribute(form, 'action') ?? '/login', fields };
}

function textOf(page: string, className: string): string {
  const found = elementsOf(parse(page)).find(
    (element) => attribute(element, 'class') === className,
  );
  const texts = found?.childNodes ?? [];
  return texts.map((node) => ('value' in node ? node.value : '')).join('');
}

function elementsOf(node: DefaultTreeAdapterTypes.ParentNode): Element[] {
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [child, ...elementsOf(child)] : [],
  );
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}
