import type { Role } from '../../platform/contract.ts';

/**
 * Someone whom an organisation's register knows: a member, or one whom a roster
 * brought in and whose membership has ended.
 */
export type Registered = {
  readonly person: string;
  readonly name: string;
  /** None of who signs in at an outside issuer. */
  readonly username?: string | undefined;
  /** Holds the role that the roster gave, or any if no roster gave one. */
  readonly isMember: boolean;
  /** Unique within the organisation; only those of a roster have one. */
  readonly number?: string;
  readonly role?: Role;
  readonly class?: string;
};

/** What a person is to be in the register from now on. */
export type Wished = {
  readonly name: string;
  readonly number: string;
  readonly role: Role;
  readonly username: string;
  readonly class?: string;
};

/** One change of the register; `person` is whom it is about, if known. */
export type RegisterChange =
  | ({ readonly do: 'add' } & Wished)
  | ({ readonly do: 'change'; readonly person: string } & Wished)
  | ({ readonly do: 'end'; readonly person: string } & Pick<
      Wished,
      'number' | 'role'
    >);

/** Why somebody was left out; keys of `rules` in the language catalogues. */
export type LeftOut = 'roster-username-taken' | 'roster-number-of-another';

/** What became of one change, in the order that they were given. */
export type Outcome = 'done' | 'already' | LeftOut;
