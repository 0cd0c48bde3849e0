import { createRandom, GlompoError, type Parameter } from '@glompo/core/plugin';
import { isAbsent, noGradient } from './differentiable.js';
import type { InstanceOptions } from './instance-options.js';
import type { PublishedFunction } from './published-function.js';
import { randomRotation } from './random-rotation.js';
import { stream } from './streams.js';

type Placement = Pick<InstanceOptions, 'shift' | 'rotation' | 'instance'>;

/** A rotation has n² numbers and takes n³ steps to make. */
const mostTurned = 1000;

/** Where the minimiser of an instance is: anywhere in the middle 80 % of the box if it is shifted, else where it was published. */
export function newPlace(
  point: Float64Array,
  parameters: readonly Parameter[],
  { shift, instance }: Placement,
): Float64Array {
  if (!shift) return point.slice();
  const random = createRandom(instance, stream.shift);
  return Float64Array.from(parameters, ({ low, high }) => low + (high - low) * (0.1 + 0.8 * random.uniform()));
}

/**
 * An instance of a function, in the same box: F(x) = f(x* + R (x − m)), R a random rotation (or none), x* the minimiser of f, and m that of F
 * (x* itself, if it is not shifted). So F(m) = f(x*) to the last bit, and F is nowhere lower if f is nowhere lower.
 *
 * That x* + R (x − m) may lie outside of the box makes no difference to a function that is defined everywhere and nowhere lower. Others
 * (those with `beyond`) are continued by their mirror images, and the more is added the farther outside: with z' = z folded into the box,
 * F = f(z') + beyond · Σ (d_i / width_i)², d_i how far z_i is outside. So the minimum stays what and where it is, nothing jumps, and what
 * is beyond looks like the function itself. (CEC 2013 continues Schwefel's function in much the same way: J. J. Liang, B. Y. Qu, P. N.
 * Suganthan and A. G. Hernández-Díaz, Problem definitions and evaluation criteria for the CEC 2013 special session, 2013.)
 *
 * @param point x*; where none is known, the middle of the box takes its place, and the minimiser may leave the box
 */
export function moved(
  name: string,
  published: PublishedFunction,
  placement: Placement,
  point: Float64Array | undefined,
): PublishedFunction {
  if (!placement.shift && !placement.rotation) return published;
  const { parameters, value, residuals, beyond } = published;
  const n = parameters.length;
  if (placement.rotation && n > mostTurned) {
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${name}: rotation: expected at most ${mostTurned} coordinates, got ${n}; a shift alone can have more`,
    );
  }
  const from = point ?? Float64Array.from(parameters, ({ low, high }) => (low + high) / 2);
  const to = newPlace(from, parameters, placement);
  const turn = placement.rotation ? randomRotation(n, createRandom(placement.instance, stream.rotation)) : undefined;
  const low = Float64Array.from(parameters, p => p.low);
  const width = Float64Array.from(parameters, p => p.high - p.low);

  const away = new Float64Array(n);
  const z = new Float64Array(n);
  /** ∂z'/∂z, 1 or −1, and what is added because of z. */
  const side = new Float64Array(n).fill(1);
  const outside = new Float64Array(n);
  const slope = new Float64Array(n);

  const place = (x: Float64Array): void => {
    for (let i = 0; i < n; i++) away[i] = x[i]! - to[i]!;
    for (let i = 0; i < n; i++) {
      let step = away[i]!;
      if (turn) {
        step = 0;
        for (let k = 0; k < n; k++) step += turn[i * n + k]! * away[k]!;
      }
      z[i] = from[i]! + step;
      if (beyond !== undefined) fold(i);
    }
  };
  const fold = (i: number): void => {
    const t = (z[i]! - low[i]!) / width[i]!;
    outside[i] = t < 0 ? t : t > 1 ? t - 1 : 0;
    side[i] = 1;
    if (outside[i] === 0) return;
    // Mirror images follow each other with a period of two widths.
    const within = t - 2 * Math.floor(t / 2);
    side[i] = within > 1 ? -1 : 1;
    z[i] = low[i]! + width[i]! * (within > 1 ? 2 - within : within);
  };

  return {
    parameters,
    ...(published.random && { random: true }),
    ...(residuals && {
      residuals(x: Float64Array) {
        place(x);
        // What is added is a square like the others.
        if (beyond === undefined) return residuals(z);
        return Float64Array.from([...residuals(z), ...outside.map(d => Math.sqrt(beyond) * d)]);
      },
    }),
    value(x, gradient, seed) {
      place(x);
      let sum = value(z, gradient && slope.fill(0), seed);
      if (beyond !== undefined) for (let i = 0; i < n; i++) sum += beyond * outside[i]! * outside[i]!;
      if (gradient === undefined) return sum;
      if (isAbsent(slope)) {
        noGradient(gradient);
        return sum;
      }
      if (beyond !== undefined)
        for (let i = 0; i < n; i++) slope[i] = side[i]! * slope[i]! + (2 * beyond * outside[i]!) / width[i]!;
      for (let i = 0; i < n; i++) {
        if (!turn) gradient[i] = slope[i]!;
        else for (let k = 0; k < n; k++) gradient[k]! += turn[i * n + k]! * slope[i]!;
      }
      return sum;
    },
  };
}
