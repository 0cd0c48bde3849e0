import {
  type Bounds,
  checkParameters,
  createRandom,
  GlompoError,
  type MaybePromise,
  parametersFromBounds,
  type Reason,
  searchSpace,
  show,
} from '@glompo/core/plugin';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';

/** Options of `fmin`: those of `cmaes`, and these. */
export interface FminOptions extends CmaesInput {
  /** `[low, high]` for each coordinate, infinite ones included. Default: no bounds; `sigma` is then absolute. */
  readonly bounds?: Bounds;
  /** Numbers of the coordinates that are whole numbers, from 1 on; their bounds are whole numbers then. Default: none. */
  readonly integers?: readonly number[];
  /** Integer from 0 to 2^53 − 1. Default 1: the same call gives the same result. */
  readonly seed?: number;
  /** No generation is begun after so many evaluations. Default: none. */
  readonly maxEvaluations?: number;
  /** Stop as soon as a value is at or below this. Default: −Infinity. */
  readonly target?: number;
  /** Ends the search when it is aborted, with the best so far. */
  readonly signal?: AbortSignal;
}

export interface FminResult {
  /** Where the smallest value was found; the start, if there was no finite one. */
  readonly x: Float64Array;
  /** +Infinity if there was no finite one. */
  readonly value: number;
  readonly evaluations: number;
  readonly reason: Reason;
}

/**
 * Minimises a function with CMA-ES, without a manager: `await fmin(x => x[0] ** 2 + x[1] ** 2, [3, 4])`. The points of a generation are evaluated one
 * after the other, or at the same time where the function gives promises. Values that are not finite count as +Infinity; what the
 * function throws is thrown.
 *
 * @param f gets an array of its own
 * @param start within the bounds
 * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_BOUNDS`
 */
export async function fmin(
  f: (x: Float64Array) => MaybePromise<number>,
  start: ArrayLike<number>,
  options: FminOptions = {},
): Promise<FminResult> {
  const {
    bounds,
    integers = [],
    seed = 1,
    maxEvaluations = Number.POSITIVE_INFINITY,
    target,
    signal,
    ...cmaes
  } = options;
  if (typeof f !== 'function') throw wrong('the first argument', 'a function', f);
  if (!(maxEvaluations >= 1)) throw wrong('maxEvaluations', 'a number of at least 1', maxEvaluations);
  if (target !== undefined && !(typeof target === 'number' && target === target))
    throw wrong('target', 'a number', target);
  const point = Float64Array.from(start);
  const free = Array.from(point, () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const);
  for (const number of integers)
    if (!(Number.isInteger(number) && number >= 1 && number <= point.length))
      throw wrong('integers', `numbers of coordinates, from 1 to ${point.length}`, number);
  const list = parametersFromBounds(bounds ?? free).map(({ name, low, high }, i) => {
    return { kind: integers.includes(i + 1) ? 'integer' : 'real', name, low, high } as const;
  });
  const parameters = checkParameters(list, 'fmin', false);
  const context = { space: searchSpace(parameters), start: { point }, random: createRandom(seed) };
  const optimizer = cmaesPlugin.create(context, cmaesPlugin.parse(cmaes));
  const best = { x: point.slice(), value: Number.POSITIVE_INFINITY };
  let evaluations = 0;
  const result = (reason: Reason): FminResult => ({ ...best, evaluations, reason });
  while (optimizer.stop === undefined) {
    if (signal?.aborted) return result({ by: 'fmin', message: 'aborted' });
    if (evaluations >= maxEvaluations)
      return result({ by: 'fmin', message: `${evaluations} of at most ${maxEvaluations} evaluations made` });
    const proposals = optimizer.ask(Number.MAX_SAFE_INTEGER);
    const values: number[] = [];
    const given = proposals.map(({ x }) => f(x.slice()));
    for (const [i, value] of given.entries()) values[i] = await value;
    for (const [i, value] of values.entries()) {
      evaluations++;
      if (!(Number.isFinite(value) && value < best.value)) continue;
      best.value = value;
      best.x = proposals[i]!.x.slice();
    }
    if (target !== undefined && best.value <= target)
      return result({ by: 'fmin', message: `a value of ${best.value} was found, at or below ${target}` });
    optimizer.tell(
      proposals,
      values.map(value => ({ value })),
    );
  }
  return result(optimizer.stop);
}

function wrong(what: string, expected: string, got: unknown): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `fmin: ${what}: expected ${expected}, got ${show(got)}`);
}
