import { createRandom, type Optimizer, searchSpace } from '@glompo/core';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';
import type { CmaesState } from './state.js';

function create(options: CmaesInput, state?: CmaesState) {
  const space = searchSpace(Array.from({ length: 3 }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 })));
  const context = { space, start: { point: Float64Array.of(3, 3, 3) }, random: createRandom(1) };
  return cmaesPlugin.create(context, cmaesPlugin.parse(options), state) as Optimizer<CmaesState>;
}
const sphere = (x: Float64Array) => x.reduce((sum, xi) => sum + xi * xi, 0);

describe('results of a generation', () => {
  it('are refused in another order than that of the points, and told twice; nothing is taken of them then', () => {
    const optimizer = create({ populationSize: 4 });
    const [a, b, c, d] = optimizer.ask(4).map(({ x }) => ({ x }));
    const tell = (...some: unknown[]) =>
      optimizer.tell(
        some as { x: Float64Array }[],
        some.map((_, i) => ({ value: i })),
      );
    const before = optimizer.snapshot();
    expect(() => tell(b)).toThrow('cmaes: tell: point 2 of the generation came where point 1 was expected');
    expect(() => tell(a, c, b)).toThrow('point 3 of the generation came where point 2 was expected');
    expect(() => tell(a, a)).toThrow(
      'point 1 of the generation came where point 2 was expected: results are told once',
    );
    expect(optimizer.snapshot()).toEqual(before);
    tell(a, b);
    expect(() => tell(b)).toThrow('point 2 of the generation came where point 3 was expected');
    tell(c, d);
    expect(optimizer.snapshot().generation).toBe(1);
  });

  it('that were never asked for are refused, with figures', () => {
    const optimizer = create({});
    const proposals = optimizer.ask(2);
    const one = { value: 1 };
    expect(() => optimizer.tell(proposals, [one])).toThrow('cmaes: tell: 2 points came with 1 evaluations');
    expect(() => optimizer.tell([...proposals, ...proposals], [one, one, one, one])).toThrow(
      'cmaes: tell: 4 results for 2 outstanding points',
    );
  });

  it('belong to the points in order where somebody has written into these', () => {
    const [spoiled, untouched] = [create({}), create({})];
    for (let generation = 0; generation < 5; generation++) {
      const [proposals, others] = [spoiled.ask(100), untouched.ask(100)];
      const values = others.map(({ x }) => ({ value: sphere(x) }));
      for (const { x } of proposals) x.sort();
      spoiled.tell(proposals, values);
      untouched.tell(others, values);
    }
    expect(spoiled.snapshot()).toEqual(untouched.snapshot());
  });

  it('that are no numbers count as failures', () => {
    const after = (value: unknown) => {
      const optimizer = create({});
      const proposals = optimizer.ask(100);
      optimizer.tell(
        proposals,
        proposals.map(({ x }, i) => ({ value: i === 2 ? value : sphere(x) }) as { value: number }),
      );
      return optimizer.snapshot();
    };
    for (const value of [undefined, null, 'high', Number.NaN, Number.NEGATIVE_INFINITY])
      expect(after(value)).toEqual(after(Number.POSITIVE_INFINITY));
  });

  it('are told one by one in any order that is near that of the points', () => {
    const optimizer = create({ populationSize: 5_000, generationFraction: 0.5 });
    const proposals = optimizer.ask(1e6);
    // By pairs, the second one first.
    for (let i = 0; i < proposals.length; i += 2)
      for (const proposal of [proposals[i + 1], proposals[i]] as { x: Float64Array }[])
        optimizer.tell([proposal], [{ value: sphere(proposal.x) }]);
    expect(optimizer.snapshot().generation).toBe(1);
  });
});

it('nothing is handed out where nothing is asked for, also of what was left behind', () => {
  const options = { generationFraction: 0.5, populationSize: 6 };
  const optimizer = create(options);
  const first = optimizer.ask(6);
  optimizer.tell(
    first.slice(0, 4),
    [1, 2, 3, 4].map(value => ({ value })),
  );
  const second = optimizer.ask(3);
  const restored = create(options, structuredClone(optimizer.snapshot()));
  expect(restored.ask(0)).toEqual([]);
  expect(restored.ask(1)).toEqual([first[4]]);
  expect(restored.ask(9).slice(0, 4)).toEqual([first[5], ...second]);
});

it('a generation is drawn when its first point is asked for, not when others are given again', () => {
  const options = { generationFraction: 0.5, populationSize: 6 };
  const original = create(options);
  const first = original.ask(6);
  const told = (optimizer: typeof original, points: typeof first) =>
    optimizer.tell(
      points,
      points.map(({ x }) => ({ value: sphere(x) })),
    );
  told(original, first.slice(0, 4));
  told(original, original.ask(6));
  const restored = create(options, structuredClone(original.snapshot()));
  expect(restored.ask(2)).toEqual(first.slice(4));
  expect(restored.snapshot()).toEqual(original.snapshot());
  // What is injected now takes part in the next generation of both.
  for (const optimizer of [original, restored]) optimizer.inject?.(Float64Array.of(1, 1, 1), 0);
  expect(restored.ask(9)).toEqual(original.ask(9));
});
