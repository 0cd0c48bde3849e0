import { describe, expect, it, test } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Chosen, Selector } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { RunView } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { bipop, ipop } from './index.js';

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
      );
    },
    moveOn() {
      selector = given.begin?.(structuredClone(selector.notes?.()) as Plain) ?? given;
    },
  };
}

describe('bipop', () => {
  it('gives both regimes the same number of evaluations, one run after the other', () => {
    const work = atWork(bipop(swarm));
    const spent = { large: 0, small: 0 };
    const large: number[] = [];
    expect(work.start()).toEqual({});
    work.works(1, 1000);
    work.end(1);
    let last = 1000;
    for (let id = 2; id <= 60; id++) {
      const before = { ...spent };
      const { population = 1, deviation = 1, evaluations } = work.start();
      const isSmall = evaluations !== undefined;
      expect(isSmall).toBe(before.small < before.large);
      if (isSmall) {
        expect(evaluations).toBe(last / 2);
        expect(deviation).toBeGreaterThanOrEqual(0.01);
        expect(deviation).toBeLessThanOrEqual(1);
        expect(population).toBeGreaterThanOrEqual(1);
        expect(population).toBeLessThanOrEqual((large.at(-1) as number) / 2);
      } else {
        large.push(population);
        last = population * 1000;
      }
      const trials = isSmall ? evaluations : last;
      spent[isSmall ? 'small' : 'large'] += trials;
      work.works(id, trials);
      work.end(id);
    }
    expect(large).toEqual(large.map((_, i) => 2 ** Math.min(9, i + 1)));
    expect(large.length).toBeGreaterThan(4);
  });

  it('counts what live runs use, so that regimes run side by side', () => {
    const work = atWork(bipop(swarm));
    work.start();
    expect(work.start()).toEqual({ population: 2 });
    const small = work.start();
    // Half of the only large population is that of the options.
    expect(small).toEqual({ population: 1, deviation: expect.any(Number) });
    work.works(3, 10);
    expect(work.start()).toEqual({ population: 4 });
    work.works(2, 30);
    expect(work.start().deviation).toBeDefined();
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

test('ipop doubles each time, up to 512 times', () => {
  const work = atWork(ipop(swarm));
  const factors = Array.from({ length: 13 }, () => work.start().population ?? 1);
  expect(factors).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512, 512]);
});

test('they say what is wrong', () => {
  expect(() => bipop()).toThrow('bipop: expected at least one optimizer such as cmaes(), got none');
  expect(() => ipop(swarm, swarm)).toThrow('ipop: expected one optimizer, whose populations it varies, got 2');
  expect(() => bipop(swarm).begin?.({ started: {} })).toThrow(
    'selector bipop: what it remembers in the record is none of its notes',
  );
  expect(bipop(swarm).varies).toEqual([swarm]);
});
