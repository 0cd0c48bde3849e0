import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrialBatch } from '../worker/protocol.js';
import { type Dispatch, TrialQueue } from './trial-queue.js';

const batchOf = ({ first, count, points }: Dispatch): TrialBatch => ({
  first,
  points,
  values: Float64Array.from({ length: count }, (_, i) => points[2 * i] as number),
  failures: [],
});

test('whatever the order of results and losses, each point is told once, in ask order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(1000)),
      (generations, chance) => {
        const pick = (n: number) => (chance.next().value as number) % n;
        const queue = new TrialQueue(2);
        let asked = 0;
        const told: number[] = [];
        const flying: Dispatch[] = [];
        for (const size of generations) {
          queue.ask([
            { points: Float64Array.from({ length: 2 * size }, (_, i) => asked + 1 + Math.floor(i / 2)), wants: [] },
          ]);
          asked += size;
        }
        for (let left = 500; (queue.waiting > 0 || flying.length > 0) && left > 0; left--) {
          expect(queue.outstanding).toBe(asked - told.length);
          const what = pick(4);
          if (queue.waiting > 0 && what < 2) flying.push(queue.take(1 + pick(4)));
          else if (flying.length > 0) {
            const [landed] = flying.splice(pick(flying.length), 1) as [Dispatch];
            if (what === 2) queue.putBack({ ...landed, alone: true });
            else queue.add(batchOf(landed));
          }
          const { ready } = queue;
          if (pick(2) === 0) {
            const tell = queue.takeReady()?.told;
            expect(tell?.values.length ?? 0).toBe(ready);
            if (tell) {
              expect(tell.first).toBe(told.length + 1);
              told.push(...tell.values);
            }
          }
        }
        while (queue.waiting > 0) queue.add(batchOf(queue.take(100)));
        for (const landed of flying) queue.add(batchOf(landed));
        const rest = queue.takeReady()?.told;
        if (rest) told.push(...rest.values);
        expect(told).toEqual(Array.from({ length: asked }, (_, i) => i + 1));
        expect(queue.outstanding).toBe(0);
      },
    ),
  );
});

test('points whose worker was lost are dispatched again first, one by one, as they were', () => {
  const queue = new TrialQueue(1);
  queue.ask([{ points: Float64Array.of(10, 20, 30, 40), wants: ['gradient'] }]);
  const lost = queue.take(3);
  queue.putBack({ ...lost, alone: true });
  expect(
    [queue.take(9), queue.take(9), queue.take(9), queue.take(9)].map(d => [d.first, ...d.points, ...d.wants]),
  ).toEqual([
    [1, 10, 'gradient'],
    [2, 20, 'gradient'],
    [3, 30, 'gradient'],
    [4, 40, 'gradient'],
  ]);
});

test('gradients and residuals keep their trials when batches are joined', () => {
  const queue = new TrialQueue(1);
  queue.ask([{ points: Float64Array.of(1, 2, 3), wants: [] }]);
  queue.add({
    first: 2,
    points: Float64Array.of(2, 3),
    values: Float64Array.of(2, Infinity),
    failures: [{ index: 1, outcome: 'failed', message: 'no' }],
  });
  queue.add({
    first: 1,
    points: Float64Array.of(1),
    values: Float64Array.of(1),
    failures: [],
    gradients: Float64Array.of(7),
    residuals: [Float64Array.of(8)],
  });
  expect(queue.takeReady()?.told).toEqual({
    first: 1,
    values: Float64Array.of(1, 2, Infinity),
    gradients: Float64Array.of(7, NaN, NaN),
    residuals: [Float64Array.of(8), null, null],
  });
});

test('what is told shares no memory with the batches, which belong to the events', () => {
  const queue = new TrialQueue(1);
  queue.ask([{ points: Float64Array.of(1), wants: [] }]);
  const batch = {
    first: 1,
    points: Float64Array.of(1),
    values: Float64Array.of(5),
    failures: [],
    gradients: Float64Array.of(6),
    residuals: [Float64Array.of(7)],
  };
  queue.add(batch);
  const told = queue.takeReady()?.told;
  told?.values.fill(0);
  told?.gradients?.fill(0);
  told?.residuals?.[0]?.fill(0);
  expect([batch.values[0], batch.gradients[0], batch.residuals[0]?.[0]]).toEqual([5, 6, 7]);
});
