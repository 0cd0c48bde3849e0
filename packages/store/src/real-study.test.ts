import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStudy, type StudyEvent } from '@glompo/core';
import { holdsStudy, openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf, readOut } from './made-up-study.test.fixture.js';
import { walkingStudy } from './walking-study.test.fixture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a study is recorded while it runs, and goes on from its record', async () => {
  expect(holdsStudy(directory)).toBe(false);
  const events: StudyEvent[] = [];
  for (const budget of [300, 500]) {
    const before = holdsStudy(directory) ? openRecord(directory) : undefined;
    const history = before?.history();
    const study = createStudy({ ...walkingStudy(budget), ...(history && { history }) });
    await using recording = await recordStudy(study, directory, { history });
    const reading = (async () => {
      for await (const event of study.events({ from: events.length + 1, keepUp: true })) events.push(event);
    })();
    const { evaluations } = await study.run();
    before?.close();
    await reading;
    await recording.close();
    expect(evaluations).toBe(budget);
    expect(recording.committed).toBe(events.length);
    using record = openRecord(directory);
    expect(readOut(record.history())).toStrictEqual(historyOf(events));
    expect(record.sessions().at(-1)?.how).toBe('ended');
  }
});
