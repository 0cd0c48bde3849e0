import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StudyEvent } from '@glompo/core';
import { openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ended, historyOf, madeUpEvents, readOut, studyOf } from './made-up-study.test.fixture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function record(events: readonly StudyEvent[], options: Parameters<typeof recordStudy>[2] = {}) {
  await using recording = await recordStudy(studyOf(events), directory, options);
  await recording.finished;
}

test.each([1, 2, 3, 4, 5])('the history is what the events told (study %i)', async seed => {
  const events = madeUpEvents(seed, 400);
  await record(events);
  using study = openRecord(directory);
  expect(readOut(study.history())).toStrictEqual(historyOf(events));
});
