import type { Optimizer, Proposal } from '@glompo/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import lbfgs from './lbfgs.plugin.js';
import { create, evaluate, isInside, minimize, type Problem, quadratic, rosenbrock } from './minimize.test.fixture.js';
import nelderMead from './nelder-mead.plugin.js';
import step from './step.plugin.js';

const full = rosenbrock(3);
const { gradient: _, ...valuesOnly } = full;
const failing: Problem = { ...full, value: x => (x[1]! > 1.5 ? Number.POSITIVE_INFINITY : full.value(x)) };
const subjects = [
  ['lbfgs with gradients', lbfgs, full, {}],
  ['lbfgs with failures', lbfgs, failing, { initialStep: 0.5 }],
  ['lbfgs with forward differences', lbfgs, valuesOnly, { differences: 'forward' }],
  // They are refined in the middle of it.
  ['lbfgs with refined differences', lbfgs, valuesOnly, { differences: 'refined', valueTolerance: 0.01 }],
  ['lbfgs with central differences', lbfgs, valuesOnly, { differences: 'central', memory: 3 }],
  ['nelder-mead', nelderMead, full, {}],
  ['nelder-mead with failures', nelderMead, failing, { step: 0.5 }],
  ['step', step, quadratic([1, 2, -3], full.bounds, [0, 0, 0]), { maxPerCoordinate: 40 }],
] as const;

/** Asks and tells as the numbers say; ends with the numbers, or at the stop. */
function follow(optimizer: Optimizer, problem: Problem, plan: Iterable<readonly [number, number]>) {
  const points: Float64Array[] = [];
  const pending: Proposal[] = [];
  let told = 0;
  for (const [ask, tell] of plan) {
    if (optimizer.stop !== undefined) break;
    for (const proposal of optimizer.ask(ask)) {
      pending.push(proposal);
      points.push(proposal.x.slice());
    }
    const now = pending.splice(0, tell);
    told += now.length;
    optimizer.tell(
      now,
      now.map(proposal => evaluate(problem, proposal)),
    );
  }
  return { points, told };
}

test.each(subjects)(
  '%s: any split of a whole run, broken off and restored anywhere, makes the same trials',
  (...subject) => {
    const [, plugin, problem, options] = subject;
    const reference = minimize(plugin, problem, options);
    expect(reference.stop).toBeDefined();
    expect(reference.points.every(x => isInside(x, problem.bounds))).toBe(true);
    const step = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), fc.array(step, { maxLength: 150 }), (before, after) => {
        const first = create(plugin, problem, { options });
        const { points, told } = follow(first, problem, before);
        expect(points).toEqual(reference.points.slice(0, points.length));
        const second = create(plugin, problem, { options, state: structuredClone(first.snapshot()) });
        expect(second.stop).toEqual(first.stop);
        const continued = follow(second, problem, [...after, ...toTheEnd]);
        expect(continued.points).toEqual(reference.points.slice(told));
        expect(second.stop).toEqual(reference.stop);
      }),
      { numRuns: 15 },
    );
  },
);

const toTheEnd = Array.from({ length: 100_000 }, () => [1000, 1000] as const);
