/** What one run of a use case spends: DynamoDB units, and requests to S3. */
export type Spent = {
  readonly rru: number;
  readonly wru: number;
  readonly s3?: number;
};

/**
 * What was measured of each use case. `test/store` fails when a use case spends
 * anything else, so that a cost that changes is changed here, and with it the
 * estimate and docs/cost.md.
 */
export const measured = {
  /** A description of 1,500 characters, two contributors: costs.test.ts. */
  long: {
    create: { rru: 0, wru: 20 },
    edit: { rru: 3, wru: 17 },
    share: { rru: 3, wru: 10 },
    submit: { rru: 3, wru: 11 },
    'take back': { rru: 3, wru: 11 },
    'submit again': { rru: 3, wru: 11 },
    'ask for changes': { rru: 4, wru: 48 },
    'submit once more': { rru: 3, wru: 11 },
    'accept for a date': { rru: 4, wru: 18 },
    publish: { rru: 3, wru: 32 },
    revise: { rru: 2, wru: 35 },
    discard: { rru: 4, wru: 35 },
    withdraw: { rru: 2, wru: 29 },
    restore: { rru: 2, wru: 23 },
  },
  /** Published, a short description, one contributor: costs.test.ts. */
  short: {
    relate: { rru: 3, wru: 16 },
    'relate elsewhere': { rru: 3, wru: 17 },
    unrelate: { rru: 1, wru: 12 },
    revise: { rru: 1, wru: 15 },
    edit: { rru: 2, wru: 11 },
    correct: { rru: 2, wru: 11 },
    remind: { rru: 1, wru: 12 },
    'fall due': { rru: 1, wru: 12 },
    're-review': { rru: 1, wru: 15 },
    renew: { rru: 2, wru: 23 },
    transfer: { rru: 1, wru: 16 },
    're-review again': { rru: 1, wru: 15 },
    'transfer in review': { rru: 1, wru: 23 },
    'fall due in review': { rru: 1, wru: 14 },
    outdate: { rru: 1, wru: 17 },
  },
  /** files.test.ts. */
  uploading: {
    announce: { rru: 0, wru: 3, s3: 0 },
    complete: { rru: 2, wru: 5, s3: 5 },
    readText: { rru: 1, wru: 1, s3: 2 },
  },
  /** resources.test.ts; a head under 4 KB. */
  reading: {
    visitor: { rru: 0.5, wru: 0, s3: 0 },
    signedIn: { rru: 1, wru: 0, s3: 0 },
  },
  /** identity.test.ts: finding out who asks, once a minute. */
  asking: { rru: 2, wru: 0 },
  /** notices.test.ts: telling one person. */
  telling: { rru: 0, wru: 2 },
  /** exporting.test.ts: a night's export of the people below. */
  exporting: { rru: 9.5, wru: 0, s3: 5 },
} as const satisfies Record<string, Spent | Record<string, Spent>>;

/**
 * Whom the measured export held, teachers of one school with an account and an
 * address each, and the bytes of their lines before and after packing.
 */
export const exported = {
  people: 50,
  lineBytes: 31_755,
  packedBytes: 6_000,
} as const;

/**
 * What no test holds: `npm run load` of 1,000 texts, 2026-11-24
 * (docs/benchmarks.md), for each publication: what relay and consumers spent.
 */
export const followingUp = { rru: 6.9, wru: 1, s3: 3 } as const satisfies Spent;
