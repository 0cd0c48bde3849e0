import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createStudy, GlompoError, type StudyEvent } from '@glompo/core';
import {
  type Checkpoint,
  copyCheckpoint,
  openCheckpoint,
  openRecord,
  type Recording,
  recordStudy,
  writeCheckpoint,
} from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, historyOf, madeUpEvents, readOut, studyOf } from './made-up-study.test.fixture.js';
import { openSqlite } from './sqlite.js';
import { walkingStudy } from './walking-study.test.fixture.js';

const endless = fileURLToPath(new URL('endless-study.test.mjs', import.meta.url));

let directory: string;
let other: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  other = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => {
  for (const folder of [directory, other]) rmSync(folder, { recursive: true, force: true });
});

const refusal = (why: string | RegExp) =>
  expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringMatching(why) });

/** What a copy of it goes on from. */
function historyIn(file: string): unknown {
  using record = openCheckpoint(file);
  return readOut(record.history());
}

test('a checkpoint is one file with all that is recorded, also of a study that runs', async () => {
  const events = madeUpEvents(1, 300);
  await using recording = await recordStudy(studyOf(events, { endless: true }), directory, { asked: { task: 'x' } });
  while (recording.committed < events.length) await new Promise(resolve => setImmediate(resolve));
  const made = await writeCheckpoint(directory, join(other, 'deep', 'it-{evaluations}-{event}.db'));
  const { evaluations } = events.at(-1) as StudyEvent;
  expect(made).toMatchObject({ event: events.length, evaluations, folder: directory });
  expect(basename(made.file)).toBe(`it-${evaluations}-${events.length}.db`);
  expect(readdirSync(join(other, 'deep'))).toEqual([basename(made.file)]);
  expect(historyIn(made.file)).toStrictEqual(historyOf(events));
  using record = openRecord(made.file);
  expect(record.asked()).toEqual({ task: 'x' });
});

test('a study goes on from a checkpoint in another folder, with the trials that it would have made', async () => {
  const studies = new Map<string, number[]>();
  const run = async (folder: string, evaluations: number, history?: ReturnType<typeof openRecord>) => {
    const before = history?.history();
    const study = createStudy({ ...walkingStudy(evaluations), ...(before && { history: before }) });
    await using recording = await recordStudy(study, folder, { history: before });
    await study.run();
    history?.close();
    await recording.close();
    using record = openRecord(folder);
    const values = [...record.events({ types: ['trials'], run: 1 })].flatMap(({ trials }) => [...trials.values]);
    studies.set(folder, values);
  };
  await run(directory, 200);
  const { file } = await writeCheckpoint(directory);
  const made = copyCheckpoint(file, join(other, 'study'));
  expect(made).toMatchObject({ evaluations: 200, folder: directory });
  await run(join(other, 'study'), 400, openRecord(join(other, 'study')));
  await run(directory, 400, openRecord(directory));
  expect(studies.get(directory)).toEqual(studies.get(join(other, 'study')));
  expect(studies.get(directory)?.length).toBeGreaterThan(100);
  // It is a study of its own now, and no checkpoint, but it knows where it comes from.
  expect(() => openCheckpoint(join(other, 'study', 'study.db'))).toThrowError(refusal('it is no checkpoint'));
  const sqlite = openSqlite(join(other, 'study', 'study.db'));
  const rows = sqlite.prepare('SELECT evaluations, continued FROM checkpoints').all();
  sqlite.close();
  expect(rows.map(row => ({ ...row }))).toEqual([{ evaluations: 200, continued: 2 }]);
});

test('a schedule makes them at the start, after so many evaluations, and at the end; the last ones are kept, and nothing else is touched', async () => {
  const told: (Checkpoint | GlompoError)[] = [];
  const folder = join(directory, 'checkpoints');
  mkdirSync(folder);
  writeFileSync(join(folder, 'checkpoint-20200101T000000Z-1.db'), 'my thesis');
  await using before = await recordStudy(studyOf(ended(madeUpEvents(1, 9))), join(other, 'study'));
  await before.finished;
  const strange = await writeCheckpoint(join(other, 'study'), join(folder, 'checkpoint-20200101T000000Z-2.db'));
  const events = ended(madeUpEvents(2, 600));
  // It comes no faster than checkpoints are made.
  let recording: Recording | undefined;
  const slowly = {
    safe() {},
    async *events() {
      let due = 0;
      for (const event of events) {
        yield event;
        if (event.evaluations < due) continue;
        due = event.evaluations + 101;
        const before = told.length;
        while ((recording?.committed ?? 0) < event.number || (told.length === before && due < 500))
          await new Promise(resolve => setImmediate(resolve));
      }
    },
  };
  recording = await recordStudy(slowly, directory, {
    checkpoints: {
      ...{ every: { evaluations: 100 }, atStart: true, atEnd: true, keep: 2 },
      onCheckpoint: made => told.push(made),
    },
  });
  await recording.finished;
  const made = told.filter((one): one is Checkpoint => !(one instanceof GlompoError));
  expect(made).toHaveLength(told.length);
  expect(made.length).toBeGreaterThan(3);
  expect(made[0]?.evaluations).toBeLessThan(100);
  expect(made.at(-1)?.event).toBe(events.length);
  for (const [i, { evaluations }] of made.slice(1, -1).entries())
    expect(evaluations - (made[i]?.evaluations ?? 0)).toBeGreaterThanOrEqual(100);
  const kept = [
    basename(strange.file),
    'checkpoint-20200101T000000Z-1.db',
    ...[...new Set(made.map(({ file }) => basename(file)))].slice(-2),
  ];
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
  expect(readFileSync(join(folder, 'checkpoint-20200101T000000Z-1.db'), 'utf8')).toBe('my thesis');
  using last = openCheckpoint(made.at(-1)?.file as string);
  expect([...last.events()]).toHaveLength(
    events.filter(({ type }) => type !== 'snapshot' && type !== 'decided').length,
  );
});

test('those that an earlier session has made count, too', async () => {
  const events = madeUpEvents(2, 50);
  const checkpoints = { atEnd: true, keep: 1 };
  await using first = await recordStudy(studyOf(events), directory, { checkpoints });
  await first.finished;
  const { number, seconds, evaluations } = events.at(-1) as StudyEvent;
  const next = { ...events[0], resumed: true, number: number + 1, seconds, evaluations } as StudyEvent;
  const [old] = readdirSync(join(directory, 'checkpoints')) as [string];
  const name = 'checkpoint-{time}-{event}.db';
  await using second = await recordStudy(studyOf([next]), directory, {
    ...{ history: { events: number }, checkpoints: { ...checkpoints, name } },
  });
  await second.finished;
  const left = readdirSync(join(directory, 'checkpoints'));
  expect(left).toHaveLength(1);
  expect(left).not.toContain(old);
});

test('what is there is not overwritten, unless it is a checkpoint of the same study', async () => {
  await using recording = await recordStudy(studyOf(madeUpEvents(1, 99)), directory);
  await recording.finished;
  const file = join(other, 'x.db');
  await writeCheckpoint(directory, file);
  await writeCheckpoint(directory, file);
  await using another = await recordStudy(studyOf(madeUpEvents(2, 9)), join(other, 'another'));
  await another.finished;
  await expect(writeCheckpoint(join(other, 'another'), file)).rejects.toThrowError(refusal('is not overwritten'));
  writeFileSync(join(other, 'y.db'), 'my thesis');
  await expect(writeCheckpoint(directory, join(other, 'y.db'))).rejects.toThrowError(refusal('is not overwritten'));
  expect(readdirSync(other).sort()).toEqual(['another', 'x.db', 'y.db']);
  expect(() => copyCheckpoint(file, join(other, 'another'))).toThrowError(refusal('is not overwritten'));
});

test('no checkpoint is made of a record that is damaged: it would take the place of a good one', async () => {
  await using recording = await recordStudy(studyOf(ended(madeUpEvents(1, 99))), directory);
  await recording.finished;
  const file = join(other, 'x.db');
  await writeCheckpoint(directory, file);
  const good = readFileSync(file);
  const sqlite = openSqlite(join(directory, 'study.db'));
  sqlite.exec('UPDATE trials SET results = zeroblob(length(results)) WHERE number = (SELECT max(number) FROM trials)');
  sqlite.close();
  await expect(writeCheckpoint(directory, file)).rejects.toThrowError(
    refusal(/^the record in .*: it is damaged: row \d+ of its table trials is not what was written/),
  );
  await expect(writeCheckpoint(directory, join(other, 'new', 'y.db'))).rejects.toThrowError(refusal('damaged'));
  expect(readdirSync(other)).toEqual(['x.db']);
  expect(readFileSync(file).equals(good)).toBe(true);
});

test('studies that went on from the same checkpoint are studies of their own', async () => {
  const events = madeUpEvents(1, 50);
  await using first = await recordStudy(studyOf(ended(events)), directory);
  await first.finished;
  const { file, event } = await writeCheckpoint(directory, join(other, 'it.db'));
  const checkpoints = { atEnd: true, keep: 1, folder: join(other, 'shared') };
  const { seconds, evaluations } = ended(events).at(-1) as StudyEvent;
  const next = { ...events[0], resumed: true, number: event + 1, seconds, evaluations } as StudyEvent;
  for (const fork of ['a', 'b']) {
    copyCheckpoint(file, join(other, fork));
    await using recording = await recordStudy(studyOf([next]), join(other, fork), {
      ...{ history: { events: event }, checkpoints: { ...checkpoints, name: `{time}-${fork}-{event}.db` } },
    });
    await recording.finished;
  }
  await using again = await recordStudy(studyOf([{ ...next, number: event + 2 }]), join(other, 'b'), {
    ...{ history: { events: event + 1 }, checkpoints: { ...checkpoints, name: '{time}-b-{event}.db' } },
  });
  await again.finished;
  // One each: that of b in the place of its earlier one.
  expect(readdirSync(join(other, 'shared')).map(name => name.replace(/^[^-]*/, ''))).toEqual([
    `-a-${event + 1}.db`,
    `-b-${event + 2}.db`,
  ]);
  await expect(writeCheckpoint(join(other, 'a'), file)).rejects.toThrowError(refusal('is not overwritten'));
  const ofA = await writeCheckpoint(join(other, 'a'), join(other, 'a.db'));
  await expect(writeCheckpoint(join(other, 'b'), ofA.file)).rejects.toThrowError(refusal('is not overwritten'));
});

test('what cannot be is told', async () => {
  await expect(writeCheckpoint(other)).rejects.toThrowError(refusal('there is none'));
  expect(existsSync(join(other, 'checkpoints'))).toBe(false);
  expect(() => copyCheckpoint(join(other, 'nothing'), directory)).toThrowError(refusal('there is no such file'));
  await using recording = await recordStudy(studyOf(madeUpEvents(1, 99), { endless: true }), directory);
  while (recording.committed < 50) await new Promise(resolve => setImmediate(resolve));
  expect(() => copyCheckpoint(join(directory, 'study.db'), other)).toThrowError(
    refusal('it is no checkpoint: there is'),
  );
  writeFileSync(join(other, 'file'), '');
  await expect(writeCheckpoint(directory, join(other, 'file', 'x.db'))).rejects.toThrowError(
    refusal('^the checkpoint .*file/x.db of .* may you write in it'),
  );
  const wrong = async (checkpoints: object, what: string) =>
    expect(recordStudy(studyOf([]), other, { checkpoints })).rejects.toThrowError(`checkpoints: ${what}: expected`);
  await wrong({ every: { evaluations: 0 } }, 'every');
  await wrong({ every: { days: 3 } }, 'every');
  await wrong({ keep: 0.5 }, 'keep');
  await wrong({ name: '../x.db' }, 'name');
  expect(readdirSync(other)).toEqual(['file']);
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is told, and recording goes on', async () => {
  const folder = join(other, 'closed');
  mkdirSync(folder, { mode: 0o500 });
  const told: (Checkpoint | GlompoError)[] = [];
  await using recording = await recordStudy(studyOf(ended(madeUpEvents(1, 99))), directory, {
    checkpoints: { atEnd: true, folder, onCheckpoint: made => told.push(made) },
  });
  await recording.finished;
  chmodSync(folder, 0o700);
  expect(told).toEqual([refusal('may you write in it')]);
});

test('kill -9 while a checkpoint is made leaves none under its name, no harm, and nothing behind for long', async () => {
  await promisify(execFile)(process.execPath, [endless, directory, '8000']);
  const before = readFileSync(join(directory, 'study.db'));
  const script = `
    const { writeCheckpoint } = await import('@glompo/store');
    console.log('begins');
    await writeCheckpoint(process.argv[1], process.argv[2]);`;
  const target = join(other, 'x.db');
  let leftOver = 0;
  for (let kill = 0; kill < 3; kill++) {
    const args = ['--input-type=module', '--eval', script, directory, target];
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    // As soon as it has begun to write.
    while (!readdirSync(other).some(name => name.endsWith('.tmp')) && child.exitCode === null)
      await new Promise(resolve => setImmediate(resolve));
    child.kill('SIGKILL');
    await closed;
    leftOver += readdirSync(other).filter(name => name.includes('.tmp')).length;
    expect(readdirSync(other).filter(name => name.includes('.tmp')).length).toBeLessThan(3);
    if (existsSync(target)) rmSync(target);
  }
  expect(leftOver).toBeGreaterThan(0);
  await writeCheckpoint(directory, target);
  expect(readdirSync(other)).toEqual(['x.db']);
  using checkpoint = openCheckpoint(target);
  expect(checkpoint.history().events).toBeGreaterThanOrEqual(8000);
  expect(readFileSync(join(directory, 'study.db')).equals(before)).toBe(true);
});

test.skipIf(process.platform === 'win32')(
  'a full disk is told, nothing is left, and the study is as it was',
  async () => {
    await promisify(execFile)(process.execPath, [endless, directory, '6000']);
    const script = `
    const { writeCheckpoint } = await import('@glompo/store');
    await writeCheckpoint(process.argv[1], process.argv[2]).catch(({ code, message }) => console.log(code, message));`;
    const limited = [
      '-c',
      'ulimit -f 512 && exec "$0" "$@"',
      process.execPath,
      '--input-type=module',
      '--eval',
      script,
    ];
    const { stdout } = await promisify(execFile)('bash', [...limited, directory, join(other, 'x.db')], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    expect(stdout).toMatch(/^GLOMPO_RECORD the checkpoint .*x.db of the study in .* full/);
    expect(readdirSync(other)).toEqual([]);
    using record = openRecord(directory);
    expect(record.history().events).toBeGreaterThanOrEqual(6000);
  },
);
