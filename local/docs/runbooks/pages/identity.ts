import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const identity: Page = {
  title: 'Identity',
  sections: sectionsOf('identity', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/me` and `/v1/organisations`',
      users:
        'Members and roles cannot be changed. Other capabilities read the directory themselves and go on.',
      errors: {
        check:
          'New accounts need Cognito: its quota of requests per second (Service Quotas, Cognito, UserCreation) shows as `TooManyRequestsException`. If the lines name DynamoDB, see the health of the Region.',
        act: "For Cognito's quota, spread the work: new members one after the other.",
        afterwards:
          'An account that was opened without its member is found and used when the same member is added again.',
      },
      duration: {
        check:
          'What opens an account asks Cognito two or three times; all else asks DynamoDB only. A tree of more than 10,000 organisations would be slow: see ADR 0032.',
      },
    },
    {
      entry: 'on-first-operator',
      trigger: 'operator',
      does: 'makes the first operator of a deployment',
      users: 'Nobody can administer a fresh deployment.',
      errors: {
        check:
          "It runs once in a deployment's life. `FIRST_OPERATOR_REFUSED` is no error: it says why, mostly that there is an operator already.",
        act: 'Put right what the line names and call it again: `npm run ops -- first-operator --stage <stage>` goes on where it stopped.',
      },
      duration: {
        check:
          'It asks Cognito and then writes one transaction: which of the two is slow?',
      },
    },
    {
      entry: 'on-first-passwords',
      trigger: 'operator',
      does: 'makes first passwords anew',
      users:
        "An operator's list ended early: who is on none has no first password yet.",
      errors: {
        check:
          "Cognito's quotas of requests per second (Service Quotas, Cognito, UserRead and UserAccountRecovery) show as `TooManyRequestsException`.",
        afterwards:
          'It makes all passwords anew that nobody has used: `npm run ops -- first-passwords <organisation> --stage <stage>`. Throw the list of before away.',
      },
      duration: {
        check:
          'A call goes through 25 members, each with two requests to Cognito.',
      },
    },
    {
      entry: 'on-token',
      stack: 'identity',
      trigger: 'sign-in',
      does: 'says in each token whether the sign-in was two-factor',
      users:
        "Cognito gives no token: people of the district's own accounts cannot sign in. People of outside issuers, and who is signed in, go on.",
      errors: {
        check:
          'Lines `SECOND_FACTOR_UNKNOWN` are no crash: Cognito did not say in time whether an account has an authenticator app, and the token came without it; then privileged roles wait and all else goes on. The quota UserRead of Cognito (Service Quotas) shows as `TooManyRequestsException`.',
        act: 'Raise the quota UserRead to that of UserAuthentication.',
        afterwards: 'Whoever got a token without the claim signs in once more.',
      },
      duration: {
        check:
          'It asks Cognito once a token and gives up after 3.5 s (`SECOND_FACTOR_UNKNOWN`); Cognito waits five seconds for it.',
        act: 'Nothing here can be made faster.',
      },
    },
  ]),
};
