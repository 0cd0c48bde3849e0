import { describe, expect, it, test } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Chosen, Selector } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { RunView } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { bipop, ipop } from './index.js';
import { afterRun, nextRestart, noRestarts, type Restarts } from './restart-plan.js';

const swarm = optimizer('swarm');

/** A selector at work: what it says of each run that it starts. */
function atWork(given: Selector, seed = 1) {
  const random = createRandom(seed);
  let selector = given.begin?.() ?? given;
  let live: (Chosen & { readonly id: number; trials: number })[] = [];
  let runs = 0;
  const view = () =>
    recordedStudy({
      live: live.map(({ id, note, trials }): RunView => ({ ...recordedRun([1], { id, note }), trials })),
      runs: { started: runs },
    });
  return {
    start() {
      const selection = selector.next(view(), 1, random);
      if (selection.type !== 'spawn') throw new Error('nothing is started');
      live.push({ ...selection, id: ++runs, trials: 0 });
      return selection.variation ?? {};
    },
    works(id: number, trials: number) {
      for (const run of live) if (run.id === id) run.trials += trials;
    },
    end(id: number) {
      const run = live.find(each => each.id === id);
      if (run === undefined) throw new Error(`no run ${id} is alive`);
      live = live.filter(each => each !== run);
      const { note, trials } = run;
      const descriptor = { plugin: 'optimizer', name: 'swarm', options: {} };
      selector.ended?.(
        { id, note, trials, optimizer: descriptor, status: 'converged', best: undefined, origin: undefined },
        view(),
        createRandom(1),
      );
    },
    moveOn() {
      selector = given.begin?.(structuredClone(selector.notes?.()) as Plain) ?? given;
    },
  };
}

const drawing = (...draws: number[]) => ({ uniform: () => draws.shift() as number }) as unknown as Random;

describe('the plan of restarts', () => {
  it('doubles the population each time (ipop), up to 512 times', () => {
    let restarts = noRestarts;
    const factors = Array.from({ length: 13 }, () => {
      const next = nextRestart('ipop', restarts, { random: drawing() });
      restarts = afterRun(next.restarts, next, { evaluations: 10, converged: true });
      return next.variation.population ?? 1;
    });
    expect(factors).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512, 512]);
  });

  it('gives the next run to the regime that has used less, and small ones half of what all large ones took (bipop)', () => {
    let restarts = noRestarts;
    const next = (evaluations: number, ...draws: number[]) => {
      const { restarts: begun, ...plan } = nextRestart('bipop', restarts, { random: drawing(...draws) });
      restarts = afterRun(begun, plan, { evaluations, converged: true });
      return [plan.regime, plan.variation];
    };
    expect(next(700)).toEqual(['small', {}]);
    expect(next(2_000)).toEqual(['large', { population: 2 }]);
    // 2^(0.5²); 10^(−2 · 0.5).
    expect(next(1_000, 0.5, 0.5)).toEqual(['small', { population: 2 ** 0.25, deviation: 0.1, evaluations: 1_000 }]);
    expect(next(1_000, 0, 1)).toEqual(['small', { population: 1, deviation: 0.01, evaluations: 1_000 }]);
    expect(next(9_000)).toEqual(['large', { population: 4 }]);
    expect(next(5_500, 1, 0)).toEqual(['small', { population: 4, deviation: 1, evaluations: 5_500 }]);
  });
});

describe('with a limit, the last large run', () => {
  /** All runs take as many evaluations as is foreseen, p^0.75 × 1,000, until the limit. */
  function populations(kind: 'ipop' | 'bipop', limit: number) {
    const random = createRandom(3);
    let restarts = noRestarts;
    let left = limit;
    const large: { population: number; left: number; took: number }[] = [];
    while (left > 0 && restarts.begun.small < 100) {
      const { restarts: begun, ...plan } = nextRestart(kind, restarts, { random, left });
      const { population = 1, evaluations = Number.POSITIVE_INFINITY } = plan.variation;
      const takes = Math.min(1000 * population ** 0.75, evaluations);
      restarts = afterRun(begun, plan, { evaluations: Math.min(left, takes), converged: takes <= left });
      if (plan.regime === 'large') large.push({ population, left, took: takes });
      left -= takes;
    }
    return large;
  }

  it('is as large as what is left lets it converge, and none is begun that could not', () => {
    for (const kind of ['ipop', 'bipop'] as const)
      for (let limit = 10_000; limit < 1e5; limit *= 1.3) {
        const large = populations(kind, limit);
        // What is left at last may be too little for any.
        expect(large.every(({ took, left, population }) => took <= left || population === 1)).toBe(true);
        const last = large.findIndex(({ population }, k) => population !== 2 ** (k + 1));
        // Doubled until then, and the last one leaves a tenth of what was left.
        const { took, left } = large[last] as (typeof large)[number];
        expect(took).toBeCloseTo(0.9 * left, 0);
        if (kind === 'bipop') expect(large).toHaveLength(last + 1);
      }
  });

  it('is not fitted where nothing has converged yet, and is 512 times the first at most', () => {
    const begun = { large: 0, small: 1 };
    const spent = { large: 0, small: 10 };
    const plan = (restarts: Restarts, left: number) =>
      nextRestart('bipop', restarts, { random: drawing(), left }).variation;
    expect(plan({ begun, spent, tried: 1 }, 10)).toEqual({ population: 2 });
    const course = { population: 1, evaluations: 10 };
    expect(plan({ begun: { large: 9, small: 1 }, spent, tried: 512, course }, 1500)).toEqual({ population: 512 });
  });

  it('is doubled again, every time, where there is more to use than was known', () => {
    const course = { population: 1, evaluations: 100 };
    const draws = { random: drawing() };
    let restarts: Restarts = { begun: { large: 0, small: 1 }, spent: { large: 0, small: 100 }, tried: 1, course };
    const next = (left: number) => {
      const { regime, variation, restarts: after } = nextRestart('ipop', restarts, { ...draws, left });
      const { population = 1 } = variation;
      const evaluations = 100 * population ** 0.75;
      restarts = afterRun(after, { regime, variation }, { evaluations, converged: true });
      return population;
    };
    const fitted = next(300);
    expect(fitted).toBeGreaterThan(3);
    expect(fitted).toBeLessThan(4);
    // The study goes on with a larger budget.
    expect([1e6, 1e6, 1e6].map(next)).toEqual([2 * fitted, 4 * fitted, 8 * fitted]);
  });

  it('is measured by runs that have converged from where the options say', () => {
    const run = { regime: 'small', variation: { deviation: 0.1 } } as const;
    expect(afterRun(noRestarts, run, { evaluations: 100, converged: true }).course).toBeUndefined();
    const usual = { regime: 'large', variation: { population: 2 } } as const;
    expect(afterRun(noRestarts, usual, { evaluations: 100, converged: false }).course).toBeUndefined();
    expect(afterRun(noRestarts, usual, { evaluations: 100, converged: true }).course).toEqual({
      population: 2,
      evaluations: 100,
    });
  });
});

describe('bipop', () => {
  it('counts what live runs use, so that regimes run side by side', () => {
    const work = atWork(bipop(swarm));
    // None has ended that would say that its population is too small.
    for (let run = 1; run <= 3; run++) expect(work.start()).toEqual({});
    work.works(1, 10);
    work.end(1);
    work.works(2, 30);
    const small = work.start();
    expect(small).toEqual({ population: 1, deviation: expect.any(Number) });
    work.works(4, 30);
    expect(work.start()).toEqual({ population: 2 });
    work.works(4, 10);
    // The last one is still alive.
    expect(work.start()).toEqual({ population: 2 });
    work.end(5);
    expect(work.start()).toEqual({ population: 4 });
  });

  it('goes on from notes of earlier versions, where each large run was twice as large as the one before', () => {
    const before = { begun: { large: 3, small: 2 }, spent: { large: 10, small: 20 } };
    const selector = bipop(swarm).begin?.(before) as Selector;
    const selection = selector.next(recordedStudy({}), 1, createRandom(1));
    expect(selection).toMatchObject({ variation: { population: 16 } });
    // The next one, too, until one has ended.
    selector.next(recordedStudy({}), 1, createRandom(1));
    expect(selector.notes?.()).toMatchObject({ tried: 8 });
  });

  it('repeats from its seed, begins anew in each study, and goes on from its notes', () => {
    const selector = bipop(swarm);
    const play = (left = -1) => {
      const work = atWork(selector, 7);
      return Array.from({ length: 30 }, (_, i) => {
        if (i === left) work.moveOn();
        const variation = work.start();
        work.works(i + 1, 100 + 37 * i);
        if (i % 3 < 2) work.end(i + 1);
        return variation;
      });
    };
    const whole = play();
    expect(play()).toEqual(whole);
    for (const left of [0, 1, 5, 29]) expect(play(left)).toEqual(whole);
  });
});

test('they say what is wrong', () => {
  expect(() => (bipop as () => Selector)()).toThrow('bipop: expected at least one optimizer such as cmaes(), got none');
  expect(() => ipop(swarm, swarm as object)).toThrow(
    'ipop: expected one optimizer, whose populations it varies, got 2',
  );
  expect(() => bipop(swarm).begin?.({ begun: {} })).toThrow(
    'selector bipop: what it remembers in the record is none of its notes',
  );
  expect(bipop(swarm).varies).toEqual([swarm]);
});
