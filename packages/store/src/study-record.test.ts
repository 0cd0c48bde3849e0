import { chmodSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type EventOf, GlompoError, type StudyEvent } from '@glompo/core';
import { openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, historyOf, madeUpEvents, readOut, studyOf } from './made-up-study.test.fixture.js';
import { openSqlite, type Row } from './sqlite.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  file = join(directory, 'study.db');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function record(events: readonly StudyEvent[], options: Parameters<typeof recordStudy>[2] = {}) {
  await using recording = await recordStudy(studyOf(events), directory, options);
  await recording.finished;
}

function query(sql: string): readonly Row[] {
  const sqlite = openSqlite(file);
  try {
    return sqlite.prepare(sql).all();
  } finally {
    sqlite.close();
  }
}

function change(sql: string): void {
  const sqlite = openSqlite(file);
  sqlite.exec(sql);
  sqlite.close();
}

test.each([1, 2, 3, 4, 5])('the history is what the events told (study %i)', async seed => {
  const events = madeUpEvents(seed, 400, { interventions: true });
  await record(events);
  using study = openRecord(directory);
  expect(readOut(study.history())).toStrictEqual(historyOf(events));
});

test('all trials are there as they were, or those of one run', async () => {
  const events = ended(madeUpEvents(3, 600));
  await record(events);
  using study = openRecord(directory);
  const trials = events.filter(event => event.type === 'trials');
  expect([...study.events({ types: ['trials'] })]).toStrictEqual(trials);
  expect([...study.events({ types: ['trials'], run: 2 })]).toStrictEqual(trials.filter(({ run }) => run === 2));
  expect([...study.events({ types: ['trials'], run: 1e6 })]).toEqual([]);
});

test('all that happened is there in order, or some of it', async () => {
  const events = ended(madeUpEvents(6, 600));
  await record(events);
  using study = openRecord(directory);
  const kept = events.filter(({ type }) => type !== 'snapshot' && type !== 'decided');
  expect([...study.events()]).toStrictEqual(kept);
  const types = ['run-started', 'told', 'trials', 'output'] as const;
  const some = kept.filter(({ type }) => (types as readonly string[]).includes(type));
  expect(new Set(some.map(({ type }) => type)).size).toBe(4);
  expect([...study.events({ types })]).toStrictEqual(some);
  const ofOne = kept.filter(event => 'run' in event && event.run === 3);
  expect([...study.events({ run: 3 })]).toStrictEqual(ofOne);
  expect([...study.events({ types: [] })]).toEqual([]);
});

test.each([1, 2, 3])('how it stands is what the events told (study %i)', async seed => {
  const [first, ...others] = madeUpEvents(seed, 500, { interventions: true }) as [
    EventOf<'study-started'>,
    ...StudyEvent[],
  ];
  const events = [{ ...first, spawnUntil: 'runsStarted(runs=99)' }, ...others];
  await record(events);
  using study = openRecord(directory);
  const { events: last, evaluations, runs, incumbent, live } = study.history();
  const overview = study.overview();
  expect(overview).toMatchObject({ events: last, evaluations, runs, incumbent, seed, task: 'made up', slots: 2 });
  expect(overview).toMatchObject({ stop: 'never()', spawnUntil: 'runsStarted(runs=99)' });
  expect(overview.live.map(({ id, paused }) => ({ id, paused }))).toEqual(
    live.map(({ id, paused }) => ({ id, paused })),
  );
  for (const { id, trials, best } of overview.live) {
    const values = events.flatMap(event =>
      event.type === 'trials' && event.run === id ? [...event.trials.values] : [],
    );
    expect(trials).toBe(values.length);
    expect(best ?? Number.POSITIVE_INFINITY).toBe(Math.min(...values));
  }
});

test('each run tells how it ended', async () => {
  const events = ended(madeUpEvents(4, 600));
  await record(events);
  using study = openRecord(directory);
  const runs = [...study.runs()];
  const started = events.filter(event => event.type === 'run-started');
  expect(runs.map(({ id, optimizer, started }) => [id, optimizer, started.event])).toEqual(
    started.map(({ run, optimizer, number }) => [run, optimizer.name, number]),
  );
  expect(new Set(runs.map(({ ended }) => ended?.status)).size).toBeGreaterThan(2);
  for (const { id, ended } of runs) {
    const end = events.findLast(event => event.type === 'run-ended' && event.run === id) as EventOf<'run-ended'>;
    if (end === undefined) expect(ended).toBe(undefined);
    else {
      const { number, evaluations, seconds, status, trials, outcomes, best } = end;
      expect(ended).toEqual({ event: number, evaluations, seconds, status, trials, outcomes, best: best?.value });
    }
  }
});

test('it tells how far it goes, whatever was recorded last', async () => {
  for (const [upTo, folder] of [1, 50, 51, 52, 53].map(count => [count, join(directory, `${count}`)] as const)) {
    const events = madeUpEvents(1, 100).slice(0, upTo);
    const recording = await recordStudy(studyOf(events), folder);
    await recording.close();
    using study = openRecord(folder);
    const { number: event, evaluations, seconds } = events.at(-1) as StudyEvent;
    expect(study.last()).toEqual({ event, evaluations, seconds });
  }
});

test('each session tells what was asked for, where it ran, and how it ended', async () => {
  const events = madeUpEvents(1, 50);
  await record(events, { asked: { task: './t.js', limit: Number.POSITIVE_INFINITY }, durability: 'second' });
  const resumed = { ...events[0], resumed: true };
  const { number, seconds, evaluations } = events.at(-1) as StudyEvent;
  const next = { ...resumed, number: number + 1, seconds, evaluations } as StudyEvent;
  await record(ended([...events, next]), { asked: { task: './u.js' }, history: { events: number } });
  using study = openRecord(directory);
  const [first, second] = study.sessions();
  expect(first).toMatchObject({
    ...{ id: 1, pid: process.pid, version: process.version, how: 'failed' },
    asked: { task: './t.js', limit: Number.POSITIVE_INFINITY },
  });
  expect(second).toMatchObject({
    id: 2,
    how: 'ended',
    asked: { task: './u.js' },
    startedAt: expect.stringMatching(/^2.*Z$/),
  });
  expect(study.asked()).toEqual({ task: './u.js' });
  expect(study.history().events).toBe(number + 2);
});

test('one file is left, which can be read where nothing can be written', async () => {
  await record(ended(madeUpEvents(2, 50)));
  expect(readdirSync(directory).sort()).toEqual(['study.db', 'study.lock']);
  rmSync(join(directory, 'study.lock'));
  chmodSync(file, 0o400);
  chmodSync(directory, 0o500);
  try {
    using study = openRecord(directory);
    expect(study.history().events).toBeGreaterThan(50);
  } finally {
    chmodSync(directory, 0o700);
  }
});

test('the usual questions are one line of SQL', async () => {
  const events = ended(madeUpEvents(4, 600));
  await record(events);
  const found = events.filter(event => event.type === 'incumbent').map(({ found }) => found.value);
  expect(query('SELECT value FROM best_so_far').map(({ value }) => value)).toEqual(found);
  const ends = events.filter(event => event.type === 'run-ended').sort((a, b) => a.run - b.run);
  const rows = query('SELECT run, status, trials, reason FROM run_ends WHERE status IS NOT NULL');
  expect(rows.map(row => ({ ...row }))).toEqual(
    ends.map(({ run, status, trials, reason }) => ({ run, status, trials, reason: reason.message })),
  );
  expect(query('SELECT message FROM warnings LIMIT 1')[0]?.message).toBe('mind this');
  expect(query('SELECT text FROM output LIMIT 1')[0]?.text).toContain('printed by <b>');
});

test('a record can be read while it is written', async () => {
  const events = madeUpEvents(5, 300);
  await using recording = await recordStudy(studyOf(events, { endless: true }), directory);
  using study = openRecord(directory);
  for (let seen = -1; seen < events.length; ) {
    try {
      seen = study.history().events;
    } catch (error) {
      expect((error as Error).message).toContain('no study has begun');
    }
    await new Promise(resolve => setImmediate(resolve));
  }
  expect(recording.committed).toBe(events.length);
  expect(readOut(study.history())).toStrictEqual(historyOf(events));
});

test('logs cannot be read when the record is closed', async () => {
  await record(madeUpEvents(1, 400));
  const study = openRecord(directory);
  const [run] = study.history().live;
  study.close();
  study.close();
  expect(() => [...(run?.log() ?? [])]).toThrowError(expect.objectContaining({ code: 'GLOMPO_CLOSED' }));
});

test('what is no record, or none that is known, is refused', async () => {
  const refusal = (why: string) =>
    expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringContaining(why) });
  expect(() => openRecord(directory)).toThrowError(refusal('there is none'));
  writeFileSync(file, '');
  expect(() => openRecord(directory)).toThrowError(refusal('it is empty'));
  writeFileSync(file, 'hello, world '.repeat(1000));
  expect(() => openRecord(directory)).toThrowError(refusal('no record at all'));
  rmSync(file);
  change('CREATE TABLE accounts (id)');
  expect(() => openRecord(directory)).toThrowError(refusal('the database of something else'));
  rmSync(file);
  await record(madeUpEvents(1, 9));
  change('PRAGMA user_version = 3');
  expect(() => openRecord(directory)).toThrowError(refusal('newer version of glompo (schema 3, and this one knows 2)'));
});

test.each([
  [
    'DELETE FROM events WHERE number = (SELECT min(number) FROM events WHERE number > 8)',
    /event \d+ comes after event/,
  ],
  [
    'UPDATE events SET evaluations = 0 WHERE number = 1; UPDATE events SET seconds = 9 WHERE number = 1',
    /row 1 of its table events/,
  ],
  ['UPDATE events SET session = 7', /row \d+ of its table events/],
  ["UPDATE memory SET body = '{}'", /row .* of its table memory/],
  ['DELETE FROM memory', /decided last/],
  ['DELETE FROM snapshots', /snapshot of run/],
  ['UPDATE trials SET first = 1', /there twice|table trials/],
  ['UPDATE trials SET count = count + 1 WHERE run = 2', /trials|there twice/],
  ['UPDATE trials SET points = zeroblob(length(points))', /table trials/],
  ['UPDATE told SET asked = asked + 1', /table told/],
  ['UPDATE sessions SET asked = 1', /table sessions/],
])('rows that are not what was written are noticed: %s', async (sql, message) => {
  await record(madeUpEvents(3, 120));
  change(sql);
  using study = openRecord(directory);
  expect(() => {
    study.asked();
    study.history();
  }).toThrowError(expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringMatching(message) }));
});

test('a file that is cut off or has a wrong bit gives an error or what was written, never anything else', async () => {
  const events = madeUpEvents(6, 400);
  await record(events, { asked: { task: 'x' } });
  const whole = readFileSync(file);
  const copy = join(directory, 'copy.db');
  copyFileSync(file, copy);
  const expected = { asked: { task: 'x' }, history: historyOf(events) };
  const random = createRandom(Math.floor(Math.random() * 2 ** 32));
  const seen = { errors: 0, right: 0 };
  for (let i = 0; i < 120; i++) {
    const bytes = Buffer.from(whole);
    const at = random.integer(bytes.length);
    if (i % 4 > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
    writeFileSync(file, i % 4 > 0 ? bytes : bytes.subarray(0, at));
    try {
      using study = openRecord(directory);
      expect({ asked: study.asked(), history: readOut(study.history()) }).toStrictEqual(expected);
      seen.right++;
    } catch (error) {
      if (!GlompoError.is(error, 'GLOMPO_RECORD')) throw error;
      seen.errors++;
    }
  }
  expect(seen.errors).toBeGreaterThan(20);
});
