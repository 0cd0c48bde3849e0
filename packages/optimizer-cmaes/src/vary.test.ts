import { box, createStudy, parametersFromBounds } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { bipop } from '@glompo/core/selectors';
import { expect, test } from 'vitest';
import { cmaes, cmaesPlugin } from './index.js';
import { vary } from './vary.js';

const options = cmaesPlugin.parse({});

test('a variation multiplies population and deviation, and bounds the length of a run', () => {
  const space = { dimensions: 10 };
  expect(vary(options, {}, space)).toEqual(options);
  expect(vary(options, { population: 4 }, space)).toMatchObject({ populationSize: 40, sigma: 0.3 });
  expect(vary(options, { deviation: 0.1 }, space).sigma).toBeCloseTo(0.03, 12);
  expect(vary(options, { population: 2.26, evaluations: 1000 }, space)).toMatchObject({
    populationSize: 22,
    maxGenerations: 45,
  });
  expect(vary({ ...options, maxGenerations: 5 }, { evaluations: 1000 }, space).maxGenerations).toBe(5);
  expect(vary(options, { evaluations: 1 }, space).maxGenerations).toBe(1);
  expect(vary({ ...options, populationSize: 6 }, { population: 3 }, space).populationSize).toBe(18);
  // Of ten parameters, eight are fixed: λ is that of two dimensions.
  const fixed = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const list of [fixed, [...fixed, 8, 8]])
    expect(vary({ ...options, fixed: list }, { population: 2 }, space).populationSize).toBe(12);
  // No more than may be asked for.
  expect(vary({ ...options, populationSize: 1_000_000 }, { population: 512 }, space).populationSize).toBe(5_000_000);
});

test('a study restarts it with large and small populations', async () => {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(3, -5, 5)),
      evaluate: x => x.reduce((sum, xi) => sum + xi * xi - 10 * Math.cos(2 * Math.PI * xi), 30),
    },
    optimizers: bipop(cmaes(), { fitted: false }),
    stop: maxEvaluations(20_000),
    liveRuns: 1,
    hunters: 'none',
    seed: 1,
  });
  const populations: unknown[] = [];
  const notes: unknown[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) {
      if (event.type !== 'run-started') continue;
      populations.push((event.optimizer.options as { populationSize?: number }).populationSize);
      notes.push(event.chosen?.note);
    }
  })();
  await study.run();
  await reading;
  const large = populations.filter((_, i) => (notes[i] as { regime: string }).regime === 'large');
  expect(populations[0]).toBeUndefined();
  expect(large.slice(0, 3)).toEqual([14, 28, 56]);
  expect(notes.slice(1)).toContainEqual(expect.objectContaining({ regime: 'small' }));
});

test('what cannot be varied is refused before anything starts', async () => {
  const { vary: _, ...rigid } = cmaesPlugin;
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(2, 0, 1)), evaluate: () => 0 },
    optimizers: bipop({ optimizer: rigid, options: {} }),
    stop: maxEvaluations(10),
  });
  await expect(study.run()).rejects.toThrow(
    'bipop: it varies populations from run to run, and optimizer "cmaes" has none that can be varied',
  );
});
