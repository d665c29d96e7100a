/** What the local platform says to the person who starts it, in English. */
export const en = {
  title: 'Xueyuan on this machine',
  install: 'AWS emulator and OpenSearch are installed',
  startServers: 'The emulator runs, OpenSearch is starting',
  build: 'The stacks and their functions are built',
  deploy: 'The stacks are deployed',
  unchanged: 'unchanged',
  stacks: '{count} stacks',
  engineReady: 'OpenSearch is ready',
  testStackReady:
    'The test stack is ready. Run: XUEYUAN_TEST_STACK={file} npx vitest run --project e2e',
  testStackStopped: 'The test stack has stopped.',
  nodeFound: 'Node {version} runs the scripts.',
  pythonFound: '{version} is here, with venv.',
  pythonMissing:
    'Python is missing; the AWS emulator needs {least} or newer, as "python3".',
  pythonOld: '{version} is too old; the AWS emulator needs {least} or newer.',
  venvMissing: 'Python lacks its venv module, into which the emulator goes.',
  javaFound: 'Java {version} is here.',
  javaMissing: 'Java is missing; OpenSearch needs {least} or newer.',
  javaOld: 'Java {version} is too old; OpenSearch needs {least} or newer.',
  mavenFound: '{version} is here.',
  mavenMissing: 'Maven is missing; it fetches OpenSearch.',
  installByApt: 'Debian, Ubuntu: sudo apt-get install {names}',
  installByBrew: 'macOS: brew install {names}',
  portFree: 'Port {port} is free.',
  portOurs: 'Port {port} is used by this platform, which runs.',
  portTaken: 'Port {port} is taken by {who}.',
  somebody: 'another program',
  movePort: 'Stop that program, or take another port: {name}={other} npm start',
  diskGood: '{free} GB of disk are free.',
  diskFull: 'Only {free} GB of disk are free; {least} GB are needed.',
  freeDisk: 'Free some space on the disk of this folder.',
  memoryGood: '{has} GB of memory.',
  memoryShort: 'This machine has {has} GB of memory; {least} GB are needed.',
  freeMemory: 'Use a machine, or give the virtual machine, more memory.',
  machineGood: 'Nothing is missing: npm start',
  machineBad: 'To mend: {count}. Then run "npm run doctor" again.',
  firstOperator: 'The first operator is made',
  demo: 'The demo district is loaded',
  organisations: '{done} of {of} organisations',
  people: '{done} of {of} people',
  resources: '{done} of {of} resources',
  ready: 'The platform is ready: {apiUrl}',
  accounts: 'Demo accounts; the password of each is "{password}":',
  try: 'Three things to try:',
  trySearch:
    'Find a lesson without an account:  curl -G "{apiUrl}/v1/search" --data-urlencode "q=浮力"',
  tryToken:
    'Ask who you are, as a teacher:     curl -H "authorization: Bearer $(npm run -s token -- teacher)" "{apiUrl}/v1/me"',
  tryReference: 'Open the API reference and sign in: {apiUrl}/v1/docs',
  holds: 'Ctrl-C stops it; what it holds is kept for the next start.',
  runsOn:
    'It runs in the background; "npm stop" ends it and keeps what it holds.',
  stopping: 'Stopping …',
  stopped: 'The platform has stopped; what it holds is kept.',
  stoppedByForce:
    'The platform did not stop in time and was ended: what changed since its last stop may be lost.',
  failed: 'The platform did not start. "npm run doctor" looks at this machine.',
  wasKilled:
    'The platform was not stopped but killed the last time: what the emulator held is as of its last stop.',
  wasNeverSaved:
    'The platform was killed before it was ever stopped, so that nothing was saved: it begins anew.',
  otherPort:
    'What is kept was made on port {port}: start with XUEYUAN_PORT={port}, or begin anew: npm start -- --fresh',
  hasEnded:
    'The {name} has ended by itself (its log is in .local/logs). What changed in the emulator since its last stop is lost if it was the emulator.',
  isUp: 'The platform is already running: {apiUrl} ("npm stop" ends it).',
  isStarting:
    'The platform is already starting, or a start was cut short: "npm stop" ends it.',
  wasNotUp: 'The platform is not running: npm start',
  roleUnknown: 'There is no demo account "{role}"; give one of: {roles}',
  optionUnknown: 'There is no option {option}. Options: {options}.',
  optionNone: 'There is no option {option}: this command takes none.',
  argumentUnknown: '"{value}" has no place here. Options: {options}.',
  optionFlag:
    '{option} takes no value, and got "{value}". Leave the value out.',
  optionValue: '{option} has no value. Give one: {option} <value>.',
  optionNeeded: '{option} is missing.',
  optionNeededOneOf: '{option} is missing. Give one of: {allowed}.',
  optionOneOf: '{option} is "{value}". Give one of: {allowed}.',
  optionWhole: '{option} is "{value}". Give a whole number from {least} on.',
  optionWholeTo:
    '{option} is "{value}". Give a whole number from {least} to {most}.',
  optionNumber: '{option} is "{value}". Give a number from {least} on.',
  optionNumberTo:
    '{option} is "{value}". Give a number from {least} to {most}.',
  optionTime:
    '{option} is "{value}". Give a time such as 2026-09-01T08:00:00Z.',
  optionFile: '{option} is "{value}". Give the path of a file that is there.',
  loadUsage:
    'Usage: npm run load -- FILE.ndjson.gz --count {count} [--concurrency {concurrency}]. FILE has one text a line (id, title, creator, dynasty, collection, text); count is how many of them, concurrency (1 to 64) how many at a time.',
  loadNoFile:
    'There is no file {file}. Give the path of an NDJSON file, packed or not.',
  loadNoPlatform:
    'The platform is not running: .local/platform.json is not there. Start it with: npm start',
  loadNoAnswer:
    '.local/platform.json is there, but nothing answers at {url}. Start the platform with: npm start',
  loadNoAccount:
    "The platform's accounts cannot load: {reason}. Begin anew with: npm start -- --fresh",
  loadFailed: '{failed} failed',
  loadRequests: 'Requests, milliseconds as the client sees them',
  loadRequestHead: 'route|count|p50|p95|p99|repeated|refused',
  loadCost: 'Spent per published resource, as the functions report it',
  loadCostHead: 'by|RRU|WRU|S3',
  loadCostRequests: 'requests of teacher and librarian',
  loadCostConsumers: 'relay and consumers',
  loadCostUpload: 'upload by presigned URL',
  loadCostSum: 'sum',
  loadUntold:
    '{count} requests left no line in the logs; the sum is short by them',
  loadFound:
    'From publication to searchable, {of} resources: p50 {p50} s, p95 {p95} s, p99 {p99} s',
  loadNeverFound: '{count} were not found by search in time',
  loadSummary:
    '{published} published ({before} by earlier runs), {failed} failures, phrases found {phrases}, files equal {files}, {seconds} s',
} as const;

export type Catalogue = Readonly<Record<keyof typeof en, string>>;
