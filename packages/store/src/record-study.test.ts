import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StudyEvent } from '@glompo/core';
import { isRunning, openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, madeUpEvents, studyOf } from './made-up-study.test.fixture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const refusal = (why: string | RegExp) =>
  expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringMatching(why) });

test('a folder that is not there is made', async () => {
  const folder = join(directory, 'a', 'b');
  await using recording = await recordStudy(studyOf(ended(madeUpEvents(1, 9))), folder);
  await recording.finished;
  using study = openRecord(folder);
  expect(study.history().events).toBeGreaterThan(0);
});

test('a study that is there is never overwritten', async () => {
  const events = madeUpEvents(1, 50);
  await using recording = await recordStudy(studyOf(events), directory);
  await recording.finished;
  const before = readFileSync(join(directory, 'study.db'));
  await expect(recordStudy(studyOf(events), directory)).rejects.toThrowError(refusal('which is not overwritten'));
  expect(readFileSync(join(directory, 'study.db'))).toEqual(before);
});

test.each([
  ['the database of something else', 'the database of something else'],
  ['no database', 'no record at all'],
])('a file of that name that is %s is left alone', async (what, why) => {
  const file = join(directory, 'study.db');
  if (what === 'no database') writeFileSync(file, 'my thesis\n'.repeat(1000));
  else {
    const { openSqlite } = await import('./sqlite.js');
    const sqlite = openSqlite(file);
    sqlite.exec('CREATE TABLE accounts (id)');
    sqlite.close();
  }
  const before = readFileSync(file);
  await expect(recordStudy(studyOf([]), directory)).rejects.toThrowError(refusal(why));
  expect(readFileSync(file)).toEqual(before);
});

test('a folder in which another study is being recorded is refused, with who does so', async () => {
  await using recording = await recordStudy(studyOf(madeUpEvents(1, 9), { endless: true }), directory);
  const why = new RegExp(`another study .* by process ${process.pid} on `);
  await expect(recordStudy(studyOf([]), directory)).rejects.toThrowError(refusal(why));
  // Also by another process.
  const script = `import { recordStudy } from '@glompo/store';
    await recordStudy({ events: async function* () {}, safe() {} }, process.argv[1], { history: { events: 9 } }).catch(({ message }) => console.log(message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, directory], {
    cwd: import.meta.dirname,
  });
  expect(stdout).toMatch(why);
  await recording.close();
  await using next = await recordStudy(studyOf([]), directory, { history: { events: recording.committed } });
  expect(next.committed).toBe(recording.committed);
});

test('only what belongs to the record is added to it', async () => {
  await expect(recordStudy(studyOf([]), directory, { history: { events: 9 } })).rejects.toThrowError(
    refusal('no study to go on'),
  );
  const events = madeUpEvents(1, 50);
  const last = events.at(-1) as StudyEvent;
  await using first = await recordStudy(studyOf(events), directory);
  await first.finished;
  const next = { ...(events[0] as StudyEvent), seconds: last.seconds, evaluations: last.evaluations };
  const wrong: readonly [StudyEvent, string][] = [
    [{ ...next, number: last.number + 1 }, 'begins anew'],
    [{ ...next, number: last.number + 2 }, `event ${last.number + 2} came after event ${last.number}`],
    [{ ...last, type: 'gap', from: 1, to: last.number + 1, number: last.number + 1 }, 'were missed'],
  ];
  for (const [event, why] of wrong) {
    const another = await recordStudy(studyOf([event]), directory, { history: { events: last.number } });
    await expect(another.finished).rejects.toThrowError(refusal(why));
    await expect(another.close()).rejects.toThrowError(refusal(why));
  }
  // Nor what goes on from an earlier moment: another session has been there meanwhile.
  const stale = recordStudy(studyOf([]), directory, { history: { events: last.number - 3 } });
  await expect(stale).rejects.toThrowError(refusal(`it has changed since it was read, from ${last.number - 3}`));
  using study = openRecord(directory);
  expect(study.history().events).toBe(last.number);
});

test('of a study that does not begin nothing is left', async () => {
  const [deep, old] = ['a/b', 'old'].map(name => join(directory, name)) as [string, string];
  mkdirSync(old);
  writeFileSync(join(old, 'note'), '');
  for (const folder of [deep, old]) {
    const refusedOne = await recordStudy(studyOf([]), folder);
    await refusedOne.finished;
    await (await recordStudy(studyOf([], { endless: true }), folder)).close();
  }
  expect(readdirSync(directory)).toEqual(['old']);
  expect(readdirSync(old)).toEqual(['note']);
});

test('a study that was to go on and does not begin changes nothing', async () => {
  const events = madeUpEvents(1, 50);
  await using first = await recordStudy(studyOf(events), directory);
  await first.finished;
  const there = () => readdirSync(directory).map(name => [name, readFileSync(join(directory, name))]);
  const before = there();
  const { number, seconds, evaluations } = events.at(-1) as StudyEvent;
  const warning = { type: 'warning', message: 'x', number: number + 1, seconds, evaluations } as StudyEvent;
  await using next = await recordStudy(studyOf([warning]), directory, { history: { events: number } });
  await next.finished;
  expect(there()).toEqual(before);
});

test('closing it early records all that has happened', async () => {
  const events = madeUpEvents(2, 3000);
  const recording = await recordStudy(studyOf(events, { endless: true }), directory);
  await recording.close();
  await recording.close();
  expect(recording.committed).toBe(events.length);
  using study = openRecord(directory);
  expect(study.history().events).toBe(events.length);
  expect(study.sessions()[0]?.how).toBe('left');
});

test('a study that gives what is no plain data is recorded up to there', async () => {
  const events = madeUpEvents(2, 50);
  const { number, ...at } = events.at(-1) as StudyEvent;
  const begins = { ...(events[0] as StudyEvent), ...at, type: 'study-started', resumed: true, number: number + 1 };
  const strange = { ...at, type: 'warning', message: 'x', data: () => 1, number: number + 2 } as unknown as StudyEvent;
  await using recording = await recordStudy(studyOf(events, { endless: true }), directory);
  await recording.close();
  const next = await recordStudy(studyOf([begins as StudyEvent, strange]), directory, { history: { events: number } });
  await expect(next.finished).rejects.toThrowError(/could not be cloned/);
  // Until it is closed, its files are being written.
  await expect(next.close()).rejects.toThrowError(/could not be cloned/);
});

test('a recording that has failed keeps the folder until its study has ended, or it is closed', async () => {
  const [begins, gap] = [madeUpEvents(1, 9)[0], { type: 'gap', from: 2, to: 3, number: 3 }] as [StudyEvent, StudyEvent];
  const inUse = refusal('another study is being recorded there');
  for (const how of ['ends', 'is closed']) {
    let end = () => {};
    const ended = new Promise<void>(resolve => {
      end = resolve;
    });
    const study = {
      safe() {},
      async *events({ from = 1 } = {}) {
        if (from === 1) yield* [begins, gap];
        await ended;
      },
    };
    const folder = join(directory, how);
    const recording = await recordStudy(study, folder);
    await expect(recording.finished).rejects.toThrowError(refusal('were missed'));
    await expect(recordStudy(studyOf([]), folder)).rejects.toThrowError(inUse);
    expect(isRunning(folder)).toBe(true);
    if (how === 'ends') end();
    else await expect(recording.close()).rejects.toThrowError(refusal('were missed'));
    while (isRunning(folder)) await new Promise(resolve => setImmediate(resolve));
  }
});

test.skipIf(!existsSync('/proc/self'))('a folder that nobody can make is refused', async () => {
  await expect(recordStudy(studyOf([]), '/proc/x')).rejects.toThrowError(
    refusal(
      /^the record in \/proc\/x: its files cannot be opened or written .*: is the folder there, and may you write/,
    ),
  );
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written is refused', async () => {
  mkdirSync(join(directory, 'mine'), { mode: 0o500 });
  await expect(recordStudy(studyOf([]), join(directory, 'mine'))).rejects.toThrowError(refusal('may you write in it'));
});

test('what is no folder is refused', async () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');
  await expect(recordStudy(studyOf([]), file)).rejects.toThrowError(refusal('cannot be opened or written'));
  mkdirSync(join(directory, 'study.db'));
  await expect(recordStudy(studyOf([]), directory)).rejects.toThrowError(refusal('cannot be opened or written'));
});

test('a wrong option is refused', async () => {
  const durability = 'never' as 'end';
  await expect(recordStudy(studyOf([]), directory, { durability })).rejects.toThrowError('durability: expected batch');
});
