import type { Seat } from '../lib/seats.ts';
import type { Instance } from '../local/instance.ts';
import type { Progress } from '../local/progress.ts';
import type { Chance } from './chance.ts';
import type { Kill } from './children.ts';

export type Wish = {
  readonly seed: string;
  /** Resources in all, and how many of them come through the API. */
  readonly resources: number;
  readonly throughApi: number;
  /** Resources that are written to just before the loss. */
  readonly written: number;
  /** Organisations that are made and changed just before it. */
  readonly organisations: number;
  readonly objects: number;
  /** By which Region takes over: when its recovery is killed, in this order. */
  readonly kills: Readonly<Partial<Record<Seat, readonly Kill[]>>>;
};

/** A drill under way. */
export type Running = {
  readonly instance: Instance;
  readonly wish: Wish;
  readonly chance: Chance;
  readonly progress: Progress;
};
