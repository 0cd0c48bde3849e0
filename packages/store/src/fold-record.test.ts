import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldRecord, openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf, madeUpEvents, readOut, studyOf } from './made-up-study.test.fixture.js';
import { openSqlite } from './sqlite.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('what a kill leaves becomes one file, with all that was recorded; nobody who writes is disturbed', async () => {
  const [living, killed] = ['living', 'killed'].map(name => join(home, name)) as [string, string];
  const events = madeUpEvents(1, 200);
  await using recording = await recordStudy(studyOf(events, { endless: true }), living);
  while (recording.committed < events.length) await new Promise(resolve => setImmediate(resolve));
  cpSync(living, killed, { recursive: true });
  foldRecord(living);
  expect(readdirSync(living)).toContain('study.db-wal');
  expect(readdirSync(killed)).toContain('study.db-wal');
  foldRecord(killed);
  expect(readdirSync(killed).sort()).toEqual(['study.db', 'study.lock']);
  using record = openRecord(killed);
  expect(readOut(record.history())).toStrictEqual(historyOf(events));
});

test("somebody else's database is left alone", () => {
  const file = join(home, 'study.db');
  const sqlite = openSqlite(file);
  sqlite.exec('PRAGMA journal_mode = WAL; CREATE TABLE accounts (id)');
  const other = join(home, 'other');
  for (const name of ['study.db', 'study.db-wal']) cpSync(join(home, name), join(other, name));
  sqlite.close();
  foldRecord(other);
  foldRecord(join(home, 'nowhere'));
  const after = openSqlite(join(other, 'study.db'));
  expect(after.prepare('PRAGMA journal_mode').all()[0]).toMatchObject({ journal_mode: 'wal' });
  after.exec('SELECT id FROM accounts');
  after.close();
});
