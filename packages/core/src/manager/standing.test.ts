import fc from 'fast-check';
import { expect, test } from 'vitest';
import { before, FairOrder } from './fair-order.js';
import { recallOrder } from './order-memory.js';
import { Standing } from './standing.js';

const share = 20;

/** Serves the first of some runs, turn after turn, each of which makes up to so many trials. */
class Runs {
  readonly order = new FairOrder();
  readonly standings: Standing[];
  evaluations = 0;

  constructor(weights: readonly number[]) {
    this.standings = weights.map(weight => new Standing(this.order, { weight, share }, undefined));
  }

  /** @returns the run that was served, and its trials */
  turn(most: number, due: number): { readonly run: number; readonly trials: number } {
    const { standings } = this;
    const next = standings.find(({ begun }) => begun) ?? standings.reduce((a, b) => (before(b.place, a.place) ? b : a));
    if (!next.begun) next.begin();
    const trials = Math.min(most, next.left, due - this.evaluations);
    next.made(trials);
    this.evaluations += trials;
    next.endShareIfOver(this.evaluations >= due);
    return { run: standings.indexOf(next) + 1, trials };
  }
}

test('runs have their shares in turn, whatever cuts their turns short', () => {
  const served = (most: readonly number[]) => {
    const runs = new Runs([1, 2, 1]);
    const made: number[] = [];
    for (let i = 0; runs.evaluations < 400; i++) {
      const { run, trials } = runs.turn(most[i % most.length] as number, 400);
      for (let k = 0; k < trials; k++) made.push(run);
    }
    return made;
  };
  const expected = served([share]);
  expect(expected.slice(0, 80)).toEqual([1, 2, 3, 2].flatMap(run => Array(share).fill(run)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1 }), most => {
      expect(served(most)).toEqual(expected);
    }),
  );
});

test('whose turn it is is known from how it was before and the trials since', () => {
  const weight = fc.constantFrom(1, 2, 3, 0.3);
  const turns = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 5 }), turns, fc.nat(), (weights, most, from) => {
      const runs = new Runs(weights);
      const due = 333;
      const begin = from % most.length;
      for (const some of most.slice(0, begin)) runs.turn(some, due);
      const memory = {
        ...{ ...runs.order.memory, toDecide: false, due, share, liveRuns: 3 },
        runs: runs.standings.map(({ memory }, i) => [i + 1, memory] as const),
      };
      const batches = most.slice(begin).flatMap((some, i) => {
        if (runs.evaluations >= due) return [];
        const { run, trials } = runs.turn(some, due);
        return [{ number: 10 + i, run, trials, evaluations: runs.evaluations }];
      });
      const { order, standings, last } = recallOrder(
        JSON.parse(JSON.stringify(memory)),
        batches,
        run => weights[run - 1] as number,
      );
      expect(order).toEqual(runs.order.memory);
      expect([...standings]).toEqual(runs.standings.map(({ memory }, i) => [i + 1, memory]));
      expect(last).toBe(batches.at(-1)?.run);
    }),
  );
});

test('a run that ends leaves its place to the next one', () => {
  const order = new FairOrder();
  const [a, b] = [
    new Standing(order, { weight: 1, share }, undefined),
    new Standing(order, { weight: 1, share }, undefined),
  ];
  a.begin();
  a.made(7);
  a.leave();
  b.begin();
  b.made(share);
  b.endShareIfOver(false);
  expect(b.place.start).toBe(share);
  expect(new Standing(order, { weight: 1, share }, undefined).place.start).toBe(7);
});

test('of which run it is not known whether it has stopped stays known until something is decided', () => {
  const memory = {
    ...{ ...new FairOrder().memory, toDecide: true, due: 50, share, liveRuns: 1, last: 1 },
    runs: [[1, { place: { start: 20, finish: 20, arrival: 2 }, served: 0, left: share, begun: false }]] as const,
  };
  expect(recallOrder(memory, [], () => 1).last).toBe(1);
  const more = [{ number: 9, run: 1, trials: 3, evaluations: 23 }];
  expect(recallOrder(memory, more, () => 1).standings.get(1)).toMatchObject({
    served: 3,
    left: share - 3,
    begun: true,
  });
});
