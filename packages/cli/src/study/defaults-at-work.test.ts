import {
  box,
  createStudy,
  type Parameter,
  parametersFromBounds,
  type StudyEvent,
  type StudyOptions,
} from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { replayStudy } from '@glompo/core/replay';
import { starting } from '@glompo/core/selectors';
import { basinHopping } from '@glompo/core/start-points';
import { openRecord, recordStudy } from '@glompo/store';
import { lbfgs, minimize } from 'glompo';
import { describe, expect, test } from 'vitest';
import { project } from '../glompo.test.fixture.js';
import { defaultSelector } from './default-optimizers.js';

/** With many minima, and no sum over its parameters. */
const waves = ([x, y]: Float64Array) => {
  const [a, b] = [(x as number) + (y as number), (x as number) - 2 * (y as number)];
  return a ** 2 + 10 * Math.sin(3 * a) + b ** 2 + 10 * Math.cos(2 * b);
};

const selectors = {
  'the defaults': () => defaultSelector(),
  'starting(lbfgs(), at=basinHopping())': () => starting(lbfgs(), basinHopping()),
};

/** A session of a study with one slot that is recorded in `directory`. @param interruptedAt at this one of its evaluations */
async function session(
  directory: string,
  optimizers: NonNullable<StudyOptions['optimizers']>,
  { interruptedAt, goesOn = false }: { readonly interruptedAt?: number; readonly goesOn?: boolean } = {},
) {
  const before = goesOn ? openRecord(directory) : undefined;
  const interruption = new AbortController();
  let made = 0;
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(2, -5, 5)),
      evaluate(x) {
        if (++made === interruptedAt) interruption.abort();
        return waves(x);
      },
    },
    ...{ optimizers, slots: 1, liveRuns: 2, seed: 3, huntEvery: 50, recorded: true, stop: maxEvaluations(1500) },
    ...(before && { history: before.history() }),
  });
  const recording = await recordStudy(study, directory, {
    durability: 'end',
    ...(before && { history: before.history() }),
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(event);
  })();
  await study.run({ signal: interruption.signal });
  await reading;
  await recording.close();
  before?.[Symbol.dispose]();
  return events.flatMap((event): string[] => {
    if (event.type === 'run-started') return [`run ${event.run} begins: ${event.optimizer.name} at ${event.point}`];
    if (event.type !== 'trials') return [];
    const { first, values } = event.trials;
    return Array.from(values, (value, i) => `run ${event.run}, trial ${first + i}: ${value}`);
  });
}

test.each(Object.entries(selectors))(
  'a study with one slot goes on wherever it is interrupted, and a replay chooses as it did: %s',
  { timeout: 60_000 },
  async (_, selector) => {
    using home = project({});
    const whole = await session(`${home.path}/whole`, selector());
    expect(whole.filter(line => line.includes('begins')).length).toBeGreaterThan(5);
    for (const interruptedAt of [2, 17, 60, 333, 1200]) {
      const directory = `${home.path}/cut-${interruptedAt}`;
      const first = await session(directory, selector(), { interruptedAt });
      const more = await session(directory, selector(), { goesOn: true });
      expect([interruptedAt, ...first, ...more]).toEqual([interruptedAt, ...whole]);
    }
    using record = openRecord(`${home.path}/whole`);
    const { alternatives } = await replayStudy(record, [{ name: 'own', optimizers: selector() }]);
    const runs = whole.filter(line => line.includes('begins')).length;
    expect(alternatives[0]?.selector).toEqual({ agreed: runs, differs: undefined });
  },
);

describe('where some or all parameters are integers', () => {
  const integer = (name: string): Parameter => ({ kind: 'integer', name, low: -9, high: 9 });
  const real: Parameter = { kind: 'real', name: 'r', low: -9, high: 9 };
  const coupled = ([x, y]: Float64Array) => ((x as number) - 3) ** 2 + ((x as number) + (y as number) - 1) ** 2;

  test.each([
    ['all', [integer('a'), integer('b')]],
    ['some', [integer('a'), real]],
  ])('the defaults work: %s', async (_, parameters) => {
    const task = { parameters, evaluate: coupled };
    const { value, evaluations, runs } = await minimize(task, { maxEvaluations: 600, seed: 1 });
    expect(value).toBeLessThan(1e-9);
    expect([evaluations, runs.failed]).toEqual([600, 0]);
    await expect(minimize(task, { optimizers: lbfgs() })).rejects.toMatchObject({
      code: 'GLOMPO_PARAMETER_KIND',
      message: expect.stringContaining('lbfgs'),
    });
  });
});

describe('of a task that cannot be minimised', () => {
  const bounds = box(3, -1, 1);
  test.each<[string, () => number]>([
    ['it throws', () => expect.fail('no licence')],
    ['it gives no number', () => Number.NaN],
    ['it gives +Infinity', () => Number.POSITIVE_INFINITY],
  ])('the study ends, with the reason: %s', async (_, evaluate) => {
    const { value, reason, runs, evaluations } = await minimize(evaluate, { bounds, seed: 1 });
    expect(reason.message).toMatch(/^\d+ runs in a row failed without one successful trial$/);
    expect([value, runs.failed]).toEqual([null, runs.started]);
    // Of 30,000 that it might have made.
    expect(evaluations).toBeLessThan(12_000);
  });

  test('a constant one is minimised, all of the budget long', async () => {
    const { value, evaluations, runs } = await minimize(() => 5, { bounds, maxEvaluations: 1000, seed: 1 });
    expect([value, evaluations, runs.failed]).toEqual([5, 1000, 0]);
  });
});

test('a budget is used to its last evaluation, however small, and gives a value', async () => {
  for (const dimensions of [1, 2, 100])
    for (const budget of [1, 2, 3, 4, 5, 7, 12, 50]) {
      const bounds = box(dimensions, -5, 5);
      const { value, evaluations } = await minimize(x => x.reduce((sum, v) => sum + v * v, 0), {
        ...{ bounds, maxEvaluations: budget, seed: budget },
      });
      expect([dimensions, budget, evaluations, value === null]).toEqual([dimensions, budget, budget, false]);
    }
});
