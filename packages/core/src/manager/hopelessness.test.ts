import { describe, expect, it } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Found } from '../contracts/view.js';
import { minTrials } from '../hunters/index.js';
import { optimizer } from '../registry/choice.js';
import { bandit, bipop, chain, realsOnly, starting } from '../selectors/index.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { variableNeighbourhood } from '../start-points/index.js';
import { Hopelessness } from './hopelessness.js';
import type { LiveRun } from './live-run.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';
import { walker } from './walker.test.fixture.js';

const found: Found = { value: 1, point: Float64Array.of(0), run: 1, trial: 1 };
const run = (best?: Found) => ({ best }) as LiveRun;
const because = { by: 'a', message: 'every trial failed' };

/** What is said after each of so many failed runs. */
function after(hopelessness: Hopelessness, runs: number, live: readonly LiveRun[] = [], incumbent?: Found) {
  const state = { live, incumbent };
  return Array.from({ length: runs }, () => hopelessness.ofRuns(run(), true, { because, state }));
}

const choices = (n: number): OptimizerChoice[] => Array.from({ length: n }, (_, i) => optimizer(`a${i}`));

describe('runs that fail', () => {
  it.each([1, 3])('end the study when ten of them, for each of %i optimizers, have failed in a row', n => {
    const said = after(new Hopelessness(choices(n)), 10 * n);
    expect(said.slice(0, -1).every(reason => reason === undefined)).toBe(true);
    expect(said.at(-1)).toEqual({
      by: 'manager',
      message: `${10 * n} runs in a row failed without one successful trial`,
      because: [because],
    });
  });

  it('do not where one of them had a success, or ended otherwise', () => {
    for (const [best, failed] of [
      [found, true],
      [undefined, false],
    ] as const) {
      const hopelessness = new Hopelessness(choices(1));
      after(hopelessness, 9);
      expect(
        hopelessness.ofRuns(run(best), failed, { because, state: { live: [], incumbent: undefined } }),
      ).toBeUndefined();
      const said = after(hopelessness, 10);
      expect(said.map(reason => reason !== undefined)).toEqual([...Array(9).fill(false), true]);
    }
  });

  it('end it later where some trial of the study had a success: after a hundred for each', () => {
    const said = after(new Hopelessness(choices(2)), 200, [], found);
    expect(said.map(reason => reason?.message)).toEqual([
      ...Array(199).fill(undefined),
      '200 runs in a row failed without one successful trial',
    ]);
  });

  it('do not while a run is alive that had a success', () => {
    const hopelessness = new Hopelessness(choices(1));
    expect(after(hopelessness, 50, [run(), run(found)]).every(reason => reason === undefined)).toBe(true);
    // It has gone without a trace, such as with its worker.
    expect(after(hopelessness, 1, [run()])[0]?.message).toBe('51 runs in a row failed without one successful trial');
  });
});

const [once, swarm, downhill] = [
  walker({ size: 4, patience: 8 }),
  walker({ size: 4, patience: 16 }),
  walker({ size: 2, patience: 2 }),
];
/** Of the shape of the command line's defaults. */
const selector = () => {
  const anywhere = realsOnly(downhill);
  const nearby = realsOnly(starting(downhill, variableNeighbourhood({})));
  return chain(once, anywhere, bandit(bipop(swarm), anywhere, nearby), { at: [1, 2], by: 'runs' });
};

describe('a study', () => {
  const conduct = (evaluate: (x: Float64Array, made: number) => number, options: Partial<StudyOptions> = {}) => {
    let made = 0;
    return createStudy({
      task: { parameters: parametersFromBounds(box(2, 0, 1)), evaluate: x => evaluate(x, ++made) },
      ...{ optimizers: selector(), slots: 1, seed: 1, stop: maxEvaluations(20_000), ...options },
    }).run();
  };

  it('whose every trial fails ends, also where an optimizer is started but once', async () => {
    for (const fails of [
      () => Number.NaN,
      () => {
        throw new Error('no licence');
      },
    ]) {
      const { reason, runs, evaluations, value } = await conduct(fails);
      expect(reason.message).toBe('30 runs in a row failed without one successful trial');
      expect(runs).toMatchObject({ started: 30, failed: 30 });
      expect([evaluations < 2000, value]).toEqual([true, null]);
    }
  });

  it('of which a small part of the box works goes on', async () => {
    // A run fails at once with a chance of 0.94: half of all studies would begin with 10 of them, and most have them somewhere.
    const evaluate = ([x, y]: Float64Array) => (Math.max(x as number, y as number) < 0.25 ? 1 : Number.NaN);
    const options = { optimizers: walker({ size: 1, patience: 1 }), stop: maxEvaluations(2000) };
    const { reason, runs } = await conduct((x, made) => (made === 1 ? 1 : evaluate(x)), options);
    expect(reason.by).not.toBe('manager');
    expect(runs.failed).toBeGreaterThan(500);
  });

  it('that worked once, and never again, ends after all', async () => {
    const options = { optimizers: walker({ size: 1, patience: 1 }), stop: maxEvaluations(2000) };
    const { reason, value } = await conduct((_, made) => (made === 5 ? 1 : Number.NaN), options);
    expect([reason.message, value]).toEqual(['100 runs in a row failed without one successful trial', 1]);
  });

  it('goes on while one run of several works', async () => {
    const [works, fails] = [walker({ size: 1, patience: 3000 }), walker({ size: 1, patience: 2 })];
    let first: number | undefined;
    const evaluate = ([x]: Float64Array) => {
      first ??= x as number;
      // Where the first run is, it works.
      return Math.abs((x as number) - first) < 0.3 ? 1 : Number.NaN;
    };
    const { reason, runs } = await conduct(evaluate, {
      optimizers: chain(works, fails, { at: [1], by: 'runs' }),
      startPoints: {
        name: 'apart',
        next: ({ runs }) => ({ point: Float64Array.of(runs.started === 0 ? 0.05 : 0.95, 0) }),
      },
      // Hunts cut turns, so that both have theirs.
      ...{ liveRuns: 2, hunters: minTrials(1e6), huntEvery: 5, stop: maxEvaluations(500) },
    });
    expect(reason.by).not.toBe('manager');
    expect(runs.failed).toBeGreaterThan(20);
  });
});
