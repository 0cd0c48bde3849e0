import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { box, createStudy, optimizerFactory, parametersFromBounds, type Study, type StudyEvent } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { askStudy, type Door, isRunning, openDoor, openRecord, type Recording, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';

const draw = optimizerFactory({
  name: 'draw',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: ({ random }) => ({
    stop: undefined,
    ask: () => [{ x: Float64Array.of(random.uniform()) }],
    tell: () => {},
    snapshot: () => random.snapshot(),
  }),
});

let directory: string;
let study: Study;
let events: StudyEvent[];
let ended: ReturnType<Study['run']>;
let recording: Recording;
let door: Door;
let warnings: string[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-door-'));
  events = [];
  warnings = [];
  study = createStudy({
    task: {
      parameters: parametersFromBounds(box(1, 0, 1)),
      evaluate: ([x]) => new Promise(resolve => setImmediate(() => resolve(x as number))),
    },
    optimizers: draw(),
    hunters: 'none',
    liveRuns: 2,
    stop: maxEvaluations(1e9),
  });
  recording = await recordStudy(study, directory);
  door = await openDoor(study, directory, {
    onFailure: ({ message }) => warnings.push(message),
  });
  ended = study.run();
  ended.catch(() => {});
  void (async () => {
    for await (const event of study.events()) events.push(event);
  })();
  await until(() => events.some(({ type }) => type === 'trials'));
});
afterEach(async () => {
  await study.intervene({ type: 'stop' }).catch(() => {});
  await ended.catch(() => {});
  await door.close();
  await recording.close();
  rmSync(directory, { recursive: true, force: true });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setImmediate(resolve));
}

const endOf = (run: number) => events.find(event => event.type === 'run-ended' && event.run === run);

test('another program stops a run, and then the study', async () => {
  const script = `import { askStudy } from '@glompo/store';
    await askStudy(${JSON.stringify(directory)}, { type: 'stop-run', run: 1 });
    await askStudy(${JSON.stringify(directory)}, { type: 'stop' });`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  expect(await once(other, 'exit')).toEqual([0, null]);
  const { reason } = await ended;
  expect(reason).toEqual({ by: 'user', message: 'stopped from outside' });
  expect(endOf(1)).toMatchObject({ status: 'killed', reason: { by: 'user' } });
  // Nothing of it stays.
  expect(readdirSync(join(directory, 'door'))).toEqual([]);
  await recording.close();
  using record = openRecord(directory);
  expect(Array.from(record.events({ types: ['intervened'] }), ({ intervention }) => intervention.type)).toEqual([
    'stop-run',
    'stop',
  ]);
});

test('slots, limits and points are asked for', async () => {
  await askStudy(directory, { type: 'slots', slots: 3 });
  await askStudy(directory, { type: 'start-run', point: Float64Array.of(0.25) });
  await until(() => events.some(event => event.type === 'run-started' && event.point[0] === 0.25));
  expect(events.findLast(event => event.type === 'resized')).toMatchObject({ slots: 3 });
  await askStudy(directory, { type: 'stop-when', condition: 'maxEvaluations(1)' });
  expect((await ended).reason.by).toBe('maxEvaluations');
});

test('who asks for what is not possible is told so, and the study goes on', async () => {
  await expect(askStudy(directory, { type: 'stop-run', run: 77 })).rejects.toMatchObject({
    code: 'GLOMPO_OPTION',
    message: expect.stringContaining('there is no run 77'),
  });
  await expect(askStudy(directory, { type: 'slots', slots: -1 })).rejects.toThrowError(/slots: expected an integer/);
  await expect(askStudy(directory, { type: 'burn' } as never)).rejects.toThrowError(/unknown type "burn"/);
  const seen = events.length;
  await until(() => events.length > seen + 10);
});

test('what others put down does nothing', async () => {
  const put = (name: string, text: string) => {
    const file = join(directory, 'door', name);
    writeFileSync(`${file}.part`, text);
    return file;
  };
  const stop = '{"type":"stop"}';
  const secret = join(directory, 'elsewhere');
  writeFileSync(secret, stop);
  symlinkSync(secret, join(directory, 'door', 'link.request'));
  writeFileSync(put('garbage.request', ''), '{"type":');
  writeFileSync(put('large.request', ''), `{"type":"stop","x":"${'x'.repeat(2 ** 21)}"}`);
  writeFileSync(put('odd.request', ''), '{"__proto__":{"type":"stop"}}');
  mkdirSync(join(directory, 'door', 'folder.request', 'deep'), { recursive: true });
  mkdirSync(join(directory, 'STOP_1'));
  if (process.getuid?.() === 0) {
    // As a file that somebody else has put there: not for a moment may it be ours.
    writeFileSync(join(directory, 'foreign'), stop);
    chownSync(join(directory, 'foreign'), 54321, 54321);
    const { renameSync } = await import('node:fs');
    renameSync(join(directory, 'foreign'), join(directory, 'door', 'foreign.request'));
    await until(() => existsSync(join(directory, 'door', 'foreign.answer')));
  }
  for (const name of ['link', 'garbage', 'large', 'odd', 'folder'])
    await until(() => existsSync(join(directory, 'door', `${name}.answer`)));
  expect(existsSync(secret)).toBe(true);
  for (let i = 0; i < 3; i++) await askStudy(directory, { type: 'slots', slots: 2 });
  // What stays in the way is told once.
  expect(warnings).toEqual([expect.stringMatching(/^STOP_1: /)]);
  expect(events.some(({ type }) => type === 'intervened' || type === 'study-ended')).toBe(false);
});

test('files with the names that users of GloMPO know stop a run and make a checkpoint', async () => {
  writeFileSync(join(directory, 'STOP_2'), '');
  writeFileSync(join(directory, 'CHKPT'), '');
  await until(() => endOf(2) !== undefined && existsSync(join(directory, 'checkpoints')));
  await until(() => readdirSync(join(directory, 'checkpoints')).some(name => /^checkpoint-.*\.db$/.test(name)));
  expect(existsSync(join(directory, 'STOP_2'))).toBe(false);
  expect(existsSync(join(directory, 'CHKPT'))).toBe(false);
  writeFileSync(join(directory, 'STOP_99'), '');
  await until(() => warnings.length > 0);
  expect(warnings).toEqual([expect.stringMatching(/^STOP_99: .*there is no run 99/)]);
  expect(existsSync(join(directory, 'STOP_99'))).toBe(false);
  writeFileSync(join(directory, 'STOP_2x'), '');
  await askStudy(directory, { type: 'slots', slots: 2 });
  expect(existsSync(join(directory, 'STOP_2x'))).toBe(true);
});

test('whether a study is running in a folder', async () => {
  expect(isRunning(directory)).toBe(true);
  await askStudy(directory, { type: 'stop' });
  await ended;
  await recording.close();
  expect(isRunning(directory)).toBe(false);
  await expect(askStudy(directory, { type: 'stop' })).rejects.toMatchObject({
    code: 'GLOMPO_CLOSED',
    message: expect.stringContaining('no study is running in'),
  });
  await expect(askStudy(join(directory, 'nowhere'), { type: 'stop' })).rejects.toMatchObject({ code: 'GLOMPO_RECORD' });
});

test('who waits for a study that hears nothing any more is told so', async () => {
  await door.close();
  await expect(askStudy(directory, { type: 'stop' })).rejects.toThrowError(/its program opens no door/);
  door = await openDoor({ intervene: () => new Promise(() => {}), resize: () => new Promise(() => {}) }, directory);
  const asked = askStudy(directory, { type: 'stop' });
  asked.catch(() => {});
  await until(() => readdirSync(join(directory, 'door')).some(name => name.endsWith('.request')));
  await study.intervene({ type: 'stop' });
  await ended;
  await recording.close();
  await expect(asked).rejects.toThrowError(/has ended meanwhile/);
  door = { close: async () => {}, [Symbol.asyncDispose]: async () => {} };
});
