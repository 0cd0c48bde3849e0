import type { InjectionMode } from '@glompo/core/plugin';
import type { Boundary } from './boundary.js';
import type { Distribution } from './distribution.js';
import type { Population } from './population.js';

/** A point found elsewhere, in search coordinates, with its value. */
export interface Injection {
  readonly x: Float64Array;
  readonly value: number;
  /** Absent: as the option `injection` says. */
  readonly how?: InjectionMode;
}

/** Points found elsewhere that wait for the next generation: at most half of one, the best of them, each point once. */
export class InjectionQueue {
  readonly #capacity: number;
  #waiting: Injection[] = [];

  constructor(lambda: number) {
    this.#capacity = Math.max(1, Math.floor(lambda / 2));
  }

  add(x: Float64Array, value: number, how?: InjectionMode): void {
    const isSame = (other: Injection) =>
      other.value === value && other.how === how && other.x.every((xi, i) => xi === x[i]);
    if (this.#waiting.some(isSame)) return;
    this.#waiting.push({ x: x.slice(), value, ...(how && { how }) });
    if (this.#waiting.length <= this.#capacity) return;
    const worst = this.#waiting.reduce((a, b) => (b.value >= a.value ? b : a));
    this.#waiting.splice(this.#waiting.indexOf(worst), 1);
  }

  /** Hands over all that wait. */
  take(): readonly Injection[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  get waiting(): readonly Injection[] {
    return this.#waiting;
  }
}

/** In standard deviations of a coordinate: what lies farther away lies so far, so that the square of its length is a number. */
const longestStep = 1e100;

/** Where injections enter. */
interface Entry {
  readonly distribution: Distribution;
  readonly boundary: Boundary;
  /** The candidate that the first of them becomes. */
  readonly row: number;
}

/**
 * Makes the injections candidates of a generation, after Hansen 2011 ("Injecting External Solutions Into CMA-ES",
 * arXiv 1110.4181): the value ranks the point as it is, and its step y = (x − m)/σ enters the update as f_clip(c_y, ‖C^{−1/2} y‖) y
 * with c_y = √n + 2n/(n + 2), so that a far point pulls no harder than a long sampled step.
 */
export function enterInjections(
  population: Population,
  injections: readonly Injection[],
  { distribution, boundary, row: first }: Entry,
): void {
  const { n, mean, sigma, scale, widths, shape } = distribution;
  const maxLength = Math.sqrt(n) + (2 * n) / (n + 2);
  for (const [i, { x, value }] of injections.entries()) {
    const k = first + i;
    const y = population.y.subarray(k * n, (k + 1) * n);
    const z = population.z.subarray(k * n, (k + 1) * n);
    boundary.fromPoint(x, mean, y);
    for (let j = 0; j < n; j++) {
      const step = (y[j]! - mean[j]!) / (sigma * (scale[j]! * widths[j]!));
      y[j] = Math.abs(step) <= longestStep ? step : longestStep * Math.sign(y[j]! - mean[j]!);
    }
    shape.whiten(y, z);
    let squares = 0;
    for (let j = 0; j < n; j++) {
      squares += z[j]! * z[j]!;
    }
    const length = Math.sqrt(squares);
    if (length > maxLength) {
      const clip = maxLength / length;
      for (let j = 0; j < n; j++) {
        y[j] = y[j]! * clip;
        z[j] = z[j]! * clip;
      }
      squares = maxLength * maxLength;
    }
    population.squaredLengths[k] = squares;
    population.values[k] = value;
  }
}
