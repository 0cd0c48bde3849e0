import { readFileSync } from 'node:fs';
import type { Parameter, PlainObject, Task } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownMinimum, type TaskName } from './known-minima.js';

/** Every function, in the sizes in which its minimum and its gradient are tested, with the accuracy of its minimum. */
const cases: readonly { name: TaskName; options: PlainObject; digits?: number }[] = [
  { name: 'ackley', options: { dims: 1 } },
  { name: 'ackley', options: { dims: 6 } },
  { name: 'ellipsoid', options: { dims: 1 } },
  { name: 'ellipsoid', options: { dims: 6, condition: 1e4 } },
  { name: 'griewank', options: { dims: 7 } },
  { name: 'lennard-jones', options: { atoms: 2 } },
  { name: 'lennard-jones', options: { atoms: 3 } },
  { name: 'lennard-jones', options: { atoms: 4 } },
  { name: 'levy', options: { dims: 1 } },
  { name: 'levy', options: { dims: 5 } },
  { name: 'michalewicz', options: { dims: 1 } },
  { name: 'michalewicz', options: { dims: 2 } },
  { name: 'michalewicz', options: { dims: 9, steepness: 3 } },
  { name: 'rastrigin', options: { dims: 5 } },
  { name: 'rosenbrock', options: { dims: 2 } },
  { name: 'rosenbrock', options: { dims: 5 } },
  { name: 'schwefel', options: { dims: 5 } },
  { name: 'shekel', options: { foxholes: 5 } },
  { name: 'shekel', options: { foxholes: 10 } },
  { name: 'shubert', options: { dims: 1 } },
  { name: 'shubert', options: { dims: 2 } },
  { name: 'shubert', options: { dims: 4 } },
  { name: 'sphere', options: { dims: 3 } },
  { name: 'styblinski-tang', options: { dims: 4 } },
];

const plain = { signal: new AbortController().signal, run: 1, trial: 1, seed: 1, directory: '' };

async function load(name: TaskName, options: PlainObject) {
  const { default: factory } = (await import(`./${name}.task.ts`)) as {
    default: (options: PlainObject) => Task;
  };
  const task = factory(options);
  return {
    task,
    value: (x: Float64Array) => task.evaluate(x.slice(), { ...plain, wants: [] }) as number,
    withGradient: (x: Float64Array) =>
      task.evaluate(x.slice(), { ...plain, wants: ['gradient'] }) as { value: number; gradient: Float64Array },
  };
}

/** Points spread evenly over the box: `fc.double` would crowd them into a corner. */
const inside = (parameters: readonly Parameter[]) =>
  fc
    .array(fc.integer({ min: 0, max: 2 ** 30 }), { minLength: parameters.length, maxLength: parameters.length })
    .map(u => Float64Array.from(u, (ui, i) => at(parameters[i]!, ui / 2 ** 30)));
const at = ({ low, high }: Parameter, u: number) => low + u * (high - low);

describe.each(cases)('$name $options', ({ name, options }) => {
  const { value: lowest, point } = knownMinimum(name, options) as { value: number; point: Float64Array };
  const tolerance = 1e-11 * (1 + Math.abs(lowest));

  test('has its known minimum at its known minimiser', async () => {
    const { task, value } = await load(name, options);
    expect(point).toHaveLength(task.parameters.length);
    expect(Math.abs(value(point) - lowest)).toBeLessThanOrEqual(tolerance);
  });

  test('is a task of its own name with finite bounds around its minimiser', async () => {
    const { task } = await load(name, options);
    expect(task.name).toBe(name);
    for (const [i, { low, high }] of task.parameters.entries()) {
      expect([Number.isFinite(low), Number.isFinite(high), low < high]).toEqual([true, true, true]);
      expect([point[i]! >= low, point[i]! <= high]).toEqual([true, true]);
    }
  });

  test('is nowhere in its box lower than its minimum, nor next to its minimiser', async () => {
    const { task, value } = await load(name, options);
    const size = task.parameters[0]!.high - task.parameters[0]!.low;
    fc.assert(
      fc.property(inside(task.parameters), fc.double({ min: 1e-8, max: 1e-2, noNaN: true }), (x, shrink) => {
        expect(value(x)).toBeGreaterThanOrEqual(lowest - tolerance);
        const near = point.map((p, i) => p + shrink * (x[i]! - task.parameters[i]!.low - size / 2));
        expect(value(near)).toBeGreaterThanOrEqual(lowest - tolerance);
      }),
    );
  });

  test('gives the gradient that central differences give', async () => {
    const { task, value, withGradient } = await load(name, options);
    const step = 1e-6;
    // Where coordinates are 0, Ackley and Schwefel bend too sharply for differences; where atoms touch, everything is huge.
    const smooth = (x: Float64Array) => x.every(xi => Math.abs(xi) > 0.01) && Math.abs(value(x)) < 1e8;
    fc.assert(
      fc.property(inside(task.parameters), x => {
        fc.pre(smooth(x));
        const { value: f, gradient } = withGradient(x);
        expect(f).toBe(value(x));
        const scale = 1 + Math.abs(f) + Math.max(...gradient.map(Math.abs));
        for (let i = 0; i < x.length; i++) {
          const [up, down] = [x.slice(), x.slice()];
          up[i]! += step;
          down[i]! -= step;
          const slope = (value(up) - value(down)) / (up[i]! - down[i]!);
          expect(Math.abs(slope - gradient[i]!) / scale).toBeLessThan(2e-6);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test('every function of the package is among the cases', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly glompo: { readonly tasks: Readonly<Record<string, string>> };
  };
  // bbob has tests of its own.
  expect(new Set<string>([...cases.map(c => c.name), 'bbob'])).toEqual(new Set(Object.keys(manifest.glompo.tasks)));
});

test.each([
  ['michalewicz', { dims: 2 }, -1.8013034],
  ['michalewicz', { dims: 5 }, -4.6876582],
  ['michalewicz', { dims: 10 }, -9.6601517],
  ['shekel', { foxholes: 5 }, -10.1532],
  ['shekel', { foxholes: 7 }, -10.4029],
  ['shekel', { foxholes: 10 }, -10.5364],
  ['shubert', { dims: 2 }, -186.7309088],
  ['shubert', { dims: 3 }, -2709.0935],
  ['lennard-jones', { atoms: 13 }, -44.326801],
  ['lennard-jones', { atoms: 38 }, -173.928427],
] as const)('the minimum of %s %o is the published one', (name, options, published) => {
  const digits = String(published).split('.')[1]!.length;
  expect(knownMinimum(name as string, options)!.value).toBeCloseTo(published, digits - 1);
});

test('nothing is claimed where nothing is known', () => {
  expect(knownMinimum('lennard-jones', { atoms: 39 })).toBeUndefined();
  expect(knownMinimum('constructor')).toBeUndefined();
  expect(() => knownMinimum('sphere', { dims: 0 })).toThrow(
    'sphere: dims: expected an integer from 1 to 100000, got 0',
  );
});
