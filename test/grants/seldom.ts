/** A grant that one e2e run uses and another does not. */
export type Seldom = {
  /** The role's short name and the action. */
  readonly grant: string;
  /** When it is needed, and which test walks that way otherwise. */
  readonly because: string;
};

const outlasting =
  'A worker whose time is over asks for itself to go on; no e2e test takes minutes for that. Walked with the emulator by';

/**
 * Grants for what an e2e run comes to by chance: what takes longer than one
 * invocation, and what is due by the time that the clock's function is called.
 */
export const seldom: readonly Seldom[] = [
  {
    grant: 'erasure-on-erasure-requested: events:PutEvents',
    because: `${outlasting} test/store/jobs.test.ts.`,
  },
  {
    grant: 'rosters-on-roster-requested: events:PutEvents',
    because: `${outlasting} test/store/jobs.test.ts.`,
  },
  {
    grant: 'resources-on-day-waiting: events:PutEvents',
    because: `${outlasting} test/store/due.test.ts.`,
  },
  // A gap: it goes with an e2e test that has an assignment fall due.
  ...[
    'BatchGetItem',
    'DeleteItem',
    'GetItem',
    'PutItem',
    'Query',
    'UpdateItem',
  ].map((action) => ({
    grant: `review-on-due: dynamodb:${action}`,
    because:
      'It works off an assignment only when another test left one that is due by then. Walked with the emulator by test/store/panels.test.ts.',
  })),
];
