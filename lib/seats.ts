import type { Stage } from './config.ts';
import type { seats } from './config-fields.ts';

/** One of the two Regions of a stage. */
export type Seat = (typeof seats)[number];

/** Whether this is the Region that answers and writes now. */
export function isActive({ active, seat }: Stage): boolean {
  return active === seat;
}

/** Whether this Region's stacks made its tables; else they only use them. */
export function ownsTables({ recovery, seat }: Stage): boolean {
  return seat === 'primary' && !recovery.adoptTables;
}

/** Whether this Region has a search domain now. */
export function hasSearch(stage: Stage): boolean {
  return (
    stage.seat === 'primary' || isActive(stage) || stage.recovery.keepSearch
  );
}

/** The same stage as its recovery Region has it. */
export function inRecoveryRegion(stage: Stage): Stage {
  const { api, recovery, recoveryRegion, region, search } = stage;
  const { certificateArn } = recovery;
  const { domain, ...rest } = api;
  return {
    ...stage,
    seat: 'recovery',
    region: recoveryRegion,
    recoveryRegion: region,
    search: { ...search, ...recovery.search },
    api: {
      ...rest,
      // A domain needs a certificate of its own Region.
      ...(domain &&
        certificateArn && { domain: { ...domain, certificateArn } }),
    },
  };
}

/** The stage as the Region that answers and writes now has it. */
export function whereActive(stage: Stage): Stage {
  return isActive(stage) ? stage : inRecoveryRegion(stage);
}
