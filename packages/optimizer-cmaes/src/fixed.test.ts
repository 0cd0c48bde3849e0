import { createRandom, parametersFromBounds, searchSpace } from '@glompo/core';
import { expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { fmin } from './fmin.js';
import type { CmaesInput } from './options.js';

type Create = typeof cmaesPlugin.create;

function create(options: CmaesInput, state?: Parameters<Create>[2]) {
  const space = searchSpace(
    parametersFromBounds([
      [-5, 5],
      [0, 1],
      [-5, 5],
    ]),
  );
  const context = { space, start: { point: Float64Array.of(3, 0.25, 1) }, random: createRandom(4) };
  return cmaesPlugin.create(context, cmaesPlugin.parse(options), state);
}

const sphere = (x: Float64Array) => x.reduce((sum, xi) => sum + xi * xi, 0);

function generation(optimizer: ReturnType<typeof create>) {
  const proposals = optimizer.ask(100);
  optimizer.tell(
    proposals,
    proposals.map(({ x }) => ({ value: sphere(x) })),
  );
  return proposals.map(({ x }) => [...x]);
}

it('leaves a fixed parameter where the start has it, and searches the others as if it were not there', async () => {
  const { x, value } = await fmin(sphere, [3, 2, 1], { fixed: [2], sigma: 0.5 });
  expect(x[1]).toBe(2);
  expect(value).toBeCloseTo(4, 9);
  const two = await fmin(([a = 0, b = 0]) => a * a + 4 + b * b, [3, 1], { sigma: 0.5 });
  expect([x[0], x[2]]).toEqual([...two.x]);
});

it.each([{}, { restarts: 'ipop' as const }])('goes on from a snapshot, whatever the start is then: %j', more => {
  const options = { fixed: [2], ...more };
  const original = create(options);
  for (let i = 0; i < 5; i++) generation(original);
  const snapshot = structuredClone(original.snapshot());
  const restored = create(options, snapshot);
  expect(restored.snapshot()).toEqual(snapshot);
  for (let i = 0; i < 5; i++) expect(generation(restored)).toEqual(generation(original));
});

it('takes over points of others that have the same values there', () => {
  const optimizer = create({ fixed: [2] });
  const { length } = generation(optimizer);
  optimizer.inject?.(Float64Array.of(0, 0.5, 0), 0);
  expect(generation(optimizer)).toHaveLength(length);
  expect(() => optimizer.inject?.(Float64Array.of(0, 0.5), 0)).toThrow('inject: expected 3 coordinates, got 2');
  optimizer.inject?.(Float64Array.of(0, 0.25, 0), 0);
  expect(generation(optimizer)).toHaveLength(length - 1);
});

it('gives each free parameter its own deviation', () => {
  const own = create({ fixed: [1], deviations: [7, 0.5, 2] });
  const state = own.snapshot() as { free: { distribution: { scale: Float64Array } } };
  const { scale } = state.free.distribution;
  // Of ranges of 1 and 10: 0.3 · 0.5 and 0.3 · 2.
  expect((scale[1] as number) / (scale[0] as number)).toBeCloseTo(4, 12);
});

it('refuses a start that is none in a fixed parameter, by its number', async () => {
  await expect(fmin(sphere, [1, Number.NaN, 1], { fixed: [2] })).rejects.toThrow(
    /start: point: coordinate 2: .*got NaN/,
  );
});

it('refuses what makes no sense', () => {
  for (const [options, message] of [
    [{ fixed: [4] }, /fixed: expected numbers of parameters, from 1 to 3, got 4/],
    [{ fixed: [1.5] }, /got 1.5/],
    [{ fixed: [0] }, /fixed: expected/],
    [{ fixed: [1, 2, 3] }, /every parameter is fixed/],
    [{ deviations: [1, Number.POSITIVE_INFINITY, 1] }, /deviations: expected a list .*, got \[1, Infinity, 1\]/],
    [{ deviations: [1, 2] }, /deviations: expected 3 numbers/],
    [{ fixed: [1], deviations: [1, 2] }, /deviations: expected 3 numbers/],
    [{ learningRates: 'adapted', covariance: 'separable' }, /needs covariance: "full"/],
  ] as const)
    expect(() => create(options as CmaesInput)).toThrow(message);
  const state = create({ fixed: [2] }).snapshot();
  expect(() => create({}, state)).toThrow(/other fixed parameters/);
  expect(() => create({ fixed: [1, 2] }, state)).toThrow(/1 fixed parameters, the options ask for 2/);
  expect(() => create({ fixed: [2] }, create({}).snapshot())).toThrow(/other fixed parameters/);
});
