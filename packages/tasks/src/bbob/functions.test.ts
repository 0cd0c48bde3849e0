import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bbobFunctions, bbobProblem } from './functions.js';
import { referencePoints } from './reference-points.test.fixture.js';

/** Values by COCO: see tooling/benchmarks/peers/coco-bbob.c. */
const reference = readFileSync(new URL('./reference.test.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => line.split(',').map(Number))
  .map(([fn, dims, instance, fopt, ...excess]) => ({
    which: { function: fn!, dims: dims!, instance: instance! },
    fopt: fopt!,
    excess,
  }));

const numbers = bbobFunctions.map((_, i) => i + 1);

describe.each(numbers)('f%i', number => {
  test('has the values of COCO, in 2 to 40 dimensions', () => {
    const lines = reference.filter(({ which }) => which.function === number);
    expect(lines).toHaveLength(30);
    for (const { which, fopt, excess: expected } of lines) {
      const problem = bbobProblem(which);
      expect(problem.fopt).toBe(fopt);
      const values = referencePoints(which, problem.xopt).map(problem.excess);
      // Next to a minimum differences of numbers of the order of 1 are left, which are known to 1e-16 each.
      const wrong = values.filter((f, i) => !(Math.abs(f - expected[i]!) <= 1e-9 * Math.abs(expected[i]!) + 1e-14));
      expect(wrong, `${JSON.stringify(which)}: ${values}, should be ${expected}`).toEqual([]);
    }
  });

  test.each([2, 5, 40, 100])('is lowest at its known minimum, which is in the box, in %i dimensions', dims => {
    const which = { function: number, instance: 3, dims };
    const { xopt, excess } = bbobProblem(which);
    expect(xopt).toHaveLength(dims);
    expect(xopt.every(xi => Math.abs(xi) <= 5)).toBe(true);
    expect(Math.abs(excess(xopt))).toBeLessThan(1e-13);
    for (const x of referencePoints(which, xopt)) expect(excess(x)).toBeGreaterThan(-1e-13);
  });

  test('tells an instance from the next by its minimum', () => {
    const [first, second] = [1, 2].map(instance => bbobProblem({ function: number, instance, dims: 20 }));
    expect(first!.fopt).not.toBe(second!.fopt);
    expect(first!.xopt).not.toEqual(second!.xopt);
  });

  test('is NaN where a coordinate is', () => {
    const { excess, xopt } = bbobProblem({ function: number, instance: 1, dims: 5 });
    for (let i = 0; i < 5; i++) expect(excess(xopt.with(i, Number.NaN))).toBeNaN();
  });
});

test('Rosenbrock is stretched in more than 64 dimensions', () => {
  const { excess, xopt } = bbobProblem({ function: 8, instance: 1, dims: 100 });
  // √100 / 8 = 1.25, so that z = 2 here.
  expect(excess(xopt.map(xi => xi + 0.8))).toBeCloseTo(99 * (100 * (4 - 2) ** 2 + 1), 6);
});
