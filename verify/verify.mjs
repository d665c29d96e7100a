#!/usr/bin/env node
/**
 * Checks an export of a history, offline: `node verify.mjs FILE...`. It needs
 * nothing but Node 20.12 or later and may be copied anywhere. What it checks, and
 * how, is written in docs/history-format.md; this is one reading of it.
 *
 * Ends with 0 when nothing is wrong (entries may still wait for their seal), 1
 * when something is, and 2 when a file cannot be checked at all.
 */
import { createPublicKey, hash, verify as verifySignature } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// ─── Hashes

/** Canonical JSON, RFC 8785: sorted names, no blanks, ECMAScript's numbers. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const names = Object.keys(value).sort();
    const members = names.map(
      (name) => `${text(name)}:${canonical(value[name])}`,
    );
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('A number that is none has no canonical JSON.');
  }
  return JSON.stringify(value);
}

function text(characters) {
  if (!characters.isWellFormed()) {
    throw new TypeError('Half a surrogate pair has no canonical JSON.');
  }
  return JSON.stringify(characters);
}

const bytesOf = (part) => (typeof part === 'string' ? Buffer.from(part) : part);

function sha256(...parts) {
  return hash('sha256', Buffer.concat(parts.map(bytesOf)), 'buffer');
}

const hex = (bytes) => bytes.toString('hex');
const hashOf = (value) => hash('sha256', canonical(value), 'hex');

/** Of what has no canonical JSON: a hash that nothing has. */
function hashIfAny(hashing, value) {
  try {
    return hashing(value);
  } catch {
    return '–';
  }
}

function bodyHashOf({ salt, ...rest }) {
  return hex(sha256(Buffer.from(salt, 'hex'), canonical(rest)));
}

/** The root that a leaf leads to by its path. Source: RFC 9162, 2.1.3.2. */
export function rootBy({ leaf, index, path }, size) {
  if (index >= size) return undefined;
  let [fn, sn] = [index, size - 1];
  let node = sha256(Uint8Array.of(0), canonical(leaf));
  for (const sibling of path.map((one) => Buffer.from(one, 'hex'))) {
    if (sn === 0) return undefined;
    const isRight = fn % 2 === 1 || fn === sn;
    node = isRight
      ? sha256(Uint8Array.of(1), sibling, node)
      : sha256(Uint8Array.of(1), node, sibling);
    while (isRight && fn % 2 === 0 && fn !== 0) {
      [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? hex(node) : undefined;
}

/** The thumbprint that names a key. Source: RFC 7638. */
function thumbprint({ crv, kty, x, y }) {
  return sha256(canonical({ crv, kty, x, y })).toString('base64url');
}

// ─── What a file must look like

const is = {
  text: (value) => typeof value === 'string',
  count: (value) => Number.isSafeInteger(value) && value >= 0,
  hash: (value) => /^[0-9a-f]{64}$/.test(value),
  list: Array.isArray,
};
const orNull = (check) => (value) => value === null || check(value);

const shapes = {
  header: {
    epoch: is.count,
    seq: is.count,
    time: is.text,
    previous: orNull(is.hash),
    bodyHash: is.hash,
  },
  place: { epoch: is.count, seq: is.count, hash: is.hash },
  leaf: {
    kind: is.text,
    id: is.text,
    epoch: is.count,
    seq: is.count,
    headerHash: is.hash,
  },
  statement: {
    format: (value) => value === 'xueyuan-seal/1',
    epoch: is.count,
    number: is.count,
    from: is.text,
    until: is.text,
    leaves: is.count,
    root: is.hash,
    previous: orNull(is.hash),
    key: is.text,
  },
};
const entryShape = { header: shapes.header, hash: is.hash };
const sealShape = {
  id: is.text,
  statement: shapes.statement,
  signature: is.text,
};
const hashes = (value) => is.list(value) && value.every(is.hash);
const proofShape = {
  seal: is.text,
  leaf: shapes.leaf,
  index: is.count,
  path: hashes,
};
const keyShape = {
  id: is.text,
  jwk: { crv: is.text, kty: is.text, x: is.text, y: is.text },
};
const fileShape = {
  format: (value) => value === 'xueyuan-history/1',
  chain: { kind: is.text, id: is.text },
  last: shapes.place,
  entries: [entryShape],
  proofs: [proofShape],
  seals: [sealShape],
  keys: [keyShape],
};

/** Where a value does not have its shape, as a path; undefined when it has. */
function misfit(shape, value, path = '') {
  if (typeof shape === 'function') return shape(value) ? undefined : path;
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return path;
    for (const [at, one] of value.entries()) {
      const found = misfit(shape[0], one, `${path}/${at}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (value === null || typeof value !== 'object') return path;
  for (const [name, inner] of Object.entries(shape)) {
    const found = misfit(inner, value[name], `${path}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Thrown when a file cannot be checked; `code` is a text of the catalogue. */
export class Unreadable extends Error {
  constructor(code, facts) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.code = code;
    this.facts = facts;
  }
}

/** The parts of one history in their order as one; parts may share proofs. */
function joined(files) {
  for (const file of files) {
    const path = misfit(fileShape, file);
    if (path !== undefined) throw new Unreadable('no-export', { path });
  }
  const [first] = files;
  const of = (name) => {
    const [all, ...others] = files.map((file) => file[name]);
    const known = new Set(all.map(canonical));
    const more = others.flatMap((list) =>
      list.filter(
        (one) => !known.has(canonical(one)) && known.add(canonical(one)),
      ),
    );
    return [...all, ...more];
  };
  for (const { chain } of files) {
    if (canonical(chain) !== canonical(first.chain)) {
      throw new Unreadable('two-chains', {
        one: first.chain.id,
        other: chain.id,
      });
    }
  }
  return {
    chain: first.chain,
    last: files.at(-1).last,
    entries: files.flatMap(({ entries }) => entries),
    proofs: of('proofs'),
    seals: of('seals'),
    keys: of('keys'),
  };
}

// ─── Seals

const placeOf = ({ epoch, seq }) => `${epoch}-${seq}`;
const byPlace = (one, other) => one.epoch - other.epoch || one.seq - other.seq;

/** Public keys by thumbprint; those in the file must be named by themselves. */
function keysOf(history, given, fault) {
  const keys = new Map();
  const used = new Set(history.seals.map(({ statement }) => statement.key));
  const seen = new Set();
  for (const { id, jwk } of history.keys) {
    const isNamed = thumbprint(jwk) === id && !seen.has(id) && used.has(id);
    seen.add(id);
    const key = isNamed ? publicKey({ key: jwk, format: 'jwk' }) : undefined;
    if (key === undefined) fault('key-wrong', { key: id });
    else keys.set(id, key);
  }
  return given ?? keys;
}

function publicKey(source) {
  try {
    return createPublicKey(source);
  } catch {
    return undefined;
  }
}

/** Seals by id whose signature holds; says what is wrong with the others. */
function sealsOf(history, keys, fault) {
  const valid = new Map();
  const byNumber = new Map();
  let before;
  for (const seal of history.seals) {
    const { id, statement, signature } = seal;
    const { epoch, number } = statement;
    const place = { epoch, seq: number };
    if (before && byPlace(before, place) >= 0)
      fault('seal-moved', { seal: id });
    before = place;
    const key = keys.get(statement.key);
    const isSigned =
      id === `${epoch}-${number}` &&
      key !== undefined &&
      isValid(statement, key, signature);
    if (key === undefined)
      fault('key-missing', { seal: id, key: statement.key });
    else if (!isSigned) fault('signature-wrong', { seal: id });
    if (!isSigned || valid.has(id)) continue;
    valid.set(id, seal);
    byNumber.set(number, [...(byNumber.get(number) ?? []), seal]);
  }
  for (const { id, statement } of valid.values()) {
    const { from, number, previous } = statement;
    const earlier = byNumber.get(number - 1) ?? [];
    const follows = earlier.some(
      (one) =>
        hashOf(one.statement) === previous && one.statement.until === from,
    );
    const isFirst = number === 1;
    if (isFirst !== (previous === null) || (earlier.length > 0 && !follows)) {
      fault('seals-broken', { seal: id, before: earlier[0]?.id ?? '–' });
    }
  }
  return valid;
}

function isValid(statement, key, signature) {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature) return false;
  return verifySignature(
    'sha256',
    Buffer.from(canonical(statement)),
    key,
    bytes,
  );
}

/** Heads that a seal confirms, the earliest seal first. */
function anchorsOf(history, valid, fault) {
  const { chain, proofs, seals } = history;
  const anchors = [];
  const present = new Set(seals.map(({ id }) => id));
  const used = new Set();
  let before;
  for (const proof of proofs) {
    const { leaf, seal: id } = proof;
    if (before && byPlace(before, leaf) >= 0)
      fault('proof-moved', { seal: id, ...leaf });
    before = leaf;
    used.add(id);
    const seal = valid.get(id);
    if (!present.has(id)) fault('seal-missing', { seal: id });
    if (seal === undefined) continue;
    const { leaves, root } = seal.statement;
    const isOurs = leaf.kind === chain.kind && leaf.id === chain.id;
    if (isOurs && rootBy(proof, leaves) === root) anchors.push({ seal, leaf });
    else fault('proof-wrong', { seal: id, epoch: leaf.epoch, seq: leaf.seq });
  }
  for (const { id } of seals)
    if (!used.has(id)) fault('seal-unused', { seal: id });
  return anchors.sort((one, other) =>
    byPlace(numberOf(one.seal), numberOf(other.seal)),
  );
}

const numberOf = ({ statement }) => ({
  epoch: statement.number,
  seq: statement.epoch,
});

// ─── Entries

/**
 * Checks a history given as the parsed JSON of its parts. `keys` are public
 * keys that are known from elsewhere, by thumbprint; without them those in the
 * file count. Throws `Unreadable` for what is no export.
 */
export function verifyHistory(files, options = {}) {
  try {
    return reportOn(joined(files), options.keys);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Unreadable('no-export', { path: error.message });
  }
}

function reportOn(history, given) {
  const faults = [];
  const fault = (code, facts) => faults.push({ code, ...facts });
  const keys = keysOf(history, given, fault);
  const valid = sealsOf(history, keys, fault);
  const anchors = anchorsOf(history, valid, fault);
  const entries = history.entries.map(({ header, hash, body }, at) => ({
    at,
    header,
    epoch: header.epoch,
    seq: header.seq,
    own: hashIfAny(hashOf, header),
    stated: hash,
    hasBody: body !== undefined,
    isBodyRight: body === undefined || isBody(body, header.bodyHash),
    status: undefined,
    seal: undefined,
  }));
  const walk = walker(entries, fault);
  for (const { seal, leaf } of anchors) {
    walk.confirm(leaf, leaf.headerHash, { status: 'sealed', seal: seal.id });
  }
  walk.confirmLast(history.last);
  walk.settleRest(history.last);
  judge(history, entries, [...valid.values()], fault);
  const forks = forksIn(entries);
  return {
    chain: history.chain,
    keys: [
      ...new Set([...valid.values()].map(({ statement }) => statement.key)),
    ],
    isKeyGiven: given !== undefined,
    seals: valid.size,
    entries: entries.map(({ epoch, seq, status, seal, hasBody }) => ({
      epoch,
      seq,
      status,
      ...(seal && { seal }),
      hasBody,
    })),
    forks,
    faults,
  };
}

function isBody(body, bodyHash) {
  const isSalted =
    typeof body?.salt === 'string' && /^([0-9a-f]{2})*$/.test(body.salt);
  return isSalted && hashIfAny(bodyHashOf, body) === bodyHash;
}

/**
 * Goes from what is certain (a sealed head, then the file's own end) down the
 * chain, entry by entry: each that has the hash which is named for it names the
 * one before. Where the chain breaks, what is below it, down to the next
 * certain entry, can no longer be confirmed.
 */
function walker(entries, fault) {
  const bySeq = new Map();
  for (const entry of entries) {
    const others = bySeq.get(entry.seq);
    if (others) others.push(entry);
    else bySeq.set(entry.seq, [entry]);
  }
  /** Hashes that some entry names as that of the one before it. */
  const named = new Set(entries.map(({ header }) => header.previous));
  const gaps = [];
  const at = (seq, epoch) =>
    (bySeq.get(seq) ?? []).filter((entry) => entry.epoch <= epoch);

  /** Of entries at a number the one that follows from above, if any. */
  function nearest(seq, epoch, hash) {
    const found = at(seq, epoch);
    const named = found.find(({ own }) => own === hash);
    if (named) return named;
    const highest = Math.max(...found.map((entry) => entry.epoch));
    const free = found.filter((entry) => entry.epoch === highest);
    return free.find(({ status }) => status === undefined) ?? free[0];
  }

  /** From a place and the hash that it must have, down to what is settled. */
  function confirm(place, hash, as) {
    let [{ epoch, seq }, expected, isExact] = [place, hash, true];
    while (expected !== null && seq > 0) {
      const entry = nearest(seq, epoch, expected);
      if (entry?.own !== expected) {
        broken(entry, { epoch, seq, hash: expected, isExact, ...as });
        return;
      }
      if (entry.status === 'sealed' || entry.status === as.status) return;
      Object.assign(entry, as);
      if ((entry.header.previous === null) !== (entry.seq === 1)) {
        fault('link-broken', { epoch: entry.epoch, seq: entry.seq });
      }
      [epoch, seq, expected] = [entry.epoch, seq - 1, entry.header.previous];
      isExact = false;
    }
  }

  /** Names what stands in the way, and what cannot be told for its sake. */
  function broken(entry, expected) {
    const { epoch, seq, seal: by = 'last' } = expected;
    if (entry === undefined || isAnother(entry, expected)) {
      const below = belowOf({ epoch, seq });
      missing({ epoch, from: (below?.seq ?? 0) + 1, to: seq, by });
      if (below) stretch(below);
      return;
    }
    if (entry.status !== undefined) return;
    const isRehashed = entry.stated === entry.own;
    entry.status = 'wrong';
    const below = nextBelow(entry);
    const isOpen = below !== undefined && below.status === undefined;
    const lowest = isOpen ? stretch(below) : entry;
    const wrong = { epoch: entry.epoch, by };
    if (!isRehashed) fault('entry-wrong', { ...wrong, seq: entry.seq });
    else {
      const after = nextBelow(lowest)?.seal ?? '–';
      fault('rewritten', { ...wrong, from: lowest.seq, to: entry.seq, after });
    }
  }

  /** Whether an entry in the place of the one sought belongs to another branch. */
  function isAnother(entry, { epoch, hash, isExact }) {
    if (isConfirmed(entry)) return true;
    if (entry.epoch === epoch || entry.stated === hash) return false;
    return isExact || named.has(entry.own);
  }

  /** Tells of a gap, as far as it was not told before. */
  function missing({ from, to, ...facts }) {
    const known = gaps.find((gap) => gap.from <= from && from <= gap.to);
    const start = known ? known.to + 1 : from;
    if (start > to) return;
    gaps.push({ from: start, to });
    fault('missing', { ...facts, from: start, to });
  }

  const isConfirmed = ({ status }) =>
    status === 'sealed' || status === 'unsealed';
  const nextBelow = ({ epoch, seq, header }) =>
    nearest(seq - 1, epoch, header.previous);

  const numbers = [...bySeq.keys()].sort((one, other) => other - one);

  /** The nearest entry below a gap. */
  function belowOf({ epoch, seq }) {
    const number = numbers.find(
      (one) => one < seq && at(one, epoch).length > 0,
    );
    return number && nearest(number, epoch, undefined);
  }

  /** Marks what cannot be confirmed, down to what is settled; the lowest of it. */
  function stretch(top) {
    let entry = top;
    if (entry.status !== undefined) return entry;
    for (;;) {
      entry.status = 'unconfirmed';
      if (entry.stated !== entry.own) {
        entry.status = 'wrong';
        fault('entry-wrong', {
          epoch: entry.epoch,
          seq: entry.seq,
          by: 'hash',
        });
      }
      const below = nextBelow(entry);
      if (
        entry.status === 'unconfirmed' &&
        below &&
        below.own !== entry.header.previous
      ) {
        fault('link-broken', { epoch: entry.epoch, seq: entry.seq });
      }
      if (below === undefined && entry.seq > 1) {
        const lower = belowOf(entry);
        const from = (lower?.seq ?? 0) + 1;
        missing({ epoch: entry.epoch, from, to: entry.seq - 1, by: 'order' });
        if (lower === undefined || lower.status !== undefined) return entry;
        entry = lower;
        continue;
      }
      if (below === undefined || below.status !== undefined) return entry;
      entry = below;
    }
  }

  /** What the file itself says is its end: not sealed, but linked. */
  function confirmLast({ hash, ...place }) {
    const as = { status: 'unsealed' };
    const found = nearest(place.seq, place.epoch, hash);
    const isHere = found?.epoch === place.epoch;
    const isNamed = found?.own === hash;
    const isOtherwise = isNamed
      ? !isHere
      : isHere && found.stated === found.own;
    if (!isOtherwise) {
      confirm(place, hash, as);
      return;
    }
    // Either of the two may have been changed: which, nothing can tell.
    fault('last-differs', { epoch: found.epoch, seq: found.seq });
    if (found.status === undefined) confirm(found, found.own, as);
  }

  /** Branches of older epochs that nothing names yet; the rest was added. */
  function settleRest(last) {
    const rest = entries
      .filter(({ status }) => status === undefined)
      .sort(byPlace);
    for (const entry of rest) {
      const below = nearest(entry.seq - 1, entry.epoch, entry.header.previous);
      const isLinked =
        entry.seq === 1
          ? entry.header.previous === null
          : below?.own === entry.header.previous &&
            ['sealed', 'unsealed'].includes(below.status);
      const isAlone = at(entry.seq, entry.epoch).every(
        (other) =>
          other.epoch !== entry.epoch || other === entry || !other.status,
      );
      const isBranch = entry.epoch < last.epoch && isLinked && isAlone;
      entry.status = isBranch ? 'unsealed' : 'added';
      if (!isBranch)
        fault('added', { epoch: entry.epoch, seq: entry.seq, at: entry.at });
    }
  }

  return { confirm, confirmLast, settleRest };
}

/** What each entry says of itself, and whether they stand in their order. */
function judge({ chain }, entries, seals, fault) {
  const starts = seals.map(({ id, statement }) => ({
    id,
    from: statement.from,
  }));
  const newest = starts.reduce(
    (late, one) => (late === undefined || one.from > late.from ? one : late),
    undefined,
  );
  for (const entry of entries) {
    const { epoch, header, isBodyRight, own, seq, stated, status } = entry;
    const isKnown = status === 'sealed' || status === 'unsealed';
    if (isKnown && stated !== own) fault('hash-wrong', { epoch, seq });
    if (!isBodyRight && status !== 'added') fault('body-wrong', { epoch, seq });
    if (isKnown && header[chain.kind] !== chain.id)
      fault('foreign', { epoch, seq });
    if (status === 'unsealed' && newest && header.time < newest.from) {
      fault('late', { epoch, seq, seal: newest.id });
    }
  }
  const kept = entries.filter(({ status }) => status !== 'added');
  for (const { epoch, seq, at } of outOfOrder(kept)) {
    fault('moved', { epoch, seq, at });
  }
}

/** The fewest entries whose moving would put all in their order. */
function outOfOrder(entries) {
  const tails = [];
  const before = new Map();
  for (const entry of entries) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byPlace(tails[middle], entry) < 0) low = middle + 1;
      else high = middle;
    }
    before.set(entry, tails[low - 1]);
    tails[low] = entry;
  }
  const inOrder = new Set();
  for (let entry = tails.at(-1); entry; entry = before.get(entry))
    inOrder.add(entry);
  return entries.filter((entry) => !inOrder.has(entry));
}

/** Where the chain goes on in two epochs: the first entry of each branch. */
function forksIn(entries) {
  const known = entries
    .filter(({ status }) => status === 'sealed' || status === 'unsealed')
    .sort(byPlace);
  const forks = [];
  let [highest, epoch] = [0, undefined];
  for (const entry of known) {
    if (entry.epoch !== epoch && entry.seq <= highest) {
      forks.push({ epoch: entry.epoch, seq: entry.seq });
    }
    epoch = entry.epoch;
    highest = Math.max(highest, entry.seq);
  }
  return forks;
}

// ─── Words

const texts = {
  en: {
    usage:
      'Usage: verify [--key FILE] [--language en|zh-CN] [--json] [--all] FILE...\nChecks an export of a history without network. Give all parts of one history in their order.\n--key takes a public key as PEM or JSON web key, or the answer of GET /v1/seals/keys, that you have from elsewhere.\nEnds with 0: nothing is wrong; 1: something is; 2: it cannot be checked.',
    'no-file': '{file} cannot be read: {reason}.',
    'no-key':
      '{file} holds no public key (PEM, JSON web key, or a list of them).',
    'no-export':
      'This is no export of a history, or a damaged one: {path} is missing or is not what it must be.',
    'two-chains':
      'These are of two histories: {one} and {other}. Check one at a time.',
    title: 'History of {kind} {id}: {count} entries, {seals} seals.',
    'key-given':
      'Trust: the keys that you gave ({keys}). What is sealed was so when the seal was made, as far as these are the district’s keys.',
    'key-in-file':
      'Trust: the keys in the file itself ({keys}). So far the file agrees with itself and no more: compare these with the district’s keys from elsewhere, or give them by --key.',
    'key-none':
      'Trust: none. No seal in the file could be checked, so the entries are only linked to each other.',
    sealed: 'Sealed: {places}.',
    unsealed:
      'Not yet sealed: {places}. Linked to the rest; a seal will follow within two hours of the entry.',
    unconfirmed:
      'Cannot be confirmed, because an entry behind it is wrong or missing: {places}.',
    erased: 'Without body (erased, or not shown to whoever exported): {count}.',
    fork: 'Fork: from {epoch}-{seq} on the history goes on in another epoch, beside entries of an older one. This happens when a Region was cut off; it is no fault.',
    good: 'Nothing is wrong.',
    bad: '{count} things are wrong:',
    'entry-wrong':
      'Entry {epoch}-{seq} is wrong: its header does not have the hash that {by} confirms.',
    'hash-wrong':
      'Entry {epoch}-{seq}: the hash stated for it is wrong; its header is right.',
    'body-wrong':
      'Entry {epoch}-{seq}: its body is not the one that its header names.',
    missing:
      'Entries {from} to {to} (epoch {epoch} or older) are missing; {by} says that they are there.',
    added:
      'Entry {epoch}-{seq}, the {at}. in the file, was added: nothing names it.',
    moved:
      'Entry {epoch}-{seq} was moved: it stands in place {at} of the file.',
    rewritten:
      'Entries {from} to {to} (epoch {epoch}) were rewritten and hashed again: between seal {after} and {by}. At least the last of them is not what it was.',
    'link-broken':
      'Entry {epoch}-{seq} does not name the hash of the entry before it.',
    'last-differs':
      'Entry {epoch}-{seq} and what the file says of its end differ; one of the two was changed.',
    foreign: 'Entry {epoch}-{seq} is of another history.',
    late: 'Entry {epoch}-{seq} was not there when seal {seal} was made, though its time says so.',
    'seal-missing': 'Seal {seal} is missing, though a proof names it.',
    'seal-unused': 'Seal {seal} has no proof in the file.',
    'seal-moved': 'Seal {seal} stands in the wrong place, or twice.',
    'signature-wrong':
      'Seal {seal} is wrong: its signature is not of what it says.',
    'seals-broken':
      'Seal {seal} does not follow seal {before}: the chain of seals is broken between them.',
    'proof-wrong':
      'The proof of entry {epoch}-{seq} does not lead to the root of seal {seal}.',
    'proof-moved':
      'The proof of entry {epoch}-{seq} in seal {seal} stands in the wrong place, or twice.',
    'key-missing':
      'Seal {seal} cannot be checked: its key {key} is not among those that count.',
    'key-wrong':
      'Key {key} is not the one that its name says, or signed nothing in the file.',
    by: {
      last: 'the end of the file',
      order: 'the numbering',
      hash: 'its own hash',
      seal: 'seal {id}',
    },
  },
  'zh-CN': {
    usage:
      '用法：verify [--key 文件] [--language en|zh-CN] [--json] [--all] 文件...\n不联网核验溯源记录的导出文件。一份记录分为几个文件时，请按顺序全部给出。\n--key 接受您从别处取得的公钥：PEM、JSON Web Key，或 GET /v1/seals/keys 的返回内容。\n退出状态：0 无误；1 有误；2 无法核验。',
    'no-file': '无法读取 {file}：{reason}。',
    'no-key': '{file} 中没有公钥（PEM、JSON Web Key 或其列表）。',
    'no-export':
      '这不是溯源记录的导出文件，或文件已损坏：{path} 缺失或不符合要求。',
    'two-chains': '这些文件属于两份记录：{one} 与 {other}。请分别核验。',
    title: '{kind} {id} 的溯源记录：{count} 条，存证 {seals} 份。',
    'key-given':
      '信任依据：您给出的公钥（{keys}）。只要它确属本区域，凡已存证的内容即与存证当时一致。',
    'key-in-file':
      '信任依据：文件自带的公钥（{keys}）。这只说明文件自身前后一致：请与从别处取得的区域公钥比对，或用 --key 给出。',
    'key-none': '信任依据：无。文件中没有可核验的存证，各条记录只是彼此相连。',
    sealed: '已存证：{places}。',
    unsealed:
      '尚未存证：{places}。与其余记录相连；存证会在记录产生后两小时内完成。',
    unconfirmed: '无法确认（其后的记录有误或缺失）：{places}。',
    erased: '没有正文（已删除，或导出者无权查看）：{count} 条。',
    fork: '分叉：自 {epoch}-{seq} 起，记录在另一纪元中延续，与较早纪元的记录并存。区域网络中断时会出现这种情况，不是错误。',
    good: '无误。',
    bad: '有 {count} 处错误：',
    'entry-wrong': '第 {epoch}-{seq} 条有误：条头与{by}所确认的哈希值不符。',
    'hash-wrong': '第 {epoch}-{seq} 条：所注哈希值有误，条头无误。',
    'body-wrong': '第 {epoch}-{seq} 条：正文不是条头所指的正文。',
    missing:
      '缺少第 {from} 至 {to} 条（纪元 {epoch} 或更早）；{by}表明它们存在。',
    added:
      '第 {epoch}-{seq} 条（文件中第 {at} 位）是添加的：没有任何记录指向它。',
    moved: '第 {epoch}-{seq} 条被移动：它位于文件的第 {at} 位。',
    rewritten:
      '第 {from} 至 {to} 条（纪元 {epoch}）被改写并重新计算了哈希值：位于存证 {after} 与{by}之间。至少最后一条已非原貌。',
    'link-broken': '第 {epoch}-{seq} 条所注的上一条哈希值不符。',
    'last-differs': '第 {epoch}-{seq} 条与文件所述的末条不符，二者之一被改动。',
    foreign: '第 {epoch}-{seq} 条属于另一份记录。',
    late: '制作存证 {seal} 时第 {epoch}-{seq} 条并不存在，但其时间早于该存证。',
    'seal-missing': '缺少存证 {seal}，但有证明指向它。',
    'seal-unused': '存证 {seal} 在文件中没有对应的证明。',
    'seal-moved': '存证 {seal} 位置有误或重复。',
    'signature-wrong': '存证 {seal} 有误：签名与内容不符。',
    'seals-broken':
      '存证 {seal} 与存证 {before} 不相接：存证链在二者之间断开。',
    'proof-wrong': '第 {epoch}-{seq} 条的证明推不出存证 {seal} 的根。',
    'proof-moved': '第 {epoch}-{seq} 条在存证 {seal} 中的证明位置有误或重复。',
    'key-missing': '无法核验存证 {seal}：其公钥 {key} 不在可信公钥之列。',
    'key-wrong': '公钥 {key} 与其名称不符，或未签署文件中的任何存证。',
    by: {
      last: '文件末条',
      order: '编号',
      hash: '其自身哈希值',
      seal: '存证 {id}',
    },
  },
};

const fill = (template, facts) =>
  template.replace(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? '–'));

/** What a report says, line by line. */
export function linesOf(report, language, { isWhole = false } = {}) {
  const words = texts[language];
  const say = (code, facts = {}) => {
    const by = words.by[facts.by] ?? fill(words.by.seal, { id: facts.by });
    const at = facts.at === undefined ? undefined : facts.at + 1;
    return fill(words[code], { ...facts, by, at });
  };
  const { chain, entries, faults, forks, isKeyGiven, keys, seals } = report;
  const trust =
    keys.length === 0 ? 'key-none' : isKeyGiven ? 'key-given' : 'key-in-file';
  const erased = entries.filter(({ hasBody }) => !hasBody).length;
  const lines = [
    say('title', { ...chain, count: entries.length, seals }),
    say(trust, { keys: keys.join(', ') }),
  ];
  if (isWhole) {
    for (const { epoch, seq, status, seal } of entries) {
      lines.push(`${epoch}-${seq} ${status}${seal ? ` ${seal}` : ''}`);
    }
  }
  for (const status of ['sealed', 'unsealed', 'unconfirmed']) {
    const places = rangesOf(entries.filter((entry) => entry.status === status));
    if (places.length > 0)
      lines.push(say(status, { places: places.join(', ') }));
  }
  if (erased > 0) lines.push(say('erased', { count: erased }));
  for (const fork of forks) lines.push(say('fork', fork));
  if (faults.length === 0) return [...lines, say('good')];
  lines.push(say('bad', { count: faults.length }));
  return [
    ...lines,
    ...faults.map(({ code, ...facts }) => `- ${say(code, facts)}`),
  ];
}

/** Places that follow each other as one: `1-1…1-9`. */
function rangesOf(entries) {
  const ranges = [];
  for (const place of [...entries].sort(byPlace)) {
    const range = ranges.at(-1);
    const isNext =
      range?.to.epoch === place.epoch && range.to.seq + 1 === place.seq;
    if (isNext) range.to = place;
    else ranges.push({ from: place, to: place });
  }
  return ranges.map(({ from, to }) =>
    from === to ? placeOf(from) : `${placeOf(from)}…${placeOf(to)}`,
  );
}

// ─── The command

/** Runs the command; gives back its exit status. */
export function main(asked, write, environment = {}) {
  const options = { files: [], language: languageOf(environment) };
  const rest = [...asked];
  while (rest.length > 0) {
    const one = rest.shift();
    if (one === '--key') options.key = rest.shift();
    else if (one === '--language') options.language = rest.shift();
    else if (one === '--json') options.isJson = true;
    else if (one === '--all') options.isWhole = true;
    else if (one.startsWith('-')) options.files.length = rest.length = 0;
    else options.files.push(one);
  }
  const words = texts[options.language] ?? texts.en;
  if (options.files.length === 0 || !Object.hasOwn(texts, options.language)) {
    write(words.usage);
    return 2;
  }
  try {
    const keys = options.key === undefined ? undefined : givenKeys(options.key);
    const files = options.files.map((file) => parsed(file, fileText(file)));
    const report = verifyHistory(files, { keys });
    write(
      options.isJson
        ? JSON.stringify(report)
        : linesOf(report, options.language, options).join('\n'),
    );
    return report.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    write(fill(words[error.code], error.facts));
    return 2;
  }
}

function languageOf({ LC_ALL, LANG }) {
  return /^en/.test(LC_ALL || LANG || '') ? 'en' : 'zh-CN';
}

function fileText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch ({ message: reason }) {
    throw new Unreadable('no-file', { file, reason });
  }
}

function parsed(file, characters) {
  try {
    return JSON.parse(characters);
  } catch ({ message: reason }) {
    throw new Unreadable('no-file', { file, reason });
  }
}

/** Keys by thumbprint, from a PEM, a JSON web key or the answer of the API. */
function givenKeys(file) {
  const characters = fileText(file);
  const isPem = characters.trimStart().startsWith('-----BEGIN');
  const content = isPem ? undefined : parsed(file, characters);
  const sources = isPem
    ? [characters]
    : [content?.items ?? content?.keys ?? content]
        .flat()
        .map((one) => ({ key: one?.jwk ?? one, format: 'jwk' }));
  const keys = sources.map((source) => publicKey(source));
  if (keys.length === 0 || keys.includes(undefined)) {
    throw new Unreadable('no-key', { file });
  }
  return new Map(
    keys.map((key) => [thumbprint(key.export({ format: 'jwk' })), key]),
  );
}

const isCommand =
  process.argv[1] !== undefined &&
  import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href;
if (isCommand) {
  process.exitCode = main(
    process.argv.slice(2),
    (line) => process.stdout.write(`${line}\n`),
    process.env,
  );
}
