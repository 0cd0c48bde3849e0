import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, type EventOf, GlompoError } from '@glompo/core';
import { copyCheckpoint, openCheckpoint, openRecord, recordStudy, writeCheckpoint } from '@glompo/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { checksumOf } from './checksum.js';
import { historyOf, madeUpEvents, readOut, studyOf } from './made-up-study.test.fixture.js';
import { type Cell, openSqlite } from './sqlite.js';
import { type Table, tables } from './tables.js';

const events = madeUpEvents(3, 300);
const live = events
  .filter((event): event is EventOf<'run-started'> => event.type === 'run-started')
  .find(({ run }) => !events.some(event => event.type === 'run-ended' && event.run === run))?.run as number;

let made: string;
let checkpoint: string;
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  await using recording = await recordStudy(studyOf(events), made);
  await recording.finished;
  checkpoint = (await writeCheckpoint(made)).file;
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  file = join(directory, 'study.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Changes rows of somebody's checkpoint, with checksums that are right. */
function forge(table: Table, where: string, change: Readonly<Record<string, Cell>>): void {
  const sqlite = openSqlite(file);
  const rows = sqlite.prepare(`SELECT rowid AS id_of_row, * FROM ${table} WHERE ${where}`).all();
  if (rows.length === 0) throw new Error('there is no such row');
  for (const row of rows) {
    const changed = { ...row, ...change };
    const sum = checksumOf(tables[table].map(name => changed[name] as Cell));
    const columns = Object.keys(change).map(name => `${name} = ?, `);
    const update = sqlite.prepare(`UPDATE ${table} SET ${columns.join('')}checksum = ? WHERE rowid = ?`);
    update.run(...Object.values(change), sum, row.id_of_row as number);
  }
  sqlite.close();
}

const refused = expect.objectContaining({
  code: 'GLOMPO_RECORD',
  message: expect.stringMatching(/^the record in .*: (it is damaged|data that is)/),
});
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const ofType = (type: string) => `number = (SELECT max(number) FROM events WHERE type = '${type}')`;
const ofLive = (table: string) => `number = (SELECT max(number) FROM ${table} WHERE run = ${live})`;

const standing = { place: { start: 0, finish: 0, arrival: 1 }, served: 0, left: 5, begun: true };
const order = {
  ...{ clock: 0, arrivals: 1, vacated: [], toDecide: false, due: 50, share: 9, liveRuns: 1 },
  runs: [[1, standing]],
};

function memoryWith(order: unknown): string {
  const random = { selector: {}, startPoints: {}, hunters: {}, checkers: {} };
  return JSON.stringify({ memory: { random, checkers: [], hunters: [], nextHunt: 1, order } });
}

test.each<[string, Table, string, Readonly<Record<string, Cell>>]>([
  ['a study without parameters', 'events', 'number = 1', { body: '{"resumed":false,"seed":1}' }],
  ['parameters that are none', 'events', 'number = 1', { body: '{"resumed":false,"seed":1,"parameters":[7]}' }],
  ['a seed that is a text', 'events', 'number = 1', { body: '{"resumed":false,"seed":"1","parameters":[]}' }],
  ['a body that is no object', 'events', 'number = 1', { body: '[1]' }],
  ['a body that is a number', 'events', 'number = 1', { body: 5 }],
  ['a body that is no JSON', 'events', 'number = 1', { body: '{' }],
  ['no body', 'events', 'number = 1', { body: null }],
  ['deep nesting', 'events', 'number = 1', { body: deep(200_000) }],
  [
    'a run without a point',
    'events',
    `type = 'run-started' AND run = ${live}`,
    { body: '{"optimizer":{"plugin":"optimizer","name":"x","options":{}},"choice":0}' },
  ],
  ['a run without a number', 'events', `type = 'run-started' AND run = ${live}`, { run: null }],
  ['a run with a number that is a text', 'events', `type = 'run-started' AND run = ${live}`, { run: 'one' }],
  ['an end without outcomes', 'events', ofType('run-ended'), { body: '{"status":"killed"}' }],
  ['an end of an unknown kind', 'events', ofType('run-ended'), { body: '{"status":"__proto__","outcomes":{}}' }],
  ['an incumbent without a point', 'events', ofType('incumbent'), { body: '{"found":{"value":1}}' }],
  [
    'losses that are a text',
    'events',
    ofType('trial-lost'),
    { body: '{"first":1,"trials":"9","cause":"","next":"lost"}' },
  ],
  [
    'a snapshot with a text as what is outstanding',
    'snapshots',
    'true',
    { body: '{"trials":1,"outstanding":"all","state":1}' },
  ],
  ['a snapshot of more trials than there are', 'snapshots', 'true', { body: '{"trials":9000000000,"state":1}' }],
  ['a memory without chance', 'memory', 'true', { body: '{"memory":{"checkers":[],"hunters":[],"nextHunt":1}}' }],
  ['an order that is a text', 'memory', 'true', { body: memoryWith('first come, first served') }],
  ['an order without runs', 'memory', 'true', { body: memoryWith({ ...order, runs: undefined }) }],
  ['a share that has no number', 'memory', 'true', { body: memoryWith({ ...order, share: null }) }],
  ['a standing of nobody', 'memory', 'true', { body: memoryWith({ ...order, runs: [[0, standing]] }) }],
  [
    'a share of less than nothing',
    'memory',
    'true',
    { body: memoryWith({ ...order, runs: [[1, { ...standing, left: -1 }]] }) },
  ],
  ['a memory that is null', 'memory', 'true', { body: '{"memory":null}' }],
  ['a huge number of trials told', 'told', 'number = (SELECT min(number) FROM told)', { count: 2 ** 52 }],
  ['a huge number of trials asked', 'told', 'true', { asked: 2 ** 52 }],
  ['a huge count of trials', 'trials', ofLive('trials'), { count: 2 ** 52 }],
  ['a huge number of a trial', 'trials', ofLive('trials'), { first: 2 ** 52 }],
  ['a number of a trial that is none', 'trials', ofLive('trials'), { first: 0.5 }],
  ['points that do not fit', 'trials', ofLive('trials'), { points: new Uint8Array(8 * 7) }],
  ['points that are a text', 'trials', ofLive('trials'), { points: 'x' }],
  ['failures that are no list', 'trials', ofLive('trials'), { failures: '{"length":1e9}' }],
  ['a failure of no trial', 'trials', ofLive('trials'), { failures: '[{"index":99,"outcome":"failed","message":""}]' }],
  ['extras of fewer trials', 'trials', ofLive('trials'), { extras: '[]' }],
  ['an asked that is a list', 'sessions', 'true', { asked: '[]' }],
])("somebody else's checkpoint with %s is refused, and nothing is made", (_, table, where, change) => {
  copyFileSync(checkpoint, file);
  forge(table, where, change);
  expect(() => copyCheckpoint(file, join(directory, 'mine'))).toThrowError(refused);
  expect(existsSync(join(directory, 'mine'))).toBe(false);
});

test('keys of objects that mean something to JavaScript are data', () => {
  copyFileSync(checkpoint, file);
  const body =
    '{"message":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"number":-5,"type":"gap"}';
  forge('events', ofType('warning'), { body });
  using record = openCheckpoint(file);
  const warning = [...record.events({ types: ['warning'] })].at(-1);
  expect(warning).toMatchObject({ type: 'warning', message: 'x' });
  expect(warning?.number).toBeGreaterThan(0);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect((warning as { polluted?: number } | undefined)?.polluted).toBeUndefined();
});

test.each([
  ['CREATE TRIGGER t AFTER INSERT ON sessions BEGIN DELETE FROM events; END', /CREATE TRIGGER/],
  ['DROP TABLE told; CREATE VIEW told AS SELECT * FROM trials', /its table told is another/],
  ['ALTER TABLE runs ADD COLUMN more', /its table runs is another/],
  [
    'DROP VIEW warnings; CREATE VIEW warnings AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n',
    /its view warnings/,
  ],
])('a schema that is another one is refused: %s', (sql, why) => {
  copyFileSync(checkpoint, file);
  const sqlite = openSqlite(file);
  sqlite.exec(sql);
  sqlite.close();
  expect(() => openRecord(directory)).toThrowError(
    expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringMatching(why) }),
  );
});

const columnsOf = Object.entries(tables).flatMap(([table, columns]) =>
  [...columns, 'checksum'].map(column => [table, column] as const),
);
test.each(columnsOf)(
  'a text that is none in %s.%s is refused, or does not matter: no driver breaks down',
  (table, column) => {
    copyFileSync(checkpoint, file);
    const sqlite = openSqlite(file);
    let isKey = false;
    try {
      sqlite.exec(
        `UPDATE ${table} SET ${column} = CAST(x'ff80' AS TEXT) WHERE rowid = (SELECT max(rowid) FROM ${table})`,
      );
    } catch (error) {
      // SQLite lets nothing but integers be there.
      isKey = /datatype mismatch/.test(String(error));
      if (!isKey) throw error;
    }
    sqlite.close();
    const read = () => {
      using record = openCheckpoint(file);
      record.overview();
      return [readOut(record.history()), [...record.events()].length];
    };
    // Of a run that has ended, and where a session was, nothing is read.
    if (isKey || table === 'runs' || table === 'sessions' || table === 'checkpoints')
      expect(() => {
        try {
          read();
        } catch (error) {
          if (!GlompoError.is(error, 'GLOMPO_RECORD')) throw error;
        }
      }).not.toThrow();
    else expect(read).toThrowError(expect.objectContaining({ code: 'GLOMPO_RECORD' }));
  },
);

test('a checkpoint that is cut off or has a wrong bit is refused, or is what was written', () => {
  const whole = readFileSync(checkpoint);
  const expected = historyOf(events);
  const random = createRandom(Math.floor(Math.random() * 2 ** 32));
  let errors = 0;
  for (let i = 0; i < 80; i++) {
    const bytes = Buffer.from(whole);
    const at = random.integer(bytes.length);
    if (i % 4 > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
    writeFileSync(file, i % 4 > 0 ? bytes : bytes.subarray(0, at));
    try {
      using record = openCheckpoint(file);
      expect(readOut(record.history())).toStrictEqual(expected);
    } catch (error) {
      if (!GlompoError.is(error, 'GLOMPO_RECORD')) throw error;
      errors++;
    }
  }
  expect(errors).toBeGreaterThan(20);
});

test('of a study that was killed, a log that is cut off or has a wrong bit gives an error or the study up to some event', async () => {
  const endless = fileURLToPath(new URL('endless-study.test.mjs', import.meta.url));
  const killed = join(directory, 'killed');
  const child = spawn(process.execPath, [endless, killed], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  for (let said = ''; !/"committed":[1-9]\d{3}/.test(said); ) said += (await once(child.stdout, 'data'))[0];
  child.kill('SIGKILL');
  await closed;
  const wal = readFileSync(join(killed, 'study.db-wal'));
  const random = createRandom(Math.floor(Math.random() * 2 ** 32));
  const seen = new Set<number | string>();
  for (let i = 0; i < 60; i++) {
    const copy = join(directory, `copy-${i}`);
    cpSync(killed, copy, { recursive: true });
    rmSync(join(copy, 'study.db-shm'), { force: true });
    const bytes = Buffer.from(wal);
    const at = random.integer(bytes.length);
    if (i % 3 > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
    writeFileSync(join(copy, 'study.db-wal'), i % 3 > 0 ? bytes : bytes.subarray(0, at));
    try {
      using record = openRecord(copy);
      const { events, evaluations } = record.history();
      let trial = 0;
      for (const { trials } of record.events({ types: ['trials'] }))
        for (const value of trials.values)
          if (value !== Math.sin(++trial)) throw new Error(`trial ${trial} is another`);
      expect(trial).toBe(evaluations);
      seen.add(events);
    } catch (error) {
      if (!GlompoError.is(error, 'GLOMPO_RECORD')) throw error;
      seen.add((error as GlompoError).message.replace(copy, ''));
    }
    rmSync(copy, { recursive: true });
  }
  expect(seen.size).toBeGreaterThan(1);
});
