import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStudy, type EventOf, type StudyEvent } from '@glompo/core';
import { type Detail, openRecord, recordStudy, writeCheckpoint } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, madeUpEvents, studyOf } from './made-up-study.test.fixture.js';
import { walkingStudy } from './walking-study.test.fixture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const notWhole = (detail: Detail) =>
  expect.objectContaining({
    code: 'GLOMPO_RECORD',
    message: expect.stringContaining(`not all of its trials were recorded (detail: ${detail})`),
  });

async function record(events: readonly StudyEvent[], detail: Detail): Promise<void> {
  await using recording = await recordStudy(studyOf(events), directory, { detail });
  await recording.finished;
}

/** The best trial of each batch, if none of its run before it was as good. */
function improvements(
  events: readonly StudyEvent[],
): { run: number; number: number; value: number; point: number[] }[] {
  const best = new Map<number, number>();
  return events
    .filter((event): event is EventOf<'trials'> => event.type === 'trials')
    .flatMap(({ run, number, trials: { values, points } }) => {
      const value = Math.min(...values);
      if (value >= (best.get(run) ?? Number.POSITIVE_INFINITY)) return [];
      best.set(run, value);
      const at = values.indexOf(value);
      return [{ run, number, value, point: [...points.subarray(3 * at, 3 * at + 3)] }];
    });
}

test('of a study recorded with improvements only, those trials are there, and all but what is for going on', async () => {
  const events = ended(madeUpEvents(4, 900));
  await record(events, 'improvements');
  using study = openRecord(directory);
  const found = [...study.events({ types: ['trials'] })].map(({ run, number, trials }) => ({
    ...{ run, number, value: trials.values[0] as number, point: [...trials.points] },
  }));
  expect(found).toEqual(improvements(events));
  const rest = events.filter(({ type }) => !['trials', 'told', 'snapshot', 'decided'].includes(type));
  expect([...study.events()].filter(({ type }) => type !== 'trials')).toStrictEqual(rest);
  expect([...study.runs()]).toHaveLength(events.filter(({ type }) => type === 'run-started').length);
  expect(study.sessions()).toMatchObject([{ detail: 'improvements', how: 'ended' }]);
});

test.each(['improvements', 'none'] as const)(
  'a study cannot be gone on with of which %s was recorded, and says why',
  async detail => {
    const events = madeUpEvents(5, 300);
    await record(events, detail);
    using study = openRecord(directory);
    if (detail === 'none') expect([...study.events({ types: ['trials'] })]).toEqual([]);
    expect(() => study.history()).toThrowError(notWhole(detail));
    await expect(recordStudy(studyOf([]), directory, { history: { events: events.length } })).rejects.toThrowError(
      notWhole(detail),
    );
    // It can be looked at anywhere.
    const { file } = await writeCheckpoint(directory);
    using copy = openRecord(file);
    expect([...copy.events()]).toStrictEqual([...study.events()]);
  },
);

test('a study that makes nothing for going on can be recorded so', async () => {
  const study = createStudy({ ...walkingStudy(300), recorded: false });
  await using recording = await recordStudy(study, directory, { detail: 'improvements' });
  const { value } = await study.run();
  await recording.close();
  using record = openRecord(directory);
  const trials = [...record.events({ types: ['trials'] })];
  expect(Math.min(...trials.flatMap(({ trials }) => [...trials.values]))).toBe(value);
  expect(trials.length).toBeLessThan(60);
});

test('an event that is missing is noticed before the study has begun, and one that comes twice at any time', async () => {
  const events = madeUpEvents(1, 50);
  const refused = expect.objectContaining({ code: 'GLOMPO_RECORD', message: expect.stringContaining('came after') });
  const missing = await recordStudy(studyOf([{ ...(events[0] as StudyEvent), number: 2 }]), directory, {
    detail: 'none',
  });
  await expect(missing.finished).rejects.toThrowError(refused);
  const twice = await recordStudy(studyOf([...events, events.at(-1) as StudyEvent, ...events]), directory, {
    detail: 'none',
  });
  await expect(twice.finished).rejects.toThrowError(refused);
});

test('a wrong detail is refused', async () => {
  const detail = 'some' as 'none';
  await expect(recordStudy(studyOf([]), directory, { detail })).rejects.toThrowError('detail: expected trials');
});
