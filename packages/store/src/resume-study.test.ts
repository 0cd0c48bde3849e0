import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { box, createStudy, parametersFromBounds } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { any } from '@glompo/core/conditions';
import { openRecord, recordStudy, resumeStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walkingStudy } from './walking-study.test.fixture.js';

let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
  const study = createStudy(walkingStudy(300));
  await using recording = await recordStudy(study, directory, { asked: { who: 'me' } });
  await study.run();
  await recording.close();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const { recorded: _, ...parts } = walkingStudy(500);

test('a study goes on in a line of code, with what shall be different', async () => {
  await using resumed = await resumeStudy(directory, { ...parts, slots: 1, liveRuns: 5 });
  const { evaluations, runs } = await resumed.study.run();
  expect(evaluations).toBe(500);
  expect(runs.started).toBeGreaterThan(3);
  await resumed.recording.close();
  expect(readdirSync(directory).sort()).toEqual(['study.db', 'study.lock']);
  using record = openRecord(directory);
  expect(record.overview()).toMatchObject({ evaluations: 500, seed: 7 });
  expect(record.sessions().map(({ asked, how }) => [asked, how])).toEqual([
    [{ who: 'me' }, 'ended'],
    [{ who: 'me' }, 'ended'],
  ]);
  const seen = new Set<string>();
  for (const { run, trials } of record.events({ types: ['trials'] }))
    for (const [i] of trials.values.entries()) seen.add(`${run} ${trials.first + i}`);
  expect(seen.size).toBe(500);
});

test('what cannot be changed is refused, and the record stays free for the next one', async () => {
  const task = { parameters: parametersFromBounds(box(2, 0, 1)), evaluate: () => 1 };
  const other = await resumeStudy(directory, { ...parts, task });
  await expect(other.study.run()).rejects.toThrowError(/keeps its parameters/);
  await other.recording.close().catch(() => {});
  await expect(resumeStudy(directory, { ...parts, seed: 8 })).rejects.toThrowError(/keeps its seed, 7/);
  await expect(resumeStudy(join(directory, 'nowhere'), parts)).rejects.toThrowError(/there is none/);
  await using resumed = await resumeStudy(directory, { ...parts, stop: maxEvaluations(310) });
  await expect(resumeStudy(directory, parts)).rejects.toThrowError(/another study is being recorded there/);
  expect((await resumed.study.run()).evaluations).toBe(310);
});

test('a study that goes on knows when it found its best value, and what it has cost', async () => {
  const look = () => {
    using record = openRecord(directory);
    const [batches, found] = [[...record.events({ types: ['trials'] })], [...record.events({ types: ['incumbent'] })]];
    const spent = [...record.events({ types: ['study-ended'] })].map(({ result }) => result.slotTime.spent.evaluating);
    const { improved, coreSeconds, incumbent } = record.history();
    let evaluation = 0;
    for (const { run, trials } of batches)
      for (const i of trials.values.keys()) {
        evaluation++;
        if (run === incumbent?.run && trials.first + i === incumbent.trial)
          expect(improved).toEqual({ evaluations: evaluation, seconds: found.at(-1)?.seconds });
      }
    return { spent, coreSeconds };
  };
  const first = look();
  expect(first.coreSeconds).toBe(first.spent[0]);
  expect(first.coreSeconds).toBeGreaterThan(0);
  let seen = 0;
  const stop = any(maxEvaluations(400), {
    name: 'looking',
    options: {},
    test: ({ coreSeconds, seconds, sessionSeconds }) => {
      if (seen === 0) expect(seconds).toBeGreaterThan(sessionSeconds);
      seen = Math.max(seen, coreSeconds);
      return undefined;
    },
  });
  await using resumed = await resumeStudy(directory, { ...parts, stop });
  await resumed.study.run();
  await resumed.recording.close();
  const second = look();
  expect(second.spent).toHaveLength(2);
  expect(second.coreSeconds).toBeCloseTo((second.spent[0] as number) + (second.spent[1] as number), 9);
  expect(seen).toBeGreaterThanOrEqual(first.coreSeconds);
});
