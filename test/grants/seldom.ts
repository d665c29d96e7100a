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
 * Grants for what takes longer than one invocation. A quiet machine never comes
 * so far in e2e, a busy one does.
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
];
