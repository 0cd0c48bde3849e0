import type { Evaluation, OptimizerContext, Proposal, Reason } from '@glompo/core/plugin';
import { type Coefficients, coefficientsFor } from './coefficients.js';
import { type Point, Simplex, type Vertex } from './simplex.js';

export type NelderMeadSettings = {
  readonly step: number;
  readonly sizeTolerance: number;
  readonly valueTolerance: number;
  readonly coefficients: 'adaptive' | 'standard';
  readonly maxIterations?: number;
};

type Steps<T> = Generator<readonly Proposal[], T, readonly Evaluation[]>;

/**
 * The simplex method of Nelder & Mead ("A simplex method for function minimization", The Computer Journal 7, 1965) in the form of
 * Lagarias, Reeds, Wright & Wright (SIAM Journal on Optimization 9(1), 1998, §2), with coefficients that adapt to the dimension (Gao &
 * Han, Computational Optimization and Applications 51, 2012). It moves in free coordinates, which cannot leave the box.
 */
export function* nelderMead({ space, start }: OptimizerContext, settings: NelderMeadSettings): Steps<Reason> {
  const { sizeTolerance, valueTolerance, maxIterations = Number.POSITIVE_INFINITY } = settings;
  const n = space.dimensions;
  const moves = coefficientsFor(settings.coefficients, n);
  const simplex = new Simplex(space, start.point);
  let evaluations = 0;
  let iterations = 0;

  function* evaluate(points: readonly Point[]): Steps<Vertex[]> {
    const told = yield points.map(({ x }) => ({ x }));
    evaluations += points.length;
    return points.map(({ u, x }, k) => ({ u, x, value: told[k]!.value }));
  }
  const stop = (message: string, size: number): Reason => ({
    by: 'nelder-mead',
    message: `${message} (${iterations} iterations, ${evaluations} evaluations)`,
    data: { size, spread: simplex.spread, iterations, evaluations },
  });

  simplex.replaceAll(yield* evaluate(simplex.around(start, settings.step)));
  if (simplex.best.value === Number.POSITIVE_INFINITY) {
    const message = `none of the ${n + 1} vertices of the first simplex has a finite value`;
    return { ...stop(message, simplex.size()), unfinished: true };
  }
  for (; ; iterations++) {
    const tolerance = valueTolerance * Math.max(1, Math.abs(simplex.best.value));
    const even = simplex.spread <= tolerance;
    // To measure the simplex costs as much as n moves.
    if (even || iterations % (n + 1) === 0) {
      const size = simplex.size();
      const wide = `the simplex is ${figure(size)} of the range wide`;
      if (even && size <= sizeTolerance) {
        const spread = `its values differ by ${figure(simplex.spread)}, at most ${figure(tolerance)}`;
        return stop(`${wide}, at most ${sizeTolerance}, and ${spread}`, size);
      }
      if (simplex.collapsed()) return stop(`${wide}, no more than rounding`, size);
    }
    if (iterations >= maxIterations)
      return { ...stop(`${maxIterations} iterations were made`, simplex.size()), unfinished: true };
    if (!(yield* improve(simplex, moves, evaluate))) {
      simplex.replaceAll([simplex.best, ...(yield* evaluate(simplex.shrunk(moves.shrink)))]);
    }
  }
}

/** Replaces the worst vertex by a better point; false: none was found. */
function* improve(
  simplex: Simplex,
  { reflect, expand, contract }: Coefficients,
  evaluate: (points: readonly Point[]) => Steps<Vertex[]>,
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
