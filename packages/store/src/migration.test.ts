import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStudy, type EventOf } from '@glompo/core';
import { copyCheckpoint, openRecord, recordStudy, writeCheckpoint } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf, madeUpEvents, readOut } from './made-up-study.test.fixture.js';
import { openSqlite } from './sqlite.js';
import { walkingStudy } from './walking-study.test.fixture.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  file = join(directory, 'study.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Puts a record there as schema 1 had it, written by the glompo of that time. */
function place(name: 'made-up-1' | 'walk-1'): void {
  const sqlite = openSqlite(file);
  sqlite.exec(`BEGIN; ${readFileSync(new URL(`${name}.test.sql`, import.meta.url), 'utf8')} COMMIT`);
  sqlite.close();
}

function schema(of = file): unknown {
  const sqlite = openSqlite(of);
  const [row] = sqlite.prepare('PRAGMA user_version').all();
  sqlite.close();
  return row?.user_version;
}

function trialsOf(folder: string): ReadonlyMap<number, number[]> {
  using record = openRecord(folder);
  const trials = new Map<number, number[]>();
  for (const { run, trials: batch } of record.events({ types: ['trials'] }))
    trials.set(run, [...(trials.get(run) ?? []), ...batch.values]);
  return trials;
}

test('a record of schema 1 is read as it is, and not changed by that', () => {
  place('made-up-1');
  const before = readFileSync(file);
  const events = madeUpEvents(3, 120);
  using record = openRecord(directory);
  expect(readOut(record.history())).toStrictEqual(historyOf(events));
  expect([...record.events()]).toStrictEqual(events.filter(({ type }) => type !== 'snapshot' && type !== 'decided'));
  expect([...record.runs()]).toHaveLength(events.filter(({ type }) => type === 'run-started').length);
  expect(record.sessions()).toMatchObject([{ id: 1, host: 'somewhere', detail: 'trials', asked: { task: './t.js' } }]);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(schema()).toBe(1);
});

test('a study of schema 1 goes on, point by point as it would have, and is of the newest schema then', async () => {
  place('walk-1');
  using before = openRecord(directory);
  const history = before.history();
  const study = createStudy({ ...walkingStudy(240), history });
  await using recording = await recordStudy(study, directory, { history });
  expect((await study.run()).evaluations).toBe(240);
  before.close();
  await recording.close();
  expect(schema()).toBe(2);
  using after = openRecord(directory);
  expect(after.sessions().map(({ detail }) => detail)).toEqual(['trials', 'trials']);
  expect(after.history().evaluations).toBe(240);
  const whole = join(directory, 'whole');
  const alone = createStudy(walkingStudy(240));
  await using recordingOfAll = await recordStudy(alone, whole);
  await alone.run();
  await recordingOfAll.close();
  const lengths = (trials: ReadonlyMap<number, number[]>) => [...trials.values()].map(({ length }) => length);
  const [resumed, left] = [trialsOf(directory), trialsOf(whole)];
  for (const [run, values] of left) {
    const shorter = Math.min(values.length, resumed.get(run)?.length ?? 0);
    expect(shorter).toBeGreaterThan(0);
    expect(resumed.get(run)?.slice(0, shorter)).toEqual(values.slice(0, shorter));
  }
  expect(Math.max(...lengths(resumed))).toBeGreaterThan(40);
});

test('a checkpoint of a study of schema 1 is of the newest one; the study stays what it is', async () => {
  place('made-up-1');
  const { file: made } = await writeCheckpoint(directory);
  expect([schema(), schema(made)]).toEqual([1, 2]);
  copyCheckpoint(made, join(directory, 'copy'));
  using copy = openRecord(join(directory, 'copy'));
  expect(readOut(copy.history())).toStrictEqual(historyOf(madeUpEvents(3, 120)));
});

test('kill -9 while a file is brought up to date leaves what was there', async () => {
  place('made-up-1');
  const modules = new URL('../dist/', import.meta.url).href;
  const script = `
    const { openSqlite } = await import('${modules}sqlite.js');
    const { upToDate } = await import('${modules}schema.js');
    const sqlite = openSqlite(process.argv[1]);
    // So little is kept in memory that the file is written to before the end.
    sqlite.exec('PRAGMA journal_mode = ${'WAL'}; PRAGMA cache_size = 2; BEGIN IMMEDIATE; ' + upToDate(1));
    sqlite.exec('CREATE TABLE more AS SELECT * FROM trials, (SELECT 1 UNION SELECT 2)');
    console.log('in the middle');
    setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(schema()).toBe(1);
  using record = openRecord(directory);
  expect(readOut(record.history())).toStrictEqual(historyOf(madeUpEvents(3, 120)));
});

test('a newer version is refused by its number, also as a checkpoint, and left alone', async () => {
  place('walk-1');
  const { file: made } = await writeCheckpoint(directory);
  for (const each of [file, made]) {
    const sqlite = openSqlite(each);
    sqlite.exec('PRAGMA user_version = 3');
    sqlite.close();
  }
  const newer = expect.objectContaining({
    code: 'GLOMPO_RECORD',
    message: expect.stringContaining('newer version of glompo (schema 3, and this one knows 2): update glompo'),
  });
  expect(() => openRecord(directory)).toThrowError(newer);
  expect(() => copyCheckpoint(made, join(directory, 'copy'))).toThrowError(newer);
  await expect(writeCheckpoint(directory)).rejects.toThrowError(newer);
  const study = { safe: () => {}, events: async function* (): AsyncGenerator<EventOf<'warning'>, void, void> {} };
  await expect(recordStudy(study, directory, { history: { events: 9 } })).rejects.toThrowError(newer);
});
