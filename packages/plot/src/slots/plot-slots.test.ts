import { expect, test } from 'vitest';
import { MadeUpRecord } from '../made-up-record.test.fixture.js';
import { byClass, pointsOf, texts } from '../svg-document.test.fixture.js';
import { plotSlots } from './plot-slots.js';

function boxes(svg: string, use: string) {
  const [path] = byClass(svg, 'use', use);
  const corners = path ? pointsOf(path) : [];
  return Array.from({ length: corners.length / 4 }, (_, i) => {
    const [[left, bottom], [, top], [right]] = corners.slice(4 * i, 4 * i + 4) as [number, number][] as never as [
      [number, number],
      [number, number],
      [number, number],
    ];
    return { left, right, height: bottom - top };
  });
}

test('each span shows the shares of what was spent in it', () => {
  const record = new MadeUpRecord();
  record.seconds = 1;
  record.slotTime({ evaluating: 1, starting: 1 });
  record.seconds = 2;
  record.slotTime({ evaluating: 2.5, starting: 1, waitingForPoints: 0.5 });
  const svg = plotSlots(record);
  expect(boxes(svg, 'evaluating').map(({ height }) => height)).toEqual([165, 247.5]);
  expect(boxes(svg, 'starting').map(({ height }) => height)).toEqual([165]);
  expect(boxes(svg, 'waitingForPoints').map(({ height }) => height)).toEqual([82.5]);
  expect(texts(svg)).toContain('evaluating 62.5 %');
  expect(texts(svg)).toContain('idle: no points 12.5 %');
});

test('a session that goes on counts its own time anew', () => {
  const record = new MadeUpRecord();
  const [started] = record.told;
  record.seconds = 10;
  record.slotTime({ evaluating: 20 });
  record.say({ ...(started as Extract<typeof started, { type: 'study-started' }>), resumed: true, slots: 4 });
  record.seconds = 11;
  record.slotTime({ evaluating: 1, waitingForManager: 3 });
  const svg = plotSlots(record);
  expect(boxes(svg, 'waitingForManager')).toEqual([{ left: expect.any(Number), right: 768, height: 247.5 }]);
  expect(byClass(svg, 'slots')[0]?.attributes.d?.match(/V/g)).toHaveLength(1);
});

test('hours are joined to spans that can be seen, and nothing of them is lost', () => {
  const record = new MadeUpRecord();
  for (let i = 1; i <= 5000; i++) {
    record.seconds = i;
    record.slotTime({ evaluating: i, optimizing: i });
  }
  const spans = boxes(plotSlots(record), 'evaluating');
  expect(spans.length).toBeLessThanOrEqual(360);
  expect(spans[0]?.left).toBe(84);
  expect(spans.at(-1)?.right).toBe(768);
  for (const { height } of spans) expect(height).toBeCloseTo(165, 1);
});

test('how many slots there were, where the study was placed, and who was replaced', () => {
  const record = new MadeUpRecord();
  const reason = { by: 'test', message: 'made up' };
  const placement = { optimizers: 'threads', trials: 'threads' } as never;
  record.seconds = 1;
  record.say({ type: 'placed', placement, slots: 8, liveRuns: { from: 1, upTo: 2 }, reason });
  record.slotTime({ evaluating: 1 });
  record.seconds = 2;
  record.say({ type: 'resized', slots: 0 });
  for (let i = 0; i < 2; i++)
    record.say({ type: 'worker-replaced', backend: 'x', worker: 1, reason, freedAfterMs: 1, startedAfterMs: 1 });
  record.seconds = 3;
  record.slotTime({ evaluating: 2 });
  const svg = plotSlots(record);
  expect(byClass(svg, 'placed')).toHaveLength(1);
  expect(byClass(svg, 'slots')[0]?.attributes.d?.match(/V/g)).toHaveLength(2);
  expect(texts(svg)).toContain('2 workers replaced');
});

test('a study of less than a second gets a sentence', () => {
  expect(byClass(plotSlots(new MadeUpRecord()), 'empty')[0]?.text).toContain('no slot time is recorded');
});
