import { readFileSync } from 'node:fs';
import { createRandom, type Evaluation, type Task } from '@glompo/core';
import { describe, expect, test } from 'vitest';
import { knownMinimum } from './known-minima.js';
import michalewicz from './michalewicz.task.js';
import rana from './rana.task.js';

const context = { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, directory: '' };
const { glompo } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly glompo: { readonly tasks: Readonly<Record<string, string>> };
};
const valueAt = (task: Task) => (x: Float64Array) => task.evaluate(x, { ...context, wants: [] }) as number;

/** Downhill along the gradient inside the box, with steps that grow while they help. */
function descend(task: Task, start: Float64Array): number {
  let x = start;
  let step = 1e-3;
  const at = (point: Float64Array) => task.evaluate(point.slice(), { ...context, wants: ['gradient'] }) as Evaluation;
  let here = at(x);
  for (let k = 0; k < 400 && here.gradient && step > 1e-18; k++) {
    const { gradient } = here;
    const next = x.map((xi, i) => {
      const { low, high } = task.parameters[i]!;
      return Math.min(high, Math.max(low, xi - step * (high - low) * gradient[i]!));
    });
    const there = at(next);
    if (there.value < here.value) {
      [x, here] = [next, there];
      step *= 1.6;
    } else step /= 4;
  }
  return here.value;
}

describe.each(Object.keys(glompo.tasks).filter(name => !['bbob', 'lennard-jones', 'stochastic'].includes(name)))(
  '%s',
  name => {
    test.each([{}, { shift: true, rotation: true, instance: 2 }])(
      'no descent from 300 places ends below the minimum %o',
      async place => {
        const { default: create } = (await import(`./${name}.task.ts`)) as { default: (options: object) => Task };
        const random = createRandom(1);
        for (const dims of [undefined, 2, 3, 5]) {
          if (dims !== undefined && knownMinimumOf(name, { dims }) === undefined) continue;
          const options = { ...place, ...(dims && { dims }) };
          const task = create(options);
          const lowest = knownMinimum(name, options)!.value;
          for (let k = 0; k < 300; k++) {
            const start = Float64Array.from(task.parameters, p => p.low + (p.high - p.low) * random.uniform());
            expect(descend(task, start)).toBeGreaterThanOrEqual(lowest - 1e-11 * (1 + Math.abs(lowest)));
          }
        }
      },
      120_000,
    );
  },
);

function knownMinimumOf(name: string, options: object) {
  try {
    return knownMinimum(name, options);
  } catch {
    return undefined;
  }
}

test('each coordinate of Michalewicz has its lowest term where it is said to be', () => {
  const dims = 30;
  const value = valueAt(michalewicz({ dims }));
  const { point, value: lowest } = knownMinimum('michalewicz', { dims })!;
  for (let i = 0; i < dims; i++) {
    const x = point!.slice();
    for (let k = 0; k <= 20_000; k++) {
      x[i] = (Math.PI * k) / 20_000;
      expect(value(x) >= lowest - 1e-12).toBe(true);
    }
  }
});

/**
 * A chain of pairs is searched pair by pair: the lowest value of a chain that ends at y is the lowest over x of the chain that ends at
 * x and the pair (x, y).
 */
test('no chain on a grid of 1/4 is lower than the minimum of Rana', () => {
  const pair = valueAt(rana({ dims: 2 }));
  const grid = Float64Array.from({ length: 4097 }, (_, i) => -512 + i / 4);
  let ends = new Float64Array(grid.length);
  const point = new Float64Array(2);
  for (let dims = 2; dims <= 4; dims++) {
    ends = grid.map(y => {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < grid.length; i++) {
        point[0] = grid[i]!;
        point[1] = y;
        const value = ends[i]! + pair(point);
        if (value < best) best = value;
      }
      return best;
    });
    const onGrid = Math.min(...ends);
    const { value } = knownMinimum('rana', { dims })!;
    expect(onGrid).toBeGreaterThanOrEqual(value);
    expect(onGrid - value).toBeLessThan(0.05);
  }
}, 120_000);
