/** What the operations commands say, in English. */
export const en = {
  commands: 'Commands:',
  usage: 'Usage: npm run ops -- {usage}',
  unknownCommand: 'There is no command "{command}".',
  firstOperatorSummary:
    "Makes the district's bureau and its first operator on a fresh deployment",
  missing: '{option} is missing.',
  failed: '{reason}',
  malformed: 'These values do not fit: {problems}.',
  operatorExists:
    'Stage {stage} has an operator already. Operators make others through the API: PUT /v1/organisations/{id}/members/{personId}/roles/operator.',
  usernameTaken:
    'Somebody else signs in to stage {stage} as "{username}". Choose another username.',
  noFunction:
    'Stage {stage} has no function {name} in {region}. Deploy the stage first, and use credentials of its account.',
  made: 'Made {organisation} and its first operator {person}.',
  username: 'Username: {username}',
  password:
    'Password for the first sign-in, shown this once and to be changed there: {password}',
  secondFactor:
    'The roles count only after a two-factor sign-in. Sign in, change the password, then set up an authenticator app: POST /v1/me/second-factor with a token of the scope aws.cognito.signin.user.admin, PUT its code, and sign in again (docs/sign-in.md).',
  outsideFactor:
    'The roles count only after a sign-in that the outside issuer calls two-factor (docs/sign-in.md).',
  issuerUnknown:
    'Stage {stage} does not trust the issuer {issuer}. Name one of identity.issuers in its configuration.',
  notUp: 'The local platform is not up. First run: npm start',
  dlqListSummary: 'Whose dead letters wait, and how many',
  dlqShowSummary: 'Shows dead letters of a queue; they stay where they are',
  dlqRedriveSummary:
    'Sends dead letters back to the queue that they came from, once their cause is mended',
  dlqNameOne: 'Name one queue; "npm run ops -- dlq list" lists them.',
  dlqWaiting: '{name}: {waiting}',
  dlqListed: '{queues} dead-letter queues; {full} of them hold something.',
  dlqUnknown:
    'There is no dead-letter queue "{name}". "npm run ops -- dlq list" lists those that hold something.',
  dlqShown: '{shown} letters of {name}. They are still there.',
  dlqNoWayBack:
    'What is in {name} came from no queue: from a table\'s stream or from the clock. See its runbook; "npm run ops -- replay" sends the events of a time again.',
  dlqRedriven: 'Sent {moved} letters back to {name}; {left} are left.',
  firstPasswordsSummary:
    'Makes first passwords anew for members who have not chosen one, and prints them',
  firstPasswordsOf:
    '"{organisation}" is not the id of an organisation. Give one, such as GET /v1/organisations lists.',
  firstPasswordsTold:
    '{people} first passwords of {organisation}, shown this once: class, number, name, username, password. They count for seven days. {others} members have chosen one of their own or sign in elsewhere.',
  noSpan:
    'The time from {since} until {until} is empty. Give an earlier --since.',
  replaySummary:
    'Sends the events of a time again, from the history; consumers bear repeats',
  replayed:
    'Sent {sent} events again, of {since} until {until}; {unread} headers could not be read (see the log events/on-replay).',
  reconcileSummary:
    'Compares catalogue, index, history and library; lists what differs, and with --repair puts right what is safe',
  reconciled:
    'Compared {heads} heads, {documents} documents of the index and {files} files of the library: {left} differences, {mended} put right.',
  mended: 'put right: {what}',
  mendable: 'Those of the index can be put right with --repair.',
  'index-missing': 'published, but not to be found',
  'index-behind': 'found in an older state',
  'index-withdrawn': 'withdrawn, but still to be found',
  'index-unknown':
    'to be found, but not published; make the index anew (reindex)',
  'history-behind':
    'the head counts more entries than its history holds; see the runbook of recovery',
  'history-ahead':
    'the history holds entries that the head does not know; see the runbook of recovery',
  'history-differs':
    'the head names another last entry than its history has; somebody may have changed it, see the runbook of seals',
  'file-missing':
    'the library has no bytes of its file {file}; get them back from the copy in the recovery Region',
  'file-unrecorded':
    'the library holds these bytes, and the catalogue knows nothing of them',
  reindexSummary: 'Makes the search index anew, while people read and write',
  reindexGiven: '{given} resources',
  reindexShort:
    'The new index {index} holds {held} resources and removed {removed}, but was given {given}: readers stay with the one they had. Run it again; if it stays so, look at the disks of the search engine.',
  reindexed:
    '{index} holds {held} resources ({given} given) after {seconds} s; dropped: {dropped}',
  requestSummary: 'All log lines of one request, in their order',
  requestId:
    '"{id}" is not the id of a request. Give the value of the answer\'s header x-request-id.',
  requestNone:
    'No log line names {id} since {since}. Look further back with --since <time>; lines of the last minute may still be on their way.',
  requestShown: '{lines} lines of {id} in {groups} logs.',
  restoreIndexSummary:
    'Makes the search index anew from the catalogue; without --apply it says how they differ',
  restoreIndexWould:
    'Nothing was changed. With --apply a new index is filled from the catalogue, and readers are led to it when it is full.',
  restoreResourceSummary:
    'Gives readers again what a resource showed at a time, as a new version; without --apply it says what that changes',
  restoreResourceOf:
    '"{id}" is not the id of a resource. Give one, such as res_01J….',
  restorePossible:
    'Nothing was changed. With --apply, version {version} of {id}, readable since {since}, becomes readable again as version {becomes}: {files} files, due for re-review on {reviewDue}; fields that change: {fields}.',
  restoreDone:
    'Version {version} of {id}, readable since {since}, is readable again as version {becomes}: {files} files, due for re-review on {reviewDue}; fields that changed: {fields}.',
  restoreTables: 'There is no table "{name}". Name one of: {tables}.',
  restoreWith:
    '--with is "{with}". Name a table that was restored from {name}, as `restore table` printed it.',
  restorePartitions:
    'Name the partition keys whose items are to be put back, one to {most} of them, such as res_01J….',
  restoreTableSummary:
    'Restores a table as of a time beside the one that is used; without --apply it says what that would do',
  restoreTableWould:
    'Nothing was changed. {table} can be restored to any second from {from} until {until}; with --apply it is restored beside itself as {target}, as of {at}. That takes from some minutes to hours, and is paid by size until somebody deletes it.',
  restoreTableBegun:
    '{target} is being restored from {table}, as of {at}. When it is active: npm run restore -- compare. Delete it when you are done: aws dynamodb delete-table --table-name {target}',
  restoreCompareSummary:
    'Says how a restored table differs from the one that is used',
  restoreNotReady: '{target} is not ready: {status}. Wait until it is ACTIVE.',
  restoreCompared:
    '{target} has {before} items, {table} has {now}; {parts} of 256 parts differ. Of the items in those: {same} are the same, {missing} missing now, {differs} different, {newer} newer now, {erased} of people who were erased, {expired} expired; {added} came since.',
  restoreCopySummary:
    'Puts items of named partitions back from a restored table; without --apply it lists them',
  restoreCopyWould:
    'Nothing was changed. With --apply, the {due} items marked * are put into {table}. --replace takes those that differ too.',
  restoreCopied:
    '{done} items were put into {table}; {moved} were not, for somebody was at them meanwhile. Now: npm run ops -- reconcile.',
  'restore-unknown': 'There is no resource {id}.',
  'restore-not-open':
    'Readers could not open {id} at {at}. Give a time at which it was published and not withdrawn; its history has the times.',
  'restore-erased':
    'What {id} held at {at} was erased since, on the wish of somebody named in it. That cannot be undone.',
  'restore-version-lost':
    'The version that {id} showed at {at} is gone, or holds something else now. Restore the table of that time beside this one, and copy the version: npm run restore -- table catalogue --at {at}.',
  'restore-files-lost':
    'The library has no bytes of these files of {id}. Get them back from an earlier version of the object or from the copy in the other Region, then run this again.',
  'restore-withdrawn':
    '{id} is withdrawn. End that first: POST /v1/resources/{id}/restore.',
  'restore-open-work':
    'Somebody works on a version of {id}, or one is in review. Have it discarded or decided first: a restored version would come before it.',
  'restore-same': 'Readers of {id} see just what they saw at {at}.',
  'restore-changed':
    '{id} was changed meanwhile. Run this again and look at what it says.',
  'restore-unavailable':
    'Another Region has taken over {id}. Run this with the configuration of the Region that is active.',
  madeSummary: 'The first operator of stage {stage} is ready to sign in.',
} as const;

export type Catalogue = Readonly<Record<keyof typeof en, string>>;
