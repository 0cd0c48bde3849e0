import { readFileSync } from 'node:fs';
import type { Parameter, PlainObject, Task } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownMinimum, type TaskName } from './known-minima.js';

interface Case {
  readonly name: TaskName;
  readonly options: PlainObject;
  /** In how much of the box around the minimiser differences are fine enough to be compared with gradients; 0: there are none. */
  readonly smooth?: number;
}

/** Every function, as it was published, in the sizes in which its minimum and its gradient are tested. */
const published: readonly Case[] = [
  { name: 'ackley', options: { dims: 1 } },
  { name: 'ackley', options: { dims: 6 } },
  { name: 'alpine01', options: { dims: 4 } },
  { name: 'alpine02', options: { dims: 1 } },
  { name: 'alpine02', options: { dims: 2 } },
  { name: 'alpine02', options: { dims: 7 } },
  { name: 'deceptive', options: { dims: 1 } },
  { name: 'deceptive', options: { dims: 10, exponent: 3 } },
  { name: 'easom', options: {}, smooth: 0.03 },
  { name: 'exponential-least-squares', options: { dims: 3, longest: 2 } },
  { name: 'exponential-least-squares', options: { samples: 5, instance: 7, longest: 4 } },
  { name: 'ellipsoid', options: { dims: 1 } },
  { name: 'ellipsoid', options: { dims: 6, condition: 1e4 } },
  { name: 'griewank', options: { dims: 7 } },
  { name: 'langermann', options: {} },
  { name: 'lennard-jones', options: { atoms: 2 } },
  { name: 'lennard-jones', options: { atoms: 3 } },
  { name: 'lennard-jones', options: { atoms: 4 } },
  { name: 'levy', options: { dims: 1 } },
  { name: 'levy', options: { dims: 5 } },
  { name: 'michalewicz', options: { dims: 1 } },
  { name: 'michalewicz', options: { dims: 2 } },
  { name: 'michalewicz', options: { dims: 9, steepness: 3 } },
  { name: 'qing', options: { dims: 4 }, smooth: 0.1 },
  { name: 'rana', options: { dims: 2 } },
  { name: 'rana', options: { dims: 3 } },
  { name: 'rana', options: { dims: 6 } },
  { name: 'rastrigin', options: { dims: 5 } },
  { name: 'rosenbrock', options: { dims: 2 } },
  { name: 'rosenbrock', options: { dims: 5 } },
  { name: 'schwefel', options: { dims: 5 } },
  { name: 'shekel', options: { foxholes: 5 } },
  { name: 'shekel', options: { foxholes: 10 } },
  { name: 'shubert', options: { dims: 1 } },
  { name: 'shubert', options: { dims: 2 } },
  { name: 'shubert', options: { dims: 4 } },
  { name: 'shubert', options: { dims: 3, form: 'sines' } },
  { name: 'shubert', options: { dims: 2, form: 'cosines' } },
  { name: 'sphere', options: { dims: 3 } },
  { name: 'stochastic', options: { dims: 4 }, smooth: 0 },
  { name: 'styblinski-tang', options: { dims: 4 } },
  { name: 'trigonometric', options: { dims: 3 }, smooth: 0.01 },
  { name: 'vincent', options: { dims: 4 } },
  { name: 'zero-sum', options: { dims: 4 } },
];

/** One of each, moved and turned; and those that later measurements of quality use, in the sizes in which they do. */
const placed: readonly Case[] = [
  ...published
    .filter(({ name }, i) => published.findIndex(other => other.name === name) === i)
    .flatMap(({ options, ...rest }, i) => [
      { ...rest, options: { ...options, shift: true, instance: i } },
      { ...rest, options: { ...options, rotation: true, instance: i } },
    ]),
  ...(
    [
      ['schwefel', 20],
      ['rastrigin', 10],
      ['griewank', 10],
      ['ackley', 10],
      ['michalewicz', 10],
      ['levy', 10],
      ['langermann', undefined],
      ['shubert', 4],
      ['deceptive', 10],
      ['rosenbrock', 10],
      ['shekel', undefined],
    ] as const
  ).flatMap(([name, dims]) => [
    { name, options: { ...(dims && { dims }) } },
    { name, options: { ...(dims && { dims }), shift: true, rotation: true, instance: 3 } },
  ]),
];
const cases = [...published, ...placed];

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
/** A point of the box, brought closer to another one. */
const around = (point: Float64Array, part: number, x: Float64Array) => point.map((p, i) => p + part * (x[i]! - p));
const at = ({ low, high }: Parameter, u: number) => low + u * (high - low);

describe.each(cases)('$name $options', ({ name, options, smooth = 1 }) => {
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
    fc.assert(
      fc.property(inside(task.parameters), fc.double({ min: 1e-8, max: 1e-2, noNaN: true }), (x, shrink) => {
        expect(value(x)).toBeGreaterThanOrEqual(lowest - tolerance);
        expect(value(around(point, shrink, x))).toBeGreaterThanOrEqual(lowest - tolerance);
      }),
    );
  });

  test.runIf(smooth > 0)('gives the gradient that central differences give', async () => {
    const { task, value, withGradient } = await load(name, options);
    const step = 1e-6;
    // Where coordinates are 0, Ackley and Schwefel bend too sharply for differences; where atoms touch, everything is huge.
    // At the faces of the box moved functions have kinks, and not all are defined beyond.
    const fine = (x: Float64Array) =>
      Math.abs(value(x)) < 1e8 &&
      x.every((xi, i) => {
        const { low, high } = task.parameters[i]!;
        return Math.abs(xi) > 0.01 && xi - low > 2 * step && high - xi > 2 * step;
      });
    fc.assert(
      fc.property(inside(task.parameters), anywhere => {
        const x = smooth < 1 ? around(point, smooth, anywhere) : anywhere;
        fc.pre(fine(x));
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
      // Always the same points: differences across a kink would be wrong, however rarely one is hit.
      { numRuns: 50, seed: 1 },
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
  ['shubert', { dims: 2, form: 'cosines' }, -25.741771],
  ['alpine02', { dims: 1 }, -2.8081312],
  ['langermann', {}, -5.1621259],
  ['rana', { dims: 2 }, -511.73288],
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
