import { readStage, type Stage } from '../lib/config.ts';
import { inRecoveryRegion, type Seat } from '../lib/seats.ts';

/** What a stage's configuration says otherwise, as a recovery has it. */
export type Change = {
  readonly active: Seat;
  readonly epoch: number;
  readonly recovery: {
    readonly copies: boolean;
    readonly adoptTables: boolean;
  };
};

/** Who takes over from whom, and how the stage is configured on the way. */
export type Takeover = {
  readonly to: Seat;
  /** The Region that takes over, in its new epoch. */
  readonly there: Stage;
  /** While it is got ready and the other one still answers. */
  readonly standing: Change;
  /** From then on; to be written into the stage's file. */
  readonly taken: Change;
  /** A change as `-c overrides` takes it, with what was given on top. */
  readonly overridesOf: (change: Change) => string;
};

export type Asked = {
  readonly stage: string;
  readonly to: Seat;
  /** JSON of what differs from the stage's file anyway. */
  readonly overrides?: string;
  /** Whether no stack of the primary Region has its tables any more. */
  readonly adoptTables: boolean;
  readonly directory?: string;
};

/**
 * How a Region takes over. Away from a Region that is lost nothing is copied any
 * more; back in the primary Region copies begin again, and its tables are used
 * as they are when their stack was lost.
 */
export function takeover(asked: Asked): Takeover {
  const { directory, to } = asked;
  const before = readStage(asked, directory);
  const { active, epoch } = before;
  const isBack = to === 'primary';
  const adoptTables = asked.adoptTables || before.recovery.adoptTables;
  const recovery = { copies: isBack, adoptTables };
  const standing = { active, epoch, recovery };
  const taken = { active: to, epoch: epoch + 1, recovery };
  const given = asked.overrides ? JSON.parse(asked.overrides) : {};
  const overridesOf = (change: Change) =>
    JSON.stringify({
      ...given,
      ...change,
      recovery: { ...given.recovery, ...change.recovery },
    });
  const after = readStage(
    { ...asked, overrides: overridesOf(taken) },
    directory,
  );
  const there = isBack ? after : inRecoveryRegion(after);
  return { to, there, standing, taken, overridesOf };
}

/** Whether that Region answers already, so that nothing is to be done. */
export function isThere({ stage, overrides, to }: Asked): boolean {
  return readStage({ stage, overrides }).active === to;
}
