import { readFileSync } from 'node:fs';
import fc from 'fast-check';
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
  const lines = reference.filter(({ which }) => which.function === number);

  test('has the values of COCO, in 2 to 40 dimensions', () => {
    expect(lines).toHaveLength(30);
    const wrong: object[] = [];
    for (const { which, fopt, excess: expected } of lines) {
      const problem = bbobProblem(which);
      expect(problem.fopt).toBe(fopt);
      for (const [i, x] of referencePoints(which, problem.xopt).entries()) {
        const excess = problem.excess(x);
        const apart = Math.abs(excess - expected[i]!);
        if (!(apart <= 1e-9 * Math.abs(expected[i]!) + 1e-12)) wrong.push({ ...which, i, excess, expected: expected[i] });
      }
    }
    expect(wrong).toEqual([]);
  });
});
