import type { Space } from '@glompo/core/plugin';

/**
 * The way between the unconstrained coordinates in which the distribution lives and points inside the bounds. With two bounds
 * an unconstrained coordinate is a fraction of the range, otherwise it has the coordinate's own unit.
 */
export interface Boundary {
  /** Factor from unconstrained coordinates to search coordinates: the range, or 1. */
  readonly units: Float64Array;
  /** The point that `u` stands for; always inside the bounds. */
  toPoint(u: Float64Array, x: Float64Array): void;
  /** Coordinates that stand for `x`, those nearest to `near` where several do. */
  fromPoint(x: Float64Array, near: Float64Array, u: Float64Array): void;
}

/** Share of the range next to each bound where the transformation is a parabola. */
const relativeMargin = 0.05;

/**
 * The smooth transformation that pycma calls BoundTransform: the identity in the interior, parabolas of the same value and
 * slope next to the bounds that reach the bound with slope zero, one margin outside of it, and mirror images beyond. A bijection
 * from [low − margin, high + margin] to [low, high], so an optimum at a bound is an ordinary interior one to the distribution.
 * The margin is 5 % of the range with two bounds, (1 + |bound|) / 20 with one.
 */
export function smoothBoundary(space: Space): Boundary {
  return byCoordinate(space, { toPoint, fromPoint });
}

/**
 * The identity where a penalty keeps the distribution near the bounds, up to the unit: every coordinate outside stands for the bound next to it.
 */
export function nearestInside(space: Space): Boundary {
  return byCoordinate(space, {
    toPoint: insideAt,
    fromPoint: (x, _near, [low, high]) => placeOf(x, low, high),
  });
}

/** How one coordinate goes there and back. */
interface Coordinate {
  toPoint(u: number, low: number, high: number): number;
  fromPoint(x: number, near: number, bounds: readonly [low: number, high: number]): number;
}

function byCoordinate({ dimensions: n, low, high }: Space, { toPoint, fromPoint }: Coordinate): Boundary {
  return {
    units: Float64Array.from(low, (from, i) => unit(from, high[i]!)),
    toPoint(u, x) {
      for (let i = 0; i < n; i++) x[i] = toPoint(u[i]!, low[i]!, high[i]!);
    },
    fromPoint(x, near, u) {
      for (let i = 0; i < n; i++) u[i] = fromPoint(x[i]!, near[i]!, [low[i]!, high[i]!]);
    },
  };
}

function insideAt(u: number, low: number, high: number): number {
  return clamp(isBounded(low, high) ? between(u, low, high) : u, low, high);
}

function placeOf(x: number, low: number, high: number): number {
  const inside = clamp(x, low, high);
  return isBounded(low, high) ? (inside / 2 - low / 2) / halfRange(low, high) : inside;
}

/** The same boundary for real coordinates; integers are the whole numbers next to where they lie, and lie at these. */
export function withIntegers(boundary: Boundary, { parameters, low, high }: Space): Boundary {
  const integers = parameters.flatMap((parameter, i) => (parameter.kind === 'integer' ? [{ i, ...parameter }] : []));
  if (integers.length === 0) return boundary;
  // Not −0.
  const round = (x: number, from: number, to: number) => clamp(Math.round(x), from, to) + 0;
  return {
    units: boundary.units,
    toPoint(u, x) {
      boundary.toPoint(u, x);
      for (const p of integers) x[p.i] = round(insideAt(u[p.i]!, low[p.i]!, high[p.i]!), p.low, p.high);
    },
    fromPoint(x, near, u) {
      boundary.fromPoint(x, near, u);
      for (const p of integers) u[p.i] = placeOf(round(x[p.i]!, p.low, p.high), low[p.i]!, high[p.i]!);
    },
  };
}

/** Bounds in unconstrained coordinates, where `nearestInside` holds. */
export function unconstrainedBounds({ dimensions: n, low, high }: Space): { low: Float64Array; high: Float64Array } {
  const both = Array.from({ length: n }, (_, i) => isBounded(low[i]!, high[i]!));
  return { low: low.map((l, i) => (both[i] ? 0 : l)), high: high.map((h, i) => (both[i] ? 1 : h)) };
}

const isBounded = (low: number, high: number) => low !== Number.NEGATIVE_INFINITY && high !== Number.POSITIVE_INFINITY;

function unit(low: number, high: number): number {
  return isBounded(low, high) ? Math.min(2 * halfRange(low, high), Number.MAX_VALUE) : 1;
}

/** Halves, since the range of two finite bounds may overflow. */
function halfRange(low: number, high: number): number {
  return high / 2 - low / 2;
}

function toPoint(u: number, low: number, high: number): number {
  if (isBounded(low, high)) return clamp(pointBetween(u, low, high), low, high);
  if (low !== Number.NEGATIVE_INFINITY) return clamp(pointBeside(u, low, 1), low, high);
  if (high !== Number.POSITIVE_INFINITY) return clamp(pointBeside(u, high, -1), low, high);
  return u;
}

function fromPoint(x: number, near: number, [low, high]: readonly [number, number]): number {
  const inside = clamp(x, low, high);
  if (isBounded(low, high)) return fromPointBetween(inside, near, [low, high]);
  if (low !== Number.NEGATIVE_INFINITY) return fromPointBeside(inside, near, { bound: low, inward: 1 });
  if (high !== Number.POSITIVE_INFINITY) return fromPointBeside(inside, near, { bound: high, inward: -1 });
  return x;
}

function pointBetween(u: number, low: number, high: number): number {
  const a = relativeMargin;
  const width = 1 + 2 * a;
  const half = halfRange(low, high);
  // The distance from −a, folded into [0, width]: mirror images repeat after two widths.
  let t = u + a;
  if (t < 0 || t > width) {
    t = Math.abs(t) % (2 * width);
    if (t > width) t = 2 * width - t;
  }
  if (t < 2 * a) return low + 2 * (half * ((t * t) / (4 * a)));
  const s = width - t;
  if (s < 2 * a) return high - 2 * (half * ((s * s) / (4 * a)));
  return between(t - a, low, high);
}

/** The point at this fraction of the range, exact at both ends. */
function between(fraction: number, low: number, high: number): number {
  const half = halfRange(low, high);
  return fraction <= 0.5 ? low + 2 * (half * fraction) : high - 2 * (half * (1 - fraction));
}

function fromPointBetween(x: number, near: number, [low, high]: readonly [number, number]): number {
  const a = relativeMargin;
  const width = 1 + 2 * a;
  const half = halfRange(low, high);
  const fraction = (x / 2 - low / 2) / half;
  let t = fraction + a;
  if (fraction < a) t = 2 * Math.sqrt(a * fraction);
  else if (fraction > 1 - a) t = width - 2 * Math.sqrt(a * ((high / 2 - x / 2) / half));
  const period = 2 * width;
  const images = [t, -t].map(image => image + period * Math.round((near + a - image) / period) - a);
  return nearest(images, near);
}

/** The margin beside a single bound. */
const marginOf = (bound: number) => (1 + Math.abs(bound)) / 20;

/** @param inward 1 for a lower bound, −1 for an upper one */
function pointBeside(u: number, bound: number, inward: 1 | -1): number {
  const a = marginOf(bound);
  const t = Math.abs((u - bound) * inward + a);
  return t < 2 * a ? bound + (inward * (t * t)) / (4 * a) : bound + inward * (t - a);
}

function fromPointBeside(x: number, near: number, { bound, inward }: { bound: number; inward: 1 | -1 }): number {
  const a = marginOf(bound);
  const distance = (x - bound) * inward;
  const t = distance < a ? 2 * Math.sqrt(a * distance) : distance + a;
  return nearest([bound + inward * (t - a), bound + inward * (-t - a)], near);
}

function nearest(candidates: readonly number[], to: number): number {
  return candidates.reduce((best, c) => (Math.abs(c - to) < Math.abs(best - to) ? c : best));
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
