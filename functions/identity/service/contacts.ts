import type { MutedMail } from '../../notifications/contract.ts';
import { type Language, languages } from '../../platform/contract.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';

/** How a person is reached beyond the platform. The address goes to no log. */
export type Contact = {
  readonly language: Language;
  /** Undefined when none is known. */
  readonly email?: string | undefined;
  /** Notices that they want no mail of. */
  readonly mutedMail?: MutedMail | undefined;
};

export type ContactNeeds = {
  readonly store: Pick<DirectoryReads, 'person'>;
  readonly accounts: Pick<Accounts, 'find'>;
};

/** What other capabilities ask of how people are reached. */
export type ContactService = {
  /** 0.5 RRU per 4 KB of the person's items, and one request to Cognito. */
  contactOf(person: string): Promise<Contact | undefined>;
};

export function contactService({
  store,
  accounts,
}: ContactNeeds): ContactService {
  return {
    async contactOf(person) {
      const record = await store.person(person, { consistent: false });
      if (!record) return undefined;
      const { language = languages[0], mutedMail, username } = record.profile;
      const account = username ? await accounts.find(username) : undefined;
      return { language, email: account?.email, mutedMail };
    },
  };
}
