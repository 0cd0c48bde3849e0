import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StudyEvent, StudyRecord } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import { exportStudy } from './export-study.js';
import { folder } from './folder.test.fixture.js';
import { type ExportFormat, exportFiles } from './formats.js';
import { events, recordOf } from './recorded-events.test.fixture.js';

const formats = Object.keys(exportFiles) as ExportFormat[];
const path = folder();
const failing = (why: RegExp) =>
  expect.objectContaining({ code: 'GLOMPO_EXPORT', message: expect.stringMatching(why) });

describe.each(formats)('%s', format => {
  test('is as it was when it began, although the record grows', async () => {
    const [then, now] = ['then', 'now'].map(name => join(path, `${name}.${format}`)) as [string, string];
    const upTo = events.findIndex(({ type }) => type === 'incumbent') + 1;
    await exportStudy(recordOf(events.slice(0, upTo)), then, { format });
    const { evaluations } = await exportStudy(recordOf(events, upTo), now, { format });
    expect(evaluations).toBe(217);
    expect(readFileSync(now).equals(readFileSync(then))).toBe(true);
  });

  test('can be made of a study that has only begun', async () => {
    const file = join(path, `begun.${format}`);
    expect(await exportStudy(recordOf(events, 1), file, { format })).toMatchObject({ evaluations: 0 });
  });
});

test('what is there is not overwritten, unless that is asked for', async () => {
  const file = join(path, 'there.csv');
  const nowhere = join(path, 'leads-nowhere.csv');
  writeFileSync(file, 'precious');
  symlinkSync(join(path, 'target'), nowhere);
  mkdirSync(join(path, 'folder.csv'));
  await expect(exportStudy(recordOf(events), file, { format: 'csv' })).rejects.toThrow(failing(/there already/));
  await expect(exportStudy(recordOf(events), nowhere, { format: 'csv' })).rejects.toThrow(failing(/there already/));
  expect(readFileSync(file, 'utf8')).toBe('precious');
  await exportStudy(recordOf(events), file, { format: 'csv', force: true });
  expect(readFileSync(file, 'utf8')).toMatch(/^evaluation,/);
  await exportStudy(recordOf(events), nowhere, { format: 'csv', force: true });
  expect(existsSync(join(path, 'target'))).toBe(false);
  const inPlaceOfFolder = exportStudy(recordOf(events), join(path, 'folder.csv'), { format: 'csv', force: true });
  await expect(inPlaceOfFolder).rejects.toThrow(failing(/is a folder/));
});

test('no export takes the place of a study, whatever is asked for', async () => {
  const record = join(path, 'study.db');
  writeFileSync(record, 'SQLite format 3\0 and so on');
  for (const name of ['study.db', 'study.db-wal', 'study.lock']) {
    if (name !== 'study.db') writeFileSync(join(path, name), '');
    const taken = exportStudy(recordOf(events), join(path, name), { format: 'yml', force: true });
    await expect(taken).rejects.toThrow(failing(/belongs to a recorded study/));
  }
  expect(readFileSync(record, 'utf8')).toContain('and so on');
});

test('a failure leaves nothing: no folder, a damaged record, an end that was asked for, a format that nobody knows', async () => {
  const before = readdirSync(path);
  const file = join(path, 'never.csv');
  const nowhere = exportStudy(recordOf(events), join(path, 'none', 'a.csv'), { format: 'csv' });
  await expect(nowhere).rejects.toThrow(failing(/does not exist/));
  const record = recordOf(events);
  const damaged: StudyRecord = {
    ...record,
    *events(which) {
      for (const event of record.events(which)) {
        if ((event as StudyEvent).number > 40) throw new Error('it is damaged');
        yield event;
      }
    },
  };
  await expect(exportStudy(damaged, file, { format: 'csv' })).rejects.toThrow('it is damaged');
  await expect(exportStudy(recordOf(events, 0), file, { format: 'csv' })).rejects.toThrow(/no study has begun/);
  await expect(exportStudy(recordOf(events), file, { format: 'cvs' as ExportFormat })).rejects.toThrow(/mean "csv"/);
  const endless: StudyRecord = {
    ...record,
    *events(which) {
      do yield* record.events(which);
      while (which?.types?.some(type => type === 'trials'));
    },
  };
  const reading = exportStudy(endless, file, { format: 'csv', signal: AbortSignal.timeout(1) });
  await expect(reading).rejects.toThrow(expect.objectContaining({ code: 'GLOMPO_INTERRUPTED' }));
  expect(readdirSync(path)).toEqual(before);
});

test('what a killed export leaves is removed by the next one', async () => {
  const cwd = join(path, 'killed');
  mkdirSync(cwd);
  const script = `import { kill, pid } from 'node:process';
    import { exportStudy } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    await exportStudy({ last: () => kill(pid, 'SIGKILL') }, 'it.csv', { format: 'csv' });`;
  const killed = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd });
  await expect(killed).rejects.toThrow();
  expect(readdirSync(cwd)).toHaveLength(1);
  await exportStudy(recordOf(events), join(cwd, 'it.csv'), { format: 'csv' });
  expect(readdirSync(cwd)).toEqual(['it.csv']);
});

test.skipIf(process.platform === 'win32')('a full disk is told, and nothing is left', async () => {
  const script = `import { exportStudy } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    const points = new Float64Array(1e5).map(Math.random);
    const begun = { type: 'study-started', number: 1, seconds: 0, evaluations: 0, parameters: [{ name: 'x', low: 0, high: 1 }], liveRuns: {} };
    const trials = { type: 'trials', number: 2, run: 1, seconds: 0, evaluations: 1e5, trials: { first: 1, points, values: points, failures: [] } };
    const record = {
      last: () => ({ event: 2, evaluations: 1e5, seconds: 0 }), sessions: () => [], runs: () => [], overview: () => ({ stop: '' }),
      events: ({ types }) => [begun, trials].filter(({ type }) => types.includes(type)),
    };
    await exportStudy(record, 'full.csv', { format: 'csv' }).catch(({ code, message }) => console.log(code, message));`;
  const cwd = join(path, 'full');
  mkdirSync(cwd);
  // No file may have more than 1 MB.
  const limited = ['-c', 'ulimit -f 1024 && exec "$0" "$@"', process.execPath, '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)('bash', limited, { cwd });
  expect(stdout).toMatch(/^GLOMPO_EXPORT the file full\.csv cannot be written: the disk is full/);
  expect(readdirSync(cwd)).toEqual([]);
});
