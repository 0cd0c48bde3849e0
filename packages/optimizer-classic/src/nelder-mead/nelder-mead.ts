import type { Evaluation, OptimizerContext, Proposal, Reason } from '@glompo/core';
import { type Coefficients, coefficientsFor } from './coefficients.js';
import { Simplex, type Vertex } from './simplex.js';

export type NelderMeadSettings = {
  readonly step: number;
  readonly sizeTolerance: number;
  readonly valueTolerance: number;
  readonly coefficients: 'adaptive' | 'standard';
  readonly maxIterations?: number;
};

/** Where a simplex has collapsed onto bounds, it is checked with a fresh one of this fraction of the first one's size. */
const freshFraction = 0.1;

type Steps<T> = Generator<readonly Proposal[], T, readonly Evaluation[]>;

/**
 * The simplex method of Nelder & Mead ("A simplex method for function minimization", The Computer Journal 7, 1965) in the form of
 * Lagarias, Reeds, Wright & Wright (SIAM Journal on Optimization 9(1), 1998, §2), with coefficients that adapt to the dimension (Gao &
 * Han, Computational Optimization and Applications 51, 2012). Points outside the box are projected onto it, which can flatten
 * the simplex against a bound: then a fresh one around the best vertex decides whether it has converged.
 */
export function* nelderMead({ space, start }: OptimizerContext, settings: NelderMeadSettings): Steps<Reason> {
  const { sizeTolerance, valueTolerance, maxIterations = Number.POSITIVE_INFINITY } = settings;
  const moves = coefficientsFor(settings.coefficients, space.dimensions);
  const simplex = new Simplex(space, start, settings.step);
  let evaluations = 0;
  let iterations = 0;

  function* evaluate(points: readonly Float64Array[]): Steps<Vertex[]> {
    const told = yield points.map(x => ({ x }));
    evaluations += points.length;
    return points.map((x, k) => ({ x, value: told[k]!.value }));
  }
  const stop = (message: string, size: number): Reason => ({
    by: 'nelder-mead',
    message: `${message} (${iterations} iterations, ${evaluations} evaluations)`,
    data: { size, spread: simplex.spread, iterations, evaluations },
  });

  simplex.replaceAll(yield* evaluate(simplex.around(start.point, 1)));
  if (simplex.best.value === Number.POSITIVE_INFINITY) {
    return stop(`none of the ${space.dimensions + 1} vertices of the first simplex has a finite value`, simplex.size());
  }
  let checkedAt = Number.POSITIVE_INFINITY;
  for (; ; iterations++) {
    const tolerance = valueTolerance * Math.max(1, Math.abs(simplex.best.value));
    const even = simplex.spread <= tolerance;
    if (even || iterations % (space.dimensions + 1) === 0) {
      const size = simplex.size();
      const small = even && size <= sizeTolerance;
      if (small || simplex.collapsed()) {
        if (simplex.flatOnBound() && simplex.best.value < checkedAt - tolerance) {
          checkedAt = simplex.best.value;
          const [centre, ...others] = simplex.around(simplex.best.x, freshFraction);
          simplex.replaceAll([{ x: centre!, value: checkedAt }, ...(yield* evaluate(others))]);
          continue;
        }
        return stop(
          small
            ? `the simplex is ${figure(size)} of the range wide, at most ${sizeTolerance}, and its values differ by ${figure(simplex.spread)}, at most ${figure(tolerance)}`
            : `the simplex is ${figure(size)} of the range wide, no more than rounding`,
          size,
        );
      }
    }
    if (iterations >= maxIterations) return stop(`${maxIterations} iterations were made`, simplex.size());
    if (!(yield* improve(simplex, moves, evaluate))) {
      simplex.replaceAll([simplex.best, ...(yield* evaluate(simplex.shrunk(moves.shrink)))]);
    }
  }
}

/** Replaces the worst vertex by a better point; false: none was found. */
function* improve(
  simplex: Simplex,
  { reflect, expand, contract }: Coefficients,
  evaluate: (points: readonly Float64Array[]) => Steps<Vertex[]>,
): Steps<boolean> {
  const { best, second, worst } = simplex;
  const at = function* (factor: number): Steps<Vertex> {
    return (yield* evaluate([simplex.along(factor)]))[0]!;
  };
  const reflected = yield* at(reflect);
  if (reflected.value < best.value) {
    const expanded = yield* at(reflect * expand);
    simplex.replaceWorst(expanded.value < reflected.value ? expanded : reflected);
    return true;
  }
  if (reflected.value < second.value) {
    simplex.replaceWorst(reflected);
    return true;
  }
  const outside = reflected.value < worst.value;
  const contracted = yield* at(outside ? reflect * contract : -contract);
  if (outside ? contracted.value <= reflected.value : contracted.value < worst.value) {
    simplex.replaceWorst(contracted);
    return true;
  }
  return false;
}

function figure(value: number): string {
  return value.toPrecision(3);
}
