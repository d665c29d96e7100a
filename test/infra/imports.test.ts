import { execFile } from 'node:child_process';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';

/** Lines that break a rule, one a file, so that each is judged alone. */
const breaches = {
  'functions/alpha/contract.ts': [
    "import { readFileSync } from 'node:fs';",
    "import { GetItemCommand } from '@aws-sdk/client-dynamodb';",
    "import { publish } from './model/review.ts';",
    "import { may } from '../platform/policy.ts';",
    "import { betaService } from '../beta/service.ts';",
  ],
  'functions/alpha/kinds/contract.ts': [
    "import { fromBuffer } from 'file-type';",
    "import { publish } from '../model.ts';",
  ],
  'functions/alpha/model.ts': [
    "import { readFileSync } from 'node:fs';",
    "import { randomUUID } from 'node:crypto';",
    "const fs = await import('node:fs');",
    "import { Client } from '@opensearch-project/opensearch';",
    "import type { AttributeValue } from '@aws-sdk/client-dynamodb';",
    "import { alphaStore } from './store/reviews.ts';",
    "import { alphaService } from './service.ts';",
    "import { dynamoDb } from '../platform/clients.ts';",
    "import { environment } from '../platform/environment.ts';",
    "import { publish } from '../beta/model.ts';",
    "export { betaStore } from '../beta/store.ts';",
  ],
  'functions/alpha/model/life.ts': [
    "import { request } from 'node:https';",
    "import { Entity } from 'dynamodb-toolbox/entity';",
    "import { alphaStore } from '../store.ts';",
    "import { items } from '../store/items.ts';",
    "import { s3 } from '../../platform/s3.ts';",
    "import { publish } from '../../beta/model/life.ts';",
  ],
  'functions/alpha/service.ts': [
    "import { S3Client } from '@aws-sdk/client-s3';",
    "import { SignatureV4 } from '@smithy/signature-v4';",
    "import { dynamoDb } from '../platform/clients.ts';",
    "import { commitWith } from '../platform/transact.ts';",
    "import { environment } from '../platform/environment.ts';",
    "import { alphaStore } from './store/reviews.ts';",
    "import { alphaItems } from './store/items.ts';",
    "import { betaService } from '../beta/service.ts';",
    "import type { BetaStore } from '../beta/store.ts';",
    "import { publish } from '../beta/model.ts';",
    "import { handler } from '../beta/api.ts';",
  ],
  'functions/alpha/service/work.ts': [
    "import { Table } from 'dynamodb-toolbox/table';",
    "import { s3 } from '../../platform/s3.ts';",
    "import { alphaStore } from '../store.ts';",
    "import { alphaItems } from '../store/items.ts';",
    "import { betaService } from '../../beta/service.ts';",
    "import { betaItems } from '../../beta/store/items.ts';",
    "import { publish } from '../../beta/model/life.ts';",
  ],
  'functions/alpha/noun.ts': [
    "import { S3Client } from '@aws-sdk/client-s3';",
    "import { dynamoDb } from '../platform/clients.ts';",
    "import { betaStore } from '../beta/store.ts';",
    "import { publish } from '../beta/model.ts';",
    "import { handler } from '../beta/on-thing.ts';",
  ],
  'functions/alpha/noun/part.ts': [
    "import { S3Client } from '@aws-sdk/client-s3';",
    "import { s3 } from '../../platform/s3.ts';",
    "import { betaStore } from '../../beta/store.ts';",
    "import { publish } from '../../beta/model.ts';",
  ],
  'functions/alpha/store.ts': [
    "import { betaStore } from '../beta/store.ts';",
    "import { publish } from '../beta/model/life.ts';",
  ],
  'functions/alpha/store/items.ts': [
    "import { betaItems } from '../../beta/store/items.ts';",
    "import type { Beta } from '../../beta/model.ts';",
  ],
  'functions/alpha/api.ts': [
    "import { betaStore } from '../beta/store.ts';",
    "import { publish } from '../beta/model.ts';",
    "import { handler as other } from '../beta/api.ts';",
  ],
  'functions/alpha/on-thing.ts': [
    "import { betaItems } from '../beta/store/items.ts';",
    "import { publish } from '../beta/model.ts';",
  ],
  'functions/platform/noun.ts': [
    "import { Head } from '../alpha/contract.ts';",
    "import type { Alpha } from '../alpha/service.ts';",
  ],
  'functions/platform/texts/xx.ts': [
    "import { rules } from '../../alpha/contract.ts';",
  ],
  'lib/capabilities/alpha.ts': [
    "import { publish } from '../../functions/alpha/model.ts';",
    "import { environment } from '../../functions/platform/environment.ts';",
    "import { handler } from '../../functions/alpha/api.ts';",
  ],
  'bin/xueyuan.ts': [
    "import { alphaService } from '../functions/alpha/service.ts';",
  ],
} as const;

/** Lines that are allowed: a rule that refuses these is too strict. */
const legal = {
  'functions/alpha/contract.ts': [
    "import * as z from 'zod';",
    "import type { Routes } from '../platform/contract.ts';",
    "import type { ProblemCode } from '../platform/problems.ts';",
    "import { kinds } from './kinds/contract.ts';",
    "import { Head } from '../beta/contract.ts';",
  ],
  'functions/alpha/model.ts': [
    "import * as z from 'zod';",
    "import { ok } from '../platform/result.ts';",
    "import { may } from '../platform/policy.ts';",
    "import { chain } from '../platform/history.ts';",
    "import { limits } from './contract.ts';",
    "import { Head } from '../beta/contract.ts';",
  ],
  'functions/alpha/model/life.ts': [
    "import { move } from './move.ts';",
    "import { limits } from '../contract.ts';",
    "import { Head } from '../../beta/contract.ts';",
    "import { fail } from '../../platform/result.ts';",
  ],
  'functions/alpha/service.ts': [
    "import { createHash } from 'node:crypto';",
    "import type { Commit } from '../platform/commit.ts';",
    "import { publish } from './model/review.ts';",
    "import type { AlphaStore } from './store/reviews.ts';",
    "import type { BetaService } from '../beta/service.ts';",
    "import { Head } from '../beta/contract.ts';",
  ],
  'functions/alpha/service/work.ts': [
    "import { life } from '../model/life.ts';",
    "import type { AlphaStore } from '../store.ts';",
    "import type { BetaService } from '../../beta/service.ts';",
    "import type { Log } from '../../platform/log.ts';",
  ],
  'functions/alpha/noun.ts': [
    "import { alphaService } from './service.ts';",
    "import { alphaStore } from './store/reviews.ts';",
    "import { betaNoun } from '../beta/noun.ts';",
  ],
  'functions/alpha/store.ts': [
    "import { GetItemCommand } from '@aws-sdk/client-dynamodb';",
    "import { dynamoDb } from '../platform/clients.ts';",
    "import type { Alpha } from './model/review.ts';",
  ],
  'functions/alpha/api.ts': [
    "import { alphaStore } from './store/reviews.ts';",
    "import { publish } from './model/review.ts';",
    "import { betaNoun } from '../beta/noun.ts';",
    "import { httpApi } from '../platform/pipeline.ts';",
  ],
  'functions/platform/noun.ts': [
    "import { S3Client } from '@aws-sdk/client-s3';",
    "import { problems } from './problems.ts';",
  ],
  'functions/platform/texts/xx.ts': [
    "import type { ProblemCode } from '../problems.ts';",
  ],
  'lib/capabilities/alpha.ts': [
    "import { routes } from '../../functions/alpha/contract.ts';",
    "import { names } from '../names.ts';",
  ],
} as const;

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-imports-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Tree = Readonly<Record<string, readonly string[]>>;

const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({
        path: z.string(),
        start: z.object({ line: z.int() }),
      }),
    }),
  ),
});

/**
 * Lints a tree that has nothing but these files and the repository's own
 * configuration. Gives back the lines that are caught by an import rule.
 */
async function caught(name: string, tree: Tree): Promise<string[]> {
  const home = join(folder, name);
  mkdirSync(home);
  for (const file of ['biome.json', '.gitignore']) {
    copyFileSync(file, join(home, file));
  }
  for (const [file, lines] of Object.entries(tree)) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), `${lines.join('\n')}\n`);
  }
  const { diagnostics } = Report.parse(JSON.parse(await lint(home)));
  return diagnostics
    .filter(({ category }) => rules.includes(category))
    .map(({ location }) => `${location.path}:${location.start.line}`);
}

const rules = [
  'lint/style/noRestrictedImports',
  'lint/style/useNodejsImportProtocol',
  'lint/suspicious/noImportCycles',
];

/** The linter's report; it ends with 1 when it found something. */
function lint(home: string): Promise<string> {
  const program = join(process.cwd(), 'node_modules/.bin/biome');
  const asked = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  return new Promise((resolve, reject) => {
    execFile(program, asked, { cwd: home }, (error, output) => {
      if (output.startsWith('{')) resolve(output);
      else reject(error ?? new Error('The linter said nothing.'));
    });
  });
}

function linesOf(tree: Tree): string[] {
  return Object.entries(tree).flatMap(([file, lines]) =>
    lines.map((_, index) => `${file}:${index + 1}`),
  );
}

test('every planted breach of an import rule is caught', async () => {
  const found = new Set(await caught('breaches', breaches));
  const missed = Object.entries(breaches).flatMap(([file, lines]) =>
    lines
      .filter((_, index) => !found.has(`${file}:${index + 1}`))
      .map((line) => `${file}: ${line}`),
  );
  expect(missed).toEqual([]);
  expect(linesOf(breaches).length).toBeGreaterThan(60);
});

test('a tree that keeps the rules is clean', async () => {
  expect(await caught('legal', legal)).toEqual([]);
});

test('two files that import each other are caught', async () => {
  const cycle = {
    'functions/alpha/noun.ts': [
      "import { other } from './other.ts';",
      'export const noun = () => other;',
    ],
    'functions/alpha/other.ts': [
      "import { noun } from './noun.ts';",
      'export const other = () => noun;',
    ],
  };
  expect(await caught('cycle', cycle)).toEqual([
    'functions/alpha/noun.ts:1',
    'functions/alpha/other.ts:1',
  ]);
});

test('no file of ours stands outside the rules', async () => {
  const files = globSync('functions/**/*.ts').filter(
    (file) => !file.endsWith('.d.ts'),
  );
  const tree = Object.fromEntries(
    files.map((file) => {
      const up = '../'.repeat(file.split('/').length - 2);
      return [file, [`import { items } from '${up}omega/store.ts';`]];
    }),
  );
  expect(files.length).toBeGreaterThan(100);
  expect((await caught('ours', tree)).toSorted()).toEqual(
    linesOf(tree).toSorted(),
  );
});
