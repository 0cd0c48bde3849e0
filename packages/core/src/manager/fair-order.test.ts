import { expect, test } from 'vitest';
import { before, FairOrder, type Place } from './fair-order.js';

/** Serves generations of 8 one trial at a time and counts who got how much. */
function serve(weights: readonly number[], trials: number): number[] {
  const order = new FairOrder();
  const runs = weights.map(weight => ({ weight, place: order.arrive(0, 8, weight), left: 8, served: 0 }));
  for (let i = 0; i < trials; i++) {
    const run = runs.reduce((a, b) => (before(b.place, a.place) ? b : a));
    order.serve(run.place);
    run.served++;
    if (--run.left === 0) {
      run.place = order.arrive(run.place.finish, 8, run.weight);
      run.left = 8;
    }
  }
  return runs.map(r => r.served);
}

test('equal weights get equal shares', () => {
  expect(serve([1, 1, 1, 1], 3200)).toEqual([800, 800, 800, 800]);
});

test('shares follow the weights', () => {
  const [heavy, light] = serve([3, 1], 3200) as [number, number];
  expect(heavy / light).toBeCloseTo(3, 1);
});

test('with equal weights the generation that began first is served first', () => {
  const order = new FairOrder();
  const places: Place[] = Array.from({ length: 5 }, () => order.arrive(0, 4, 1));
  expect([...places].reverse().sort((a, b) => (before(a, b) ? -1 : 1))).toEqual(places);
});

test('who comes late begins now: it neither overtakes for the past nor waits for it', () => {
  const order = new FairOrder();
  let old = order.arrive(0, 8, 1);
  for (let i = 0; i < 10; i++) {
    order.serve(old);
    old = order.arrive(old.finish, 8, 1);
  }
  const late = order.arrive(0, 8, 1);
  expect(before(late, old)).toBe(true);
  order.serve(late);
  expect(before(old, order.arrive(late.finish, 8, 1))).toBe(true);
});

test('runs that follow each other, however short, do not starve one that lives on', () => {
  const order = new FairOrder();
  let old = order.enter(1);
  let short = order.enter(1);
  let servedOld = 0;
  let servedShort = 0;
  while (servedShort < 1000) {
    if (before(old, short)) {
      order.serve(old);
      servedOld += 50;
      old = order.arrive(old.finish + 50, 0, 1);
    } else {
      order.serve(short);
      servedShort += 10;
      order.leave(short.finish + 10);
      short = order.enter(1);
    }
  }
  expect(Math.abs(servedOld - servedShort)).toBeLessThanOrEqual(50);
});
