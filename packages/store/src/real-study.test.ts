import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  box,
  createStudy,
  optimizerFactory,
  parametersFromBounds,
  type StudyEvent,
  type StudyOptions,
} from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { holdsStudy, openRecord, recordStudy } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf, readOut } from './made-up-study.test.fixture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const walk = optimizerFactory({
  name: 'walk',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: ({ start }, _, state) => {
    let at = (state as { at: number } | undefined)?.at ?? (start.point[0] as number);
    return {
      stop: undefined,
      ask: limit => Array.from({ length: Math.min(limit, 4) }, (_, i) => ({ x: Float64Array.of((at + i / 9) % 1) })),
      tell: (_, evaluations) => {
        for (const { value } of evaluations) at = (at + Math.min(value, 1) / 3) % 1;
      },
      snapshot: () => ({ at }),
    };
  },
});

const parts: StudyOptions = {
  task: {
    parameters: parametersFromBounds(box(1, 0, 1)),
    evaluate: ([x]) => {
      if ((x as number) > 0.95) throw new Error('too far');
      return Math.sin(9 * (x as number));
    },
  },
  optimizers: walk(),
  hunters: 'none',
  liveRuns: 3,
  recorded: true,
  stop: maxEvaluations(300),
};

test('a study is recorded while it runs, and goes on from its record', async () => {
  expect(holdsStudy(directory)).toBe(false);
  const events: StudyEvent[] = [];
  for (const budget of [300, 500]) {
    const before = holdsStudy(directory) ? openRecord(directory) : undefined;
    const history = before?.history();
    const study = createStudy({ ...parts, ...(history && { history }), stop: maxEvaluations(budget) });
    await using recording = await recordStudy(study, directory, { continue: history !== undefined });
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
