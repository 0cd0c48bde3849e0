import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeSummary } from './export-study.js';
import { folder } from './folder.test.fixture.js';
import { plainText } from './plain-text.js';
import { changedStop, events, hostile, recordOf } from './recorded-events.test.fixture.js';

const file = join(folder(), 'glompo_manager_log.yml');

test('the summary tells settings, counters, the solution, and each run with its end; again in place of the last one', async () => {
  await writeSummary(recordOf(events, 20), file);
  await writeSummary(recordOf(events), file);
  const text = readFileSync(file, 'utf8');
  const summary = parse(text, { version: '1.1' });
  expect(summary).toMatchObject({
    Assignment: { Time: { Total: '0:00:09.125000', Begun: '2026-01-02T03:04:05.678Z' } },
    Settings: {
      'Convergence Checker': plainText(changedStop),
      'Spawn Until': plainText(hostile),
      'Max Jobs': 2,
      Bounds: { x: [-9, 9], '=1+2': [-9, 9] },
    },
    Counters: {
      'Function Evaluations': 420,
      Optimizers: { Started: 3, Killed: 1, Live: 2 },
      Retried: 1,
      Interventions: 3,
      Warnings: 1,
    },
    Solution: { fx: 1, origin: { opt_id: 1, trial: 2 }, 'exit cond.': expect.stringContaining('has not ended') },
    Runs: {
      1: { Ended: null },
      2: { Optimizer: '-2+3', Ended: { Status: 'killed', Trials: 140 } },
      3: { Ended: null },
    },
  });
  expect(summary.Solution.x).toHaveLength(7);
  expect(summary.Runs[2].Ended['end cond.']).toContain('GloMPO Termination\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: there are none
  expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
});

test.each(['my thesis\n', '# my summary\n', ''])(
  'a file of the same name that is no summary is left alone: %j',
  async text => {
    const other = join(folder(), 'glompo_manager_log.yml');
    writeFileSync(other, text);
    await expect(writeSummary(recordOf(events), other)).rejects.toThrow(/was not written by glompo, and is left alone/);
    expect(readFileSync(other, 'utf8')).toBe(text);
  },
);
