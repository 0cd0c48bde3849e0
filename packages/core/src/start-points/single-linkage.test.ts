import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Found } from '../contracts/view.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { criticalDistance } from './critical-distance.js';
import { singleLinkage } from './index.js';
import { atWork } from './rule.test.fixture.js';

const parameters = parametersFromBounds(box(2, -5, 5));
const found = (value: number, x: number, y: number, trial: number): Found => ({
  value,
  point: Float64Array.of(x, y),
  run: 1,
  trial,
});
/** Two valleys, at (−3, −3) and at (3, 3), seen at some points. */
const sample = Array.from({ length: 40 }, (_, i) => {
  const [x, y] = [((i * 7) % 40) / 4 - 5, ((i * 13) % 40) / 4 - 5];
  return found(Math.min(Math.hypot(x + 3, y + 3), 1 + Math.hypot(x - 3, y - 3)), x, y, i + 1);
});
const view = (given: Parameters<typeof recordedStudy>[0] = {}) => recordedStudy({ parameters, sample, ...given });
const apart = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((x, i) => (x - (b[i] as number)) / 10));

/** Of equal ones, the earlier one is the better. */
const isBefore = (a: Found, b: Found) => a.value < b.value || (a.value === b.value && a.trial < b.trial);

it('knows the distance of the papers', () => {
  // n = 2: √(σ ln k / (π k)); n = 3: (3 σ ln k / (4 π k))^(1/3).
  expect(criticalDistance(100, 2, 4)).toBeCloseTo(Math.sqrt((4 * Math.log(100)) / (Math.PI * 100)), 12);
  expect(criticalDistance(1000, 3, 2)).toBeCloseTo(((3 * 2 * Math.log(1000)) / (4 * Math.PI * 1000)) ** (1 / 3), 12);
  expect(criticalDistance(100_000, 100, 4)).toBeGreaterThan(1);
  expect(criticalDistance(1, 5, 4)).toBe(0);
});

it('starts at the best points that have no better one near them, each once, and then away from what is known', () => {
  const { start } = atWork(singleLinkage({ sample: 100, sigma: 1 }), { view: view() });
  const r = criticalDistance(40, 2, 1);
  const free = sample
    .filter(a => !sample.some(b => isBefore(b, a) && apart(a.point, b.point) <= r))
    .sort((a, b) => a.value - b.value);
  expect(free.length).toBeGreaterThan(1);
  expect(free.length).toBeLessThan(10);
  for (const { point, value, trial } of free) {
    const { reason, ...rest } = start();
    expect(rest).toEqual({ point });
    expect(reason).toMatchObject({ by: 'singleLinkage', data: { run: 1, trial, value } });
    expect(reason?.message).toMatch(
      /^trial \d+ of run 1 found .* and none of 40 evaluations within .* % of the range is better$/,
    );
  }
  expect(start().reason).toBeUndefined();
});

it('starts nowhere near a known minimum, nor where a minimum or a live run is better', () => {
  const first = (given: Parameters<typeof recordedStudy>[0]) =>
    atWork(singleLinkage({ sigma: 1 }), { view: view(given) }).start();
  const [one, two] = [...sample].sort((a, b) => a.value - b.value) as [Found, Found];
  const r = criticalDistance(40, 2, 1);
  expect(first({}).reason?.data).toMatchObject({ trial: one.trial });
  const isElsewhere = (start: ReturnType<typeof first>) => expect(apart(start.point, one.point)).toBeGreaterThan(r);
  const better = [...one.point].map(x => x + 1);
  isElsewhere(first({ minima: [{ value: 0, point: Float64Array.from(better), reached: 1, run: 3 }] }));
  isElsewhere(first({ live: [recordedRun([0], { points: [better] })] }));
  // A worse one does not matter, unless it is near.
  const worse = (x: number) => ({ value: 9, point: one.point.map(v => v + x), reached: 1, run: 3 });
  expect(first({ minima: [worse(1)] }).point).toEqual(one.point);
  expect(first({ minima: [worse(0.1)] }).point).not.toEqual(one.point);
  expect(two.trial).not.toBe(one.trial);
});

it('starts at random, away from what is known and from its last starts, before it has seen enough', () => {
  const few = view({
    sample: sample.slice(0, 9),
    minima: [{ value: 0, point: Float64Array.of(-2.5, -2.5), reached: 1, run: 1 }],
    live: [recordedRun([5], { points: [[2.5, 2.5]] })],
  });
  const { start } = atWork(singleLinkage({ near: 0.08 }), { view: few });
  const starts = Array.from({ length: 8 }, () => start().point);
  const known: Float64Array[] = [Float64Array.of(-2.5, -2.5), Float64Array.of(2.5, 2.5)];
  for (const point of starts) {
    for (const other of known) expect(apart(point, other)).toBeGreaterThan(0.08 * Math.SQRT2);
    known.push(point);
  }
});

it('does not depend on the order of what it sees', () => {
  const shuffled = fc.shuffledSubarray(sample, { minLength: sample.length });
  fc.assert(
    fc.property(shuffled, again => {
      const starts = (given: readonly Found[]) => {
        const { start } = atWork(singleLinkage({ sigma: 0.5 }), { view: view({ sample: given }) });
        return Array.from({ length: 8 }, () => start());
      };
      expect(starts(again)).toEqual(starts(sample));
    }),
    { numRuns: 30 },
  );
});

it('remembers so much and no more', () => {
  const rule = singleLinkage({ sample: 40, sigma: 0.1 });
  const { start } = atWork(rule, { view: view() });
  const remembered = () => rule.notes?.() as unknown as { readonly [key in 'used' | 'starts']: unknown[] };
  for (let i = 0; i < 60; i++) start();
  const { used, starts } = remembered();
  expect(used.length).toBeGreaterThan(10);
  expect(used.length).toBeLessThanOrEqual(40);
  expect(starts).toHaveLength(20);
  start(view({ sample: sample.slice(0, 10) }));
  expect(remembered().used.length).toBeLessThanOrEqual(10);
});
