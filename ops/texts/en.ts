/** What the operations commands say, in English. */
export const en = {
  commands: 'Commands:',
  usage: 'Usage: npm run ops -- {usage}',
  unknownCommand: 'There is no command "{command}".',
  firstOperatorSummary:
    "Makes the district's bureau and its first operator on a fresh deployment",
  missing: '{option} is missing.',
  failed: '{reason}',
  malformed: 'These values do not fit: {problems}.',
  operatorExists:
    'Stage {stage} has an operator already. Operators make others through the API: PUT /v1/organisations/{id}/members/{personId}/roles/operator.',
  usernameTaken:
    'Somebody else signs in to stage {stage} as "{username}". Choose another username.',
  noFunction:
    'Stage {stage} has no function {name} in {region}. Deploy the stage first, and use credentials of its account.',
  made: 'Made {organisation} and its first operator {person}.',
  username: 'Username: {username}',
  password:
    'Password for the first sign-in, shown this once and to be changed there: {password}',
  secondFactor:
    'The roles count only after a two-factor sign-in. Sign in, change the password, then set up an authenticator app: POST /v1/me/second-factor with a token of the scope aws.cognito.signin.user.admin, PUT its code, and sign in again (docs/sign-in.md).',
  outsideFactor:
    'The roles count only after a sign-in that the outside issuer calls two-factor (docs/sign-in.md).',
  issuerUnknown:
    'Stage {stage} does not trust the issuer {issuer}. Name one of identity.issuers in its configuration.',
  madeSummary: 'The first operator of stage {stage} is ready to sign in.',
} as const;

export type Catalogue = Readonly<Record<keyof typeof en, string>>;
