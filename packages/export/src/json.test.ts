import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportStudy } from './export-study.js';
import { folder } from './folder.test.fixture.js';
import {
  allTrials,
  changedStop,
  events,
  hostile,
  parameterNames,
  pickle,
  recordOf,
} from './recorded-events.test.fixture.js';

const file = join(folder(), 'study.json');

test('everything is in one document, as it was, and nothing in it is a command to a terminal', async () => {
  await exportStudy(recordOf(events), file, { format: 'json' });
  const text = readFileSync(file, 'utf8');
  const { study, runs, trials, sessions, events: others } = JSON.parse(text);
  expect(study).toMatchObject({
    task: pickle,
    seed: 1,
    evaluations: 420,
    settings: { stop: changedStop, spawnUntil: hostile, slots: 2 },
  });
  expect(study.parameters.map(({ name }: { name: string }) => name)).toEqual(parameterNames);
  expect(sessions).toHaveLength(1);
  expect(runs.map((run: { optimizer: { name: string } }) => run.optimizer.name)).toEqual([hostile, '-2+3', pickle]);
  expect(runs[1].ended).toMatchObject({ status: 'killed', trials: 140, reason: { by: hostile } });
  expect(others.map(({ type }: { type: string }) => type)).toEqual([
    'incumbent',
    'warning',
    'run-restored',
    ...['intervened', 'intervened', 'intervened', 'injected', 'injected'],
    'trial-lost',
  ]);
  expect(others[3].intervention).toEqual({ type: 'stop-when', condition: changedStop });
  expect(others[6]).toMatchObject({ run: 3, value: -1, heard: true });
  expect(trials).toHaveLength(allTrials.length);
  expect(trials[1].value).toBe('Infinity');
  for (const [i, expected] of allTrials.entries()) {
    const { evaluation, run, trial, value, point, failed } = expected;
    expect(trials[i]).toMatchObject({ evaluation, run, trial, point: [...point] });
    expect(trials[i].outcome).toBe(failed ? 'timed-out' : 'ok');
    if (failed) expect(trials[i].failure).toBe(hostile);
    else expect(Number(trials[i].value)).toBe(value);
  }
  expect(trials[7].gradient).toBe(undefined);
  expect(trials[8]).toMatchObject({ gradient: [...(allTrials[8]?.gradient ?? [])], extras: { v: hostile } });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: there are none
  expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
});
