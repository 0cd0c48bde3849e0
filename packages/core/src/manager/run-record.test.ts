import { expect, test } from 'vitest';
import type { Plain } from '../contracts/plain.js';
import { heard, RunRecord } from './run-record.js';

const batch = (first: number, count: number) => ({
  first,
  points: new Float64Array(count).fill(first),
  values: new Float64Array(count).fill(first),
  failures: [],
});

test('a run is brought back from its last snapshot and what it was told since', () => {
  const record = new RunRecord();
  record.add(heard(batch(1, 2)));
  record.snapshot({ state: { at: 2 }, trials: 2 });
  record.add(heard(batch(3, 1)));
  const { state, trials, replay } = record.reopening();
  expect([state, trials]).toEqual([{ at: 2 }, 2]);
  expect(replay).toEqual([{ told: { first: 3, values: Float64Array.of(3) }, points: Float64Array.of(3), asked: 3 }]);
});

test('what brings a run back shares no memory with the record: it travels', () => {
  const record = new RunRecord({ state: { x: Float64Array.of(1) }, trials: 0 });
  record.add(heard(batch(1, 1)));
  const { state, replay } = record.reopening();
  (state as { x: Float64Array }).x.fill(9);
  replay?.[0]?.points.fill(9);
  const again = record.reopening();
  expect(again.state).toEqual({ x: Float64Array.of(1) });
  expect(again.replay?.[0]?.points).toEqual(Float64Array.of(1));
});

test('memory stays bounded: a snapshot is wanted when more was told than it takes, the more rarely the larger it is', () => {
  const tolds = (state: Plain) => {
    const record = new RunRecord();
    let snapshots = 0;
    for (let first = 1; first < 100_000; first += 100) {
      record.add(heard(batch(first, 100)));
      if (!record.wantsSnapshot) continue;
      snapshots++;
      record.snapshot({ state, trials: first + 99 });
    }
    return snapshots;
  };
  const [small, large] = [tolds({ at: 1 }), tolds({ at: new Float64Array(100_000) })];
  expect(small).toBeGreaterThan(20);
  expect(large).toBeGreaterThanOrEqual(1);
  expect(large).toBeLessThan(3);
});
