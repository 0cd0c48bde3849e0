import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRecord } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drivers, openSqlite, resultCode, resultCodes } from './sqlite.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  file = join(directory, 'study.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test.each(drivers())('what is written is read back (%s)', driver => {
  const sqlite = openSqlite(file, driver);
  sqlite.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, real REAL, text TEXT, bytes BLOB)');
  const insert = sqlite.prepare('INSERT INTO t VALUES (?, ?, ?, ?)');
  const all = new Uint8Array(Array.from({ length: 256 }, (_, i) => i));
  const rows = [
    { id: 1, real: 0.1, text: 'ü "quoted" 💡', bytes: all },
    { id: 2 ** 40, real: Number.POSITIVE_INFINITY, text: '', bytes: all.subarray(3, 4) },
    { id: 2 ** 52 + 1, real: null, text: null, bytes: new Uint8Array(0) },
    { id: 2 ** 53 - 1, real: 5e-324, text: null, bytes: null },
  ];
  for (const { id, real, text, bytes } of rows) insert.run(id, real, text, bytes);
  const read = sqlite.prepare('SELECT * FROM t WHERE id > ? ORDER BY id').all(0);
  expect(read.map(row => ({ ...row }))).toEqual(
    rows.map(row => ({ ...row, bytes: row.bytes && new Uint8Array(row.bytes) })),
  );
  sqlite.close();
});

test.each(drivers())('errors have the code of SQLite (%s)', driver => {
  const [a, b] = [openSqlite(file, driver), openSqlite(file, driver)];
  a.exec('CREATE TABLE t (id INTEGER PRIMARY KEY); BEGIN IMMEDIATE');
  let code: number | undefined;
  try {
    b.exec('BEGIN IMMEDIATE');
  } catch (error) {
    code = resultCode(error);
  }
  expect(code).toBe(resultCodes.busy);
  expect(resultCode(new Error('x'))).toBeUndefined();
  a.close();
  b.close();
});

const endless = fileURLToPath(new URL('endless-study.test.mjs', import.meta.url));
const nodes = [22, 24].map(version => ({
  version,
  binary: fileURLToPath(
    new URL(`../../../tooling/acceptance/node-versions/node_modules/node-${version}/bin/node`, import.meta.url),
  ),
}));

for (const { version, binary } of nodes)
  test.skipIf(!existsSync(binary))(
    `Node ${version} records with its own SQLite, silently, and every driver reads it`,
    async () => {
      const sqliteModule = new URL('../dist/sqlite.js', import.meta.url).href;
      const asked = `const { drivers } = await import(${JSON.stringify(sqliteModule)}); console.log(drivers()[0])`;
      const which = await promisify(execFile)(binary, ['--input-type=module', '--eval', asked]);
      expect(which).toEqual({ stdout: 'node\n', stderr: '' });
      const { stdout, stderr } = await promisify(execFile)(binary, [endless, directory, '500']);
      expect(stderr).toBe('');
      expect(stdout).toContain('"finished":true');
      using record = openRecord(directory);
      expect(record.history().events).toBeGreaterThanOrEqual(500);
      expect(record.sessions()[0]?.version).toMatch(`v${version}.`);
    },
  );
