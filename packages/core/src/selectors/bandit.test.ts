import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Selector } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { EndedRun, Found } from '../contracts/view.js';
import { parseSelector } from '../parts/parse-parts.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { areaUnderRanks } from './area-under-ranks.js';
import { bandit } from './index.js';

const [a, b, c] = [optimizer('a'), optimizer('b'), optimizer('c')];

const found = (value: number): Found => ({ value, point: Float64Array.of(0, 0), run: 1, trial: 1 });

/** Starts runs one after the other; each ends with what `outcome` says of its optimizer. */
function play(
  given: Selector,
  {
    runs,
    outcome,
    left = -1,
  }: { runs: number; outcome: (name: string, i: number) => [value: number, trials: number]; left?: number },
) {
  const random = createRandom(1);
  let selector = given.begin?.() as Selector;
  return Array.from({ length: runs }, (_, i) => {
    if (i === left) selector = given.begin?.(structuredClone(selector.notes?.()) as Plain) as Selector;
    const view = recordedStudy({ runs: { started: i } });
    const selection = selector.next(view, 1, random);
    if (selection.type !== 'spawn') throw new Error('nothing is started');
    const name = selection.choice.optimizer as string;
    const [value, trials] = outcome(name, i);
    const run: EndedRun = {
      ...{ id: i + 1, optimizer: { plugin: 'optimizer', name, options: {} }, status: 'converged' },
      ...{
        trials,
        best: value === Number.POSITIVE_INFINITY ? undefined : found(value),
        origin: undefined,
        note: selection.note,
      },
    };
    selector.ended?.(run, view, createRandom(1));
    return name;
  });
}

const share = (names: readonly string[], name: string) => names.filter(each => each === name).length / names.length;

describe('bandit', () => {
  it('tries each once, then starts mostly the one that finds most', () => {
    const random = createRandom(3);
    const level: Readonly<Record<string, number>> = { a: 5, b: 1, c: 3 };
    const names = play(bandit(a, b, c), {
      runs: 100,
      outcome: name => [(level[name] as number) + random.uniform(), 100],
    });
    expect(names.slice(0, 3)).toEqual(['a', 'b', 'c']);
    expect(share(names, 'b')).toBeGreaterThan(0.7);
    // And does not forget the others.
    expect(share(names, 'a')).toBeGreaterThan(0);
  });

  it('compares by evaluations: ten short runs stand against a long one', () => {
    const random = createRandom(4);
    // One long run finds a little less than one short run, ten short ones find more.
    const outcome = (name: string): [number, number] =>
      name === 'a' ? [random.uniform(), 100] : [0.2 + 0.1 * random.uniform(), 1000];
    const names = play(bandit(a, b), { runs: 300, outcome });
    const evaluations = { a: 100 * share(names, 'a'), b: 1000 * share(names, 'b') };
    expect(evaluations.a).toBeGreaterThan(2 * evaluations.b);
  });

  it('counts runs that are alive, so that a few slots are not all given to one', () => {
    const selector = bandit(a, b).begin?.() as Selector;
    const start = (live: ReturnType<typeof recordedRun>[]) => {
      const selection = selector.next(recordedStudy({ live }), 1, createRandom(1));
      if (selection.type !== 'spawn') throw new Error('nothing is started');
      return selection;
    };
    const first = start([]);
    const second = start([recordedRun([3], { id: 1, note: first.note })]);
    expect([first.choice, second.choice]).toEqual([a, b]);
  });

  it('credits a run near a known point with what it found only if that is lower', () => {
    const random = createRandom(1);
    const from = Float64Array.of(0, 0);
    /** Each of b's runs begins where the best one is, and comes back to it; but for those that improve on it. */
    const shares = (improves: boolean) => {
      const selector = bandit(a, b).begin?.() as Selector;
      let best = 10;
      const names = Array.from({ length: 120 }, (_, i) => {
        const selection = selector.next(recordedStudy(), 1, random);
        if (selection.type !== 'spawn') throw new Error('nothing is started');
        const name = selection.choice.optimizer as string;
        const known = best;
        const value = name === 'a' ? 20 + random.uniform() : improves ? best - 0.01 : best;
        best = Math.min(best, value);
        const metropolis = { from, value: known, allowance: 0, temperature: 0, reach: 0.1 };
        selector.ended?.(
          {
            ...{ id: i + 1, optimizer: { plugin: 'optimizer', name, options: {} }, status: 'converged' },
            ...{ trials: 100, best: found(value), note: selection.note },
            origin: name === 'b' ? { rule: 'near', metropolis } : undefined,
          },
          recordedStudy(),
          random,
        );
        return name;
      });
      return share(names, 'b');
    };
    // It knew as much before; and what one finds that begins anywhere is more than nothing.
    expect(shares(false)).toBeLessThan(0.3);
    expect(shares(true)).toBeGreaterThan(0.7);
  });

  it('credits a run that is alive in the same way', () => {
    const next = (value: number) => {
      const selector = bandit(a, b, { exploration: 0 }).begin?.() as Selector;
      const started = [selector.next(recordedStudy(), 2, createRandom(1))];
      const noteOf = (i: number) => {
        const selection = started[i] as (typeof started)[0];
        return selection.type === 'spawn' ? (selection.note as Plain) : null;
      };
      const first = recordedRun(Array(50).fill(5), { id: 1, note: noteOf(0) });
      started.push(selector.next(recordedStudy({ live: [first] }), 1, createRandom(1)));
      const metropolis = { from: Float64Array.of(0, 0), value: 2, allowance: 0, temperature: 0, reach: 0.1 };
      const origin = { rule: 'near', metropolis };
      const second = recordedRun(Array(50).fill(value), { id: 2, note: noteOf(1), origin });
      const third = selector.next(recordedStudy({ live: [first, second] }), 1, createRandom(1));
      return third.type === 'spawn' && third.choice;
    };
    expect([next(2), next(1.9)]).toEqual([a, b]);
  });

  it('does not try for ever what fails at once', () => {
    const selector = bandit(a, b).begin?.() as Selector;
    const started = { a: 0, b: 0 };
    for (let i = 0; i < 200; i++) {
      const selection = selector.next(recordedStudy(), 1, createRandom(1));
      if (selection.type !== 'spawn') throw new Error('nothing is started');
      const name = selection.choice.optimizer as 'a' | 'b';
      started[name]++;
      const fails = name === 'a';
      selector.ended?.(
        {
          ...{
            id: i + 1,
            optimizer: { plugin: 'optimizer', name, options: {} },
            note: selection.note,
            origin: undefined,
          },
          ...(fails
            ? { status: 'failed', trials: 1, best: undefined }
            : { status: 'converged', trials: 500, best: found(i % 7) }),
        },
        recordedStudy(),
        createRandom(1),
      );
    }
    expect(started.a).toBeGreaterThan(1);
    expect(started.a / 200).toBeLessThan(0.25);
  });

  it('goes on from its notes', () => {
    const outcome = (name: string, i: number): [number, number] => [((i * 7) % 11) + (name === 'a' ? 2 : 0), 50 + i];
    const whole = play(bandit(a, b, c), { runs: 40, outcome });
    for (const left of [0, 1, 7, 39]) expect(play(bandit(a, b, c), { runs: 40, outcome, left })).toEqual(whole);
    expect(() => bandit(a, b).begin?.({ own: { ended: [{ member: 5 }] }, members: [null, null] })).toThrow(
      'selector bandit: what it remembers in the record is none of its notes',
    );
  });

  it('survives runs that find nothing', () => {
    expect(
      share(play(bandit(a, b), { runs: 50, outcome: name => [name === 'a' ? Number.POSITIVE_INFINITY : 1, 10] }), 'b'),
    ).toBeGreaterThan(0.7);
    play(bandit(a, b), { runs: 20, outcome: () => [Number.POSITIVE_INFINITY, 0] });
  });

  it('reads the same in text, and says what is wrong', () => {
    expect(parseSelector('bandit(a, bipop(b), exploration=0.5)').choices).toEqual([a, b]);
    expect(() => bandit(a, b, { exploration: -1 })).toThrow('bandit: exploration: expected a number of at least 0');
    expect(() => bandit({})).toThrow('bandit: expected at least one optimizer such as cmaes(), got none');
  });
});

describe('the area under ranks', () => {
  it('is 1 for the best, 0 for the worst, and a half where there is nothing to tell', () => {
    const results = [1, 2, 3, 10, 20].map((value, i) => ({ arm: i < 3 ? 0 : 1, value }));
    expect(areaUnderRanks(results, 0, 0.5)).toBe(1);
    expect(areaUnderRanks(results, 1, 0.5)).toBe(0);
    const equal = [0, 1, 1].map(arm => ({ arm, value: 7 }));
    expect(areaUnderRanks(equal, 0, 0.5)).toBe(0.5);
    expect(areaUnderRanks([], 0, 0.5)).toBe(0.5);
  });

  it('is as computed by hand', () => {
    const results = [
      { arm: 0, value: 1 },
      { arm: 1, value: 2 },
      { arm: 0, value: 3 },
      { arm: 1, value: 4 },
    ];
    // Weights 4, 3, 2, 1: up 4, right 3 (area 12), up 2, right 1 (area 6): 18 of 6 × 4.
    expect(areaUnderRanks(results, 0, 1)).toBeCloseTo(18 / 24, 12);
    expect(areaUnderRanks(results, 1, 1)).toBeCloseTo(6 / 24, 12);
  });

  it('does not change with an increasing transformation, and two arms add up to 1', () => {
    const result = fc.record({ arm: fc.integer({ min: 0, max: 1 }), value: fc.integer({ min: -20, max: 20 }) });
    fc.assert(
      fc.property(fc.array(result, { minLength: 2, maxLength: 30 }), results => {
        const moved = results.map(({ arm, value }) => ({ arm, value: Math.exp(value / 5) }));
        const areas = [0, 1].map(arm => areaUnderRanks(results, arm, 0.5));
        expect(areaUnderRanks(moved, 0, 0.5)).toBeCloseTo(areas[0] as number, 9);
        expect((areas[0] as number) + (areas[1] as number)).toBeCloseTo(1, 9);
      }),
    );
  });
});
