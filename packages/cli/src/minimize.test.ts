import { runsStarted } from '@glompo/core/checkers';
import { box, cmaes, inline, minimize, randomSearch, threads } from 'glompo';
import { describe, expect, test } from 'vitest';
import { project, taskSource } from './glompo.test.fixture.js';

const bowl = (x: Float64Array) => x.reduce((sum, v) => sum + (v - 1) ** 2, 0);

describe('minimize', () => {
  test('finds the minimum of a function, everything chosen for it', async () => {
    const result = await minimize(bowl, { bounds: box(3, -5, 5), maxEvaluations: 3000, seed: 1 });
    expect(result.value).toBeLessThan(1e-6);
    expect(result.point?.map(Math.round)).toEqual(Float64Array.of(1, 1, 1));
    expect(result).toMatchObject({
      evaluations: 3000,
      slots: 1,
      placement: { optimizers: 'inline', trials: 'with-optimizer' },
    });
    expect(await minimize(bowl, { bounds: box(3, -5, 5), maxEvaluations: 3000, seed: 1 })).toEqual({
      ...result,
      seconds: expect.any(Number),
      slotTime: expect.any(Object),
    });
  });

  test('finds out where a module runs best, if asked to', async () => {
    using home = project({ 'task.mjs': taskSource('x => x[0] ** 2') });
    const { placement, evaluations } = await minimize(new URL(`file://${home.path}/task.mjs`), {
      maxEvaluations: 3000,
      backend: 'auto',
      liveRuns: { from: 2, upTo: 4 },
    });
    expect(evaluations).toBe(3000);
    expect(placement.optimizers).toMatch(/^(inline|threads|processes)$/);
  });

  test('evaluates a module on threads', async () => {
    using home = project({ 'task.mjs': taskSource('x => x[0] ** 2') });
    const result = await minimize(new URL(`file://${home.path}/task.mjs`), { maxEvaluations: 300, slots: 2 });
    expect(result).toMatchObject({
      evaluations: 300,
      slots: 2,
      placement: { optimizers: 'threads', trials: 'with-optimizer' },
    });
  });

  test('overlaps as many calls of an asynchronous function as there are slots', async () => {
    let now = 0;
    let most = 0;
    const waits = async (x: Float64Array) => {
      most = Math.max(most, ++now);
      await new Promise(resolve => setImmediate(resolve));
      now--;
      return bowl(x);
    };
    // One that never waits: others begin with as many points as they want, and fill the slots within some milliseconds more.
    await minimize(waits, { bounds: box(2, -5, 5), maxEvaluations: 60, slots: 3, optimizers: randomSearch() });
    expect(most).toBe(3);
  });

  test('starts no further run when it is told until when, and ends with the last of them', async () => {
    const bounds = box(2, -5, 5);
    const { runs, reason } = await minimize(bowl, { bounds, spawnUntil: runsStarted(2), hunters: 'none', seed: 1 });
    expect(runs).toMatchObject({ started: 2, converged: 2 });
    expect(reason.because?.[0]).toMatchObject({ by: 'spawnUntil', message: '2 runs started (limit 2)' });
    await expect(minimize(bowl, { bounds, spawnUntil: 2 as never })).rejects.toThrow(
      'spawnUntil: expected an object with a method test(), got 2',
    );
  });

  test('stops at the target; a target alone is not the only limit', async () => {
    const bounds = box(2, -5, 5);
    expect(await minimize(bowl, { bounds, target: 0.1, seed: 1 })).toMatchObject({
      reason: { because: [{ by: 'targetValue' }] },
    });
    expect((await minimize(bowl, { bounds, target: -1, seed: 1 })).evaluations).toBe(20_000);
  });

  test('starts where it is told, with the optimizers it is given', async () => {
    const seen: number[][] = [];
    const result = await minimize(x => seen.push([...x]), {
      bounds: box(2, -5, 5),
      start: [[1, 2], Float64Array.of(3, 4)],
      optimizers: [cmaes({ populationSize: 4, maxGenerations: 1 })],
      maxEvaluations: 20,
      backend: inline(),
    });
    expect(result.runs.converged).toBeGreaterThan(1);
    expect(seen).toHaveLength(20);
  });

  test('ends in order when the signal says so, with the best so far', async () => {
    const controller = new AbortController();
    let views = 0;
    const result = await minimize(bowl, {
      bounds: box(2, -5, 5),
      maxSeconds: 600,
      signal: controller.signal,
      onProgress({ incumbent }) {
        views++;
        if (incumbent) controller.abort();
      },
    });
    expect(result.reason).toMatchObject({ by: 'user' });
    expect(result.value).toBeTypeOf('number');
    expect(views).toBeGreaterThan(1);
  });

  test('ends the study with the first trials that fail, if it is told to', async () => {
    const fails = () => {
      throw new Error('no licence');
    };
    const failing = minimize(fails, { bounds: box(2, -5, 5), failedTrials: { inARow: 3, action: 'end-study' } });
    await expect(failing).rejects.toMatchObject({
      code: 'GLOMPO_TRIALS_FAILED',
      message: expect.stringContaining('no licence'),
    });
  });

  test('names the part that broke down', async () => {
    const broken = {
      name: 'mine',
      options: {},
      test() {
        throw new TypeError('no limit');
      },
    };
    await expect(minimize(bowl, { bounds: box(2, -5, 5), stop: broken })).rejects.toMatchObject({
      code: 'GLOMPO_DECISION',
      message: expect.stringContaining('mine'),
    });
  });

  test('ends evaluations that take too long, where they can be ended', async () => {
    using home = project({ 'hangs.mjs': taskSource('x => { if (x[0] > 0.8) for (;;); return x[0] ** 2; }') });
    const { outcomes, value } = await minimize(new URL(`file://${home.path}/hangs.mjs`), {
      optimizers: [randomSearch()],
      maxEvaluations: 20,
      trialTimeout: 1,
      slots: 1,
      liveRuns: 1,
      seed: 1,
    });
    expect(outcomes.timedOut).toBeGreaterThan(0);
    expect(outcomes.ok + outcomes.timedOut).toBe(20);
    expect(value).toBeTypeOf('number');
  });

  test('rejects with what onProgress throws, when the study has ended', async () => {
    const boom = new Error('boom');
    let calls = 0;
    const running = minimize(bowl, {
      bounds: box(2, -5, 5),
      maxSeconds: 600,
      onProgress() {
        calls++;
        throw boom;
      },
    });
    await expect(running).rejects.toBe(boom);
    expect(calls).toBe(1);
  });

  test.each<[unknown, object, string]>([
    [bowl, {}, 'minimize: bounds: a function needs them'],
    [bowl, { bounds: box(2, 5, -5) }, 'parameter "x1": the bounds are reversed'],
    [
      bowl,
      { bounds: box(2, -5, 5), maxEvaluation: 5 },
      'minimize: unknown option "maxEvaluation"; did you mean "maxEvaluations"?',
    ],
    [
      bowl,
      { bounds: box(2, -5, 5), maxEvaluations: 0 },
      'maxEvaluations: evaluations: expected a positive integer, got 0',
    ],
    [bowl, { bounds: box(2, -5, 5), slots: 0 }, 'slots: expected a positive integer, got 0'],
    [bowl, { bounds: box(2, -5, 5), start: 3 }, 'minimize: start: expected a point, points or a rule, got 3'],
    [bowl, { bounds: box(2, -5, 5), onProgress: true }, 'minimize: onProgress: expected a function, got true'],
    [bowl, { bounds: box(2, -5, 5), backend: threads() }, 'cannot travel to backend "threads"'],
    [
      bowl,
      { bounds: box(2, -5, 5), signal: new AbortController() },
      'minimize: signal: expected an AbortSignal, got {}',
    ],
    [bowl, { bounds: box(2, -5, 5), optimizers: {} }, 'optimizers: expected at least one optimizer'],
    [bowl, { bounds: box(2, -5, 5), retries: -1 }, 'retries: expected an integer of at least 0, got -1'],
    [bowl, { bounds: box(2, -5, 5), failedTrials: 'skip' }, 'failedTrials: expected "worst", "end-run"'],
    [bowl, { bounds: box(2, -5, 5), trialTimeout: 1 }, 'trialTimeout: '],
    [{ module: './task.js' }, {}, 'task: module: expected a URL, such as new URL("./my.task.js", import.meta.url)'],
    ['./task.js', {}, 'task: expected a task'],
    [bowl, 3 as unknown as object, 'minimize: expected an object of options, got 3'],
  ])('refuses what is wrong: %s %j', async (what, options, message) => {
    await expect(minimize(what as never, options)).rejects.toThrow(message);
  });
});
