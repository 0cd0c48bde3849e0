import { addAndDot, dot } from './vectors.js';

/**
 * The last curvature pairs s = x₊ − x, y = ∇f₊ − ∇f of a limited-memory BFGS method, and the product of the inverse Hessian they
 * stand for with a vector: the two-loop recursion (Nocedal, "Updating quasi-Newton matrices with limited storage", Mathematics of
 * Computation 35(151), 1980; Nocedal & Wright, Numerical Optimization, 2nd ed., Algorithm 7.4).
 */
export class Curvature {
  readonly #n: number;
  readonly #metric: Float64Array | undefined;
  readonly #pairs: Pairs;
  /** The pairs in the subspace of the free coordinates; made when some coordinate is first held at a bound. */
  #reduced: Pairs | undefined;

  /** @param metric diagonal of the inverse Hessian before any pair is known, up to a factor; absent: all ones */
  constructor(n: number, memory: number, metric: Float64Array | undefined) {
    this.#n = n;
    this.#metric = metric;
    this.#pairs = newPairs(n, memory);
  }

  get count(): number {
    return this.#pairs.count;
  }

  clear(): void {
    this.#pairs.count = 0;
  }

  /** Remembers the step from `x` to `next`, unless its curvature is not safely positive: s·y > ε y·y (Byrd, Lu, Nocedal & Zhu 1995). */
  add(x: Float64Array, next: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
    const n = this.#n;
    const pairs = this.#pairs;
    const { s, y, memory } = pairs;
    const row = pairs.newest + 1 === memory ? 0 : pairs.newest + 1;
    const base = row * n;
    let sy = 0;
    let yy = 0;
    for (let i = 0; i < n; i++) {
      const si = next[i]! - x[i]!;
      const yi = nextGradient[i]! - gradient[i]!;
      s[base + i] = si;
      y[base + i] = yi;
      sy += si * yi;
      yy += yi * yi;
    }
    if (sy > Number.EPSILON * yy) {
      pairs.sy[row] = sy;
      pairs.newest = row;
      if (pairs.count < memory) pairs.count++;
    } else if (pairs.count === memory) {
      // It was written over the oldest pair.
      pairs.count--;
    }
  }

  /**
   * d = −H·gradient in the subspace of the first `count` coordinates listed in `free`, 0 elsewhere. Pairs without positive
   * curvature in that subspace are left out.
   */
  direction(gradient: Float64Array, d: Float64Array, free: Int32Array, count: number): void {
    const n = this.#n;
    if (count === n) {
      for (let i = 0; i < n; i++) d[i] = -gradient[i]!;
      recurse(this.#pairs, this.#metric, d);
      return;
    }
    this.#reduced ??= newPairs(n, this.#pairs.memory);
    const reduced = this.#reduced;
    reduce(this.#pairs, n, reduced, free, count);
    const metric = this.#metric === undefined ? undefined : gather(this.#metric, free, count);
    const within = gather(gradient, free, count);
    for (let j = 0; j < count; j++) within[j] = -within[j]!;
    recurse(reduced, metric, within);
    d.fill(0);
    for (let j = 0; j < count; j++) d[free[j]!] = within[j]!;
  }
}

/** Pairs in a ring of rows. */
interface Pairs {
  readonly memory: number;
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly sy: Float64Array;
  readonly alpha: Float64Array;
  newest: number;
  count: number;
}

function newPairs(n: number, memory: number): Pairs {
  const [s, y] = [new Float64Array(n * memory), new Float64Array(n * memory)];
  return { memory, s, y, sy: new Float64Array(memory), alpha: new Float64Array(memory), newest: -1, count: 0 };
}

/** Overwrites d by H·d, all in the dimension of d. */
function recurse(pairs: Pairs, metric: Float64Array | undefined, d: Float64Array): void {
  const { s, y, sy, alpha, newest, count, memory } = pairs;
  if (count === 0) {
    scale(d, 1, metric);
    return;
  }
  const n = d.length;
  // From the newest pair to the oldest and back. Each pass over d also forms the product with the next pair (the last one is
  // not needed).
  let row = newest;
  let product = dot(s, row * n, d, n);
  for (let k = 0; k < count; k++) {
    const older = row === 0 ? memory - 1 : row - 1;
    const a = product / sy[row]!;
    alpha[row] = a;
    product = addAndDot(d, -a, y, row * n, s, older * n);
    row = older;
  }
  // s·y / y·My of the newest pair (Nocedal & Wright, eq. 7.20, in the metric M).
  scale(d, sy[newest]! / squared(y, newest * n, n, metric), metric);
  row = row + 1 === memory ? 0 : row + 1;
  product = dot(y, row * n, d, n);
  for (let k = 0; k < count; k++) {
    const newer = row + 1 === memory ? 0 : row + 1;
    product = addAndDot(d, alpha[row]! - product / sy[row]!, s, row * n, y, newer * n);
    row = newer;
  }
}

function scale(d: Float64Array, factor: number, metric: Float64Array | undefined): void {
  if (metric === undefined) for (let i = 0; i < d.length; i++) d[i]! *= factor;
  else for (let i = 0; i < d.length; i++) d[i]! *= factor * metric[i]!;
}

function squared(y: Float64Array, from: number, n: number, metric: Float64Array | undefined): number {
  let sum = 0;
  if (metric === undefined) for (let i = from; i < from + n; i++) sum += y[i]! * y[i]!;
  else for (let i = 0; i < n; i++) sum += y[from + i]! * y[from + i]! * metric[i]!;
  return sum;
}

/** Copies the pairs in the subspace, oldest first, without those of no positive curvature there. */
function reduce(pairs: Pairs, n: number, reduced: Pairs, free: Int32Array, count: number): void {
  const { s, y, memory } = pairs;
  let kept = 0;
  for (let k = pairs.count - 1; k >= 0; k--) {
    const from = ((pairs.newest - k + memory) % memory) * n;
    const to = kept * count;
    let sy = 0;
    let yy = 0;
    for (let j = 0; j < count; j++) {
      const si = s[from + free[j]!]!;
      const yi = y[from + free[j]!]!;
      reduced.s[to + j] = si;
      reduced.y[to + j] = yi;
      sy += si * yi;
      yy += yi * yi;
    }
    if (sy > Number.EPSILON * yy) reduced.sy[kept++] = sy;
  }
  reduced.newest = kept - 1;
  reduced.count = kept;
}

function gather(from: Float64Array, free: Int32Array, count: number): Float64Array {
  const gathered = new Float64Array(count);
  for (let j = 0; j < count; j++) gathered[j] = from[free[j]!]!;
  return gathered;
}
