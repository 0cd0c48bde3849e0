// Studies whose optimizers differ in where their trials run, and in their share: `node mixed.program.js`.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import { type Backend, inline, type OptimizerChoice, type RunOptions } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { lbfgs, nelderMead, randomSearch } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import { type Observation, type ObservedRun, observe, placedTrials, witness } from './observe.js';
import { rounds, scout } from './optimizers.js';
import { here } from './place.js';
import { assertWorkers } from './places.js';
import { assertSameRuns } from './same-trials.js';
import { Surroundings } from './surroundings.js';

const surroundings = new Surroundings();
after(() => surroundings.remove());

const slots = 4;
type Trials = NonNullable<RunOptions['trials']>;

async function see(choices: readonly OptimizerChoice[], backend: Backend, milliseconds = 0): Promise<Observation> {
  return observe({
    task: witness({ gradient: false, milliseconds }),
    optimizers: rounds(1, choices),
    backend,
    slots,
    hunters: 'none',
    seed: 21,
  });
}

test('level 2 differs between the optimizers of one study, and changes nothing but the places', async () => {
  const where = {
    cmaes: undefined,
    'nelder-mead': inline(),
    lbfgs: processes(),
    scout: threads(),
  } satisfies Record<string, Trials | undefined>;
  const choices = (placed: boolean) => {
    const of = (name: keyof typeof where): RunOptions => {
      const trials = placed ? where[name] : undefined;
      return trials === undefined ? {} : { trials };
    };
    return [
      cmaes({ maxGenerations: 20 }, of('cmaes')),
      nelderMead({ maxIterations: 80 }, of('nelder-mead')),
      lbfgs({ maxIterations: 10 }, { ...of('lbfgs'), maxSlots: 2 }),
      scout({}, of('scout')),
    ];
  };
  const reference = await see(choices(false), inline());
  const mixed = await see(choices(true), threads());
  assertSameRuns(mixed, reference);
  for (const run of mixed.runs.values()) {
    const backend = where[run.optimizer as keyof typeof where]?.name ?? 'threads';
    const places = placedTrials([run]).map(({ place }) => place);
    assertWorkers(backend, places, { manager: here(), most: slots });
  }
  await surroundings.assertNothingLeft(placedTrials(mixed.runs.values()));
});

for (const [name, backend] of Object.entries({ inline, threads, processes })) {
  test(`maxSlots is the most trials that an optimizer has at once in a pool, here ${name}`, async () => {
    // Longer than what travels together in one message. The points of a difference are wanted together: four, when all workers have come.
    const milliseconds = 35;
    for (const [run, most] of [
      [{}, 4],
      [{ maxSlots: 3 }, 3],
    ] as const) {
      const { runs } = await see([lbfgs({ maxIterations: 20 }, { ...run, trials: backend() })], inline(), milliseconds);
      assert.equal(mostAtOnce([...runs.values()]), most);
    }
  });
}

for (const [name, trials] of Object.entries({
  'with the optimizer': 'with-optimizer',
  'in a pool': threads(),
} as const)) {
  test(`an optimizer of three times the weight gets three times the trials, ${name}`, async () => {
    const evaluations = trials === 'with-optimizer' ? 8000 : 800;
    const { runs } = await observe({
      // In a pool what one run cannot use at once is the other's: trials last long enough that neither ever lacks points.
      task: witness(trials === 'with-optimizer' ? {} : { milliseconds: 2 }),
      optimizers: [randomSearch({}, { weight: 3 }), randomSearch({}, { weight: 1 })],
      backend: { trials },
      slots: trials === 'with-optimizer' ? 1 : 2,
      liveRuns: 2,
      hunters: 'none',
      stop: maxEvaluations(evaluations),
      seed: 22,
    });
    const [heavy, light] = [...runs.values()].map(run => run.trials.length) as [number, number];
    assert.equal(heavy + light, evaluations);
    // A share is right up to what an optimizer is granted, or asked for, at a time.
    const grain = trials === 'with-optimizer' ? 1000 : 64;
    assert.ok(Math.abs(light - evaluations / 4) <= grain, `${heavy} and ${light} trials`);
  });
}

/** How many trials were under way at the same time, by the task's own clock. */
function mostAtOnce(runs: readonly ObservedRun[]): number {
  const changes = runs
    .flatMap(({ trials }) => trials)
    .flatMap(({ told }) =>
      told
        ? [
            { at: told.from as number, by: 1 },
            { at: told.to as number, by: -1 },
          ]
        : [],
    )
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let underWay = 0;
  return Math.max(...changes.map(({ by }) => (underWay += by)));
}
