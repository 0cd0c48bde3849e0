import {
  type Bounds,
  checkParameters,
  createRandom,
  GlompoError,
  type MaybePromise,
  type OptimizerContext,
  parametersFromBounds,
  type Reason,
  searchSpace,
  show,
} from '@glompo/core/plugin';
import cmaesPlugin from './cmaes.plugin.js';
import { evaluateAll } from './evaluate-all.js';
import type { CmaesInput } from './options.js';

/** Options of `fmin`: those of `cmaes`, and these. */
export interface FminOptions extends CmaesInput {
  /** `[low, high]` for each coordinate, infinite ones included. Default: no bounds; `sigma` is then absolute. */
  readonly bounds?: Bounds;
  /** Numbers of the coordinates that are whole numbers, from 1 on; their bounds are whole numbers then. Default: none. */
  readonly integers?: readonly number[];
  /** Integer from 0 to 2^53 − 1. Default 1: the same call gives the same result. */
  readonly seed?: number;
  /** Most evaluations, an integer of at least 1. Default: Infinity. */
  readonly maxEvaluations?: number;
  /** Stop as soon as a value is at or below this. Default: none. */
  readonly target?: number;
  /** Ends the search when it is aborted, with the best so far; promises that are open then are not waited for. */
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
 * @throws GlompoError `GLOMPO_OPTION` that names the option, `GLOMPO_BOUNDS`
 */
export async function fmin(
  f: (x: Float64Array) => MaybePromise<number>,
  start: ArrayLike<number>,
  options: FminOptions = {},
): Promise<FminResult> {
  if (typeof f !== 'function') throw wrong('the first argument', 'a function', f);
  if (typeof options !== 'object' || options === null) throw wrong('the options', 'an object', options);
  const { bounds, integers, seed, maxEvaluations = Number.POSITIVE_INFINITY, target, signal, ...cmaes } = options;
  if (!(maxEvaluations >= 1 && (Number.isInteger(maxEvaluations) || maxEvaluations === Number.POSITIVE_INFINITY)))
    throw wrong('maxEvaluations', 'an integer of at least 1, or Infinity', maxEvaluations);
  if (target !== undefined && !(typeof target === 'number' && target === target))
    throw wrong('target', 'a number', target);
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') throw wrong('signal', 'an AbortSignal', signal);
  const context = contextOf(start, { bounds, integers, seed });
  const optimizer = cmaesPlugin.create(context, cmaesPlugin.parse(cmaes));
  const best = { x: context.start.point.slice(), value: Number.POSITIVE_INFINITY };
  let evaluations = 0;
  const result = (reason: Reason): FminResult => ({ ...best, evaluations, reason });
  while (optimizer.stop === undefined) {
    if (signal?.aborted) return result({ by: 'fmin', message: 'aborted' });
    if (evaluations >= maxEvaluations)
      return result({ by: 'fmin', message: `${evaluations} of at most ${maxEvaluations} evaluations made` });
    const proposals = optimizer.ask(maxEvaluations - evaluations);
    const points = proposals.map(({ x }) => x);
    const values = await evaluateAll(f, points, signal);
    const told: number[] = [];
    for (const [i, value] of values.entries()) {
      if (value === undefined) continue;
      told.push(value);
      evaluations++;
      if (!(Number.isFinite(value) && value < best.value)) continue;
      best.value = value;
      best.x = points[i]!.slice();
    }
    if (target !== undefined && best.value <= target)
      return result({ by: 'fmin', message: `a value of ${best.value} was found, at or below ${target}` });
    if (told.length < points.length) continue;
    optimizer.tell(
      proposals,
      told.map(value => ({ value })),
    );
  }
  return result(optimizer.stop);
}

/** Where the search begins. */
function contextOf(
  start: ArrayLike<number>,
  { bounds, integers = [], seed = 1 }: { [K in 'bounds' | 'integers' | 'seed']: FminOptions[K] | undefined },
): OptimizerContext {
  if (!Number.isSafeInteger(seed) || seed < 0) throw wrong('seed', 'an integer from 0 to 2^53 − 1', seed);
  if (typeof start !== 'object' || start === null || !('length' in start))
    throw wrong('start', 'a list of numbers', start);
  for (let i = 0; i < start.length; i++)
    if (typeof start[i] !== 'number') throw wrong(`start: coordinate ${i + 1}`, 'a number', start[i]);
  const point = Float64Array.from(start);
  const n = point.length;
  if (!Array.isArray(integers)) throw wrong('integers', `a list of numbers of coordinates, from 1 to ${n}`, integers);
  for (const number of integers)
    if (!(Number.isInteger(number) && number >= 1 && number <= n))
      throw wrong('integers', `numbers of coordinates, from 1 to ${n}`, number);
  const free = Array.from(point, () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const);
  const list = parametersFromBounds(bounds ?? free).map(({ name, low, high }, i) => {
    return { kind: integers.includes(i + 1) ? 'integer' : 'real', name, low, high } as const;
  });
  if (list.length !== n) throw wrong('bounds', `${n} pairs, one for each coordinate of the start`, list.length);
  const parameters = checkParameters(list, 'fmin', false);
  return { space: searchSpace(parameters), start: { point }, random: createRandom(seed) };
}

function wrong(what: string, expected: string, got: unknown): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `fmin: ${what}: expected ${expected}, got ${show(got)}`);
}
