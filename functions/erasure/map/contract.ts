/** One place in which something about a person is kept. */
export type KeptPlace = {
  /** Table or bucket, or the service that keeps it. */
  readonly where: string;
  /** The item by its keys, or the object by its key. */
  readonly item: string;
  readonly what: string;
  readonly why: string;
  readonly howLong: string;
  readonly whoSees: string;
  readonly howErased: string;
  /** How the record of a person shows it; `passing` goes by itself soon. */
  readonly record: 'listed' | 'passing' | 'own-copy' | 'nobody';
};

/**
 * Every place where something about a person is kept, by its id. The page
 * docs/personal-data.md is written from it; the record of a person and their
 * erasure are complete by it. A place that is not here must hold nothing.
 */
export const keptPlaces = {
  account: {
    where: 'Cognito user pool',
    item: 'user',
    what: 'username, password (hashed by Cognito), second factor, e-mail address if one was given; no name',
    why: 'to sign in',
    howLong: 'until erased',
    whoSees: 'nobody but Cognito',
    howErased: 'AdminDeleteUser',
    record: 'listed',
  },
  profile: {
    where: 'directory',
    item: 'per_X / PERSON',
    what: 'name, username, what signs in as them (issuer and subject)',
    why: 'so that colleagues and admins know whom a role belongs to',
    howLong: 'until erased',
    whoSees:
      'the person, admins of their organisations and of those above, operators',
    howErased: 'the item is deleted',
    record: 'listed',
  },
  'sign-in': {
    where: 'directory',
    item: 'I#<SHA-256 of issuer and subject> / IDENTITY',
    what: 'person id',
    why: 'leads from a token to its person',
    howLong: 'until erased',
    whoSees: 'nobody',
    howErased: 'the item is deleted',
    record: 'listed',
  },
  memberships: {
    where: 'directory',
    item: 'per_X / M#<organisation>',
    what: 'roles in an organisation, with their dates',
    why: 'what somebody may do',
    howLong: 'until erased; also after they ended',
    whoSees:
      'the person, admins of that organisation and of those above, operators',
    howErased: 'all items of the partition are deleted',
    record: 'listed',
  },
  register: {
    where: 'directory',
    item: 'org_X / N#<number>',
    what: 'person id, number and role in an organisation, and of a student the class',
    why: 'so that a roster finds the same person again',
    howLong: 'until erased; also after the membership ended',
    whoSees:
      'the person, admins of that organisation and of those above, operators',
    howErased: 'the item is deleted',
    record: 'listed',
  },
  operators: {
    where: 'directory',
    item: 'OPERATORS / ROSTER',
    what: 'person ids',
    why: 'the last operator cannot go',
    howLong: 'while they are operators',
    whoSees: 'nobody',
    howErased: 'the id is taken out; never that of the last operator',
    record: 'listed',
  },
  links: {
    where: 'catalogue',
    item: 'res_X / WORK#<person>',
    what: 'person id',
    why: 'finds unfinished work, and all that names a person',
    howLong: 'until erased',
    whoSees: 'the person (their work)',
    howErased: 'the item is deleted, last of all',
    record: 'listed',
  },
  entries: {
    where: 'catalogue',
    item: 'res_X / B#<place>',
    what: 'who did what to a resource, for which organisation and why; ids, never names, except in a reason that somebody wrote',
    why: 'the record of a resource',
    howLong: 'for ever, until an actor or somebody named is erased',
    whoSees: 'contributors, reviewers, librarians and auditors of the holder',
    howErased: 'the body is deleted; the header, without any person, stays',
    record: 'listed',
  },
  changes: {
    where: 'directory',
    item: 'org_X / B#<place>',
    what: 'who did what to an organisation or gave and took which roles; ids, never names, except in a reason that somebody wrote',
    why: 'the record of an organisation',
    howLong: 'for ever, until an actor or somebody named is erased',
    whoSees:
      'admins and auditors of the organisation and of those above, operators',
    howErased: 'the body is deleted (ADR 0097); the header stays',
    record: 'listed',
  },
  heads: {
    where: 'catalogue',
    item: 'res_X / HEAD',
    what: 'ids of contributors, of who submitted and who decided',
    why: 'who may work on it, and who may not judge it',
    howLong: 'for ever',
    whoSees: 'those who see the work',
    howErased:
      'stays as a number that leads to nobody, so that nobody comes to judge their own work',
    record: 'listed',
  },
  editions: {
    where: 'catalogue',
    item: 'res_X / HEAD and V#<version>',
    what: 'names of creators, with the person id if they are of the district; content',
    why: 'whose work it is',
    howLong: 'for ever',
    whoSees: 'readers of the resource',
    howErased:
      'the name becomes "Erased person", or all content goes when it was theirs alone (ADR 0096)',
    record: 'listed',
  },
  reviews: {
    where: 'catalogue',
    item: 'rev_X / REVIEW, SHEET#, ASSIGN#, COMMENT#, NEWS#; per_X / LOAD, COLLABORATORS',
    what: 'ids of who submitted, reviewed and decided; reasons, scores, comments; how much somebody reviews, and ids of those they worked with, and of the organisations they submitted from',
    why: 'the decision on a version',
    howLong: 'for ever',
    whoSees: 'contributors, reviewers, librarians and auditors of the holder',
    howErased:
      'reasons, scores and comments of the person are deleted, and what is counted of them; ids stay as numbers',
    record: 'own-copy',
  },
  uploads: {
    where: 'work',
    item: 'upl_X / UPLOAD',
    what: 'owner id, name of the file',
    why: 'a file on its way into a draft',
    howLong: '24 hours',
    whoSees: 'the person',
    howErased: 'the item is deleted',
    record: 'listed',
  },
  notices: {
    where: 'work',
    item: 'per_X / N#<notice>',
    what: 'what the person was told of: ids, and the title of a resource',
    why: 'so that they know of decisions on what is theirs',
    howLong: '180 days',
    whoSees: 'the person',
    howErased: 'the items are deleted',
    record: 'own-copy',
  },
  'uploaded-bytes': {
    where: 'bucket intake',
    item: 'upl_X',
    what: 'a file',
    why: 'as above',
    howLong: 'until completed; the days of files.intakeDays at most',
    whoSees: 'nobody',
    howErased: 'the object is deleted with its upload',
    record: 'own-copy',
  },
  files: {
    where: 'bucket library, in both Regions',
    item: 'sha256/<2 digits>/<SHA-256>, all versions',
    what: 'the bytes of a work',
    why: 'what readers open',
    howLong: 'for ever',
    whoSees: 'readers of a resource that holds it',
    howErased:
      'all versions in every Region, when the work was theirs alone and no other resource holds the file',
    record: 'own-copy',
  },
  texts: {
    where: 'bucket derived',
    item: 'text/<SHA-256>.txt',
    what: 'the text of a file',
    why: 'search',
    howLong: 'as long as the file',
    whoSees: 'nobody; search finds by it',
    howErased: 'with the file',
    record: 'own-copy',
  },
  index: {
    where: 'search engine',
    item: 'document of a published resource',
    what: 'ids of contributors; names of creators, but of no student work',
    why: 'search',
    howLong: 'as long as the resource is published',
    whoSees: 'readers of the resource',
    howErased: 'written anew, or removed, after the event resource.redacted',
    record: 'own-copy',
  },
  jobs: {
    where: 'work',
    item: 'job_X / JOB',
    what: 'id of who asked, and of the person to erase',
    why: 'where long work stands',
    howLong: '30 days',
    whoSees: 'who asked, admins of the organisation',
    howErased: 'drops out by itself',
    record: 'passing',
  },
  'job-files': {
    where: 'bucket jobs',
    item: 'report/<job> and what was sent to a job',
    what: 'rosters: names, classes, numbers',
    why: 'an import and its report',
    howLong: 'the days of jobs.fileDays',
    whoSees: 'who asked, admins of the organisation',
    howErased: 'drops out by itself',
    record: 'passing',
  },
  markers: {
    where: 'catalogue, directory',
    item: 'K#<hash> / MARKER',
    what: 'the answer to a request that may be repeated',
    why: 'so that a repeat is not done twice',
    howLong: '24 hours',
    whoSees: 'who asked, by the same key',
    howErased: 'drops out by itself; cannot be found by a person',
    record: 'passing',
  },
  ledger: {
    where: 'directory, bucket erasures',
    item: 'ERASED#<person> / ERASED, v1/<date>/<person>.json',
    what: 'ids of the erased person and of who asked; when, and what kinds',
    why: 'so that a restore erases them again (docs/erasure-ledger.md)',
    howLong: 'ten years',
    whoSees: 'those who may erase',
    howErased: 'never',
    record: 'nobody',
  },
  logs: {
    where: 'CloudWatch Logs, access logs of buckets',
    item: 'a line of each request',
    what: 'person id, and what was asked for; no name, username or number',
    why: 'to find out what went wrong',
    howLong: 'the days of logDays; access logs a year',
    whoSees: 'operators of the account',
    howErased: 'drops out by itself',
    record: 'passing',
  },
  exports: {
    where: 'bucket exports of the other Region',
    item: 'v1/<day>/<time>/accounts-<n>.jsonl.gz, directory-<n>.jsonl.gz',
    what: 'of each account of the user pool: username, subject, e-mail address if one was given, whether it was used; of people: ids, username, what signs in as them, roles; no name, class or number',
    why: 'to open accounts again after the loss of the user pool',
    howLong:
      'recovery.exportDays of the stage, 35 days by default, and a week as an older version',
    whoSees: 'nobody until a recovery reads it',
    howErased:
      'drops out by itself; the ledger is applied before accounts are opened again',
    record: 'passing',
  },
  backups: {
    where: 'point-in-time recovery of the tables, vaults of AWS Backup',
    item: 'all items, all files',
    what: 'what the tables and the library held',
    why: 'to restore after a disaster',
    howLong:
      '35 days; monthly and yearly backups as long as backup of the stage says',
    whoSees: 'nobody until it is restored',
    howErased:
      'drops out by itself; the ledger is applied to what is restored before it is switched on',
    record: 'passing',
  },
} as const satisfies Readonly<Record<string, KeptPlace>>;

export type KeptPlaceId = keyof typeof keptPlaces;
export const keptPlaceIds = Object.keys(keptPlaces) as [
  KeptPlaceId,
  ...KeptPlaceId[],
];
