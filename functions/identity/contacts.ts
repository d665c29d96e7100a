import { contactService } from './service/contacts.ts';
import { accounts } from './store/accounts.ts';
import { directoryReads } from './store/directory.ts';

/** How people are reached, for who tells them of something. */
export const contacts = contactService({ store: directoryReads, accounts });
