import type { Minimum } from '../contracts/minimum.js';
import type { Space } from '../contracts/optimizer.js';
import type { Found } from '../contracts/view.js';
import { relativeDistance } from '../space/relative-distance.js';
import { distanceIfSame } from './same-minimum.js';

/** Minima that are kept, the best ones. */
export const mostMinima = 200;

type Find = Pick<Found, 'value' | 'point' | 'run'>;

/**
 * The distinct minima that runs have found, the best 200 of them. Each stands where its best find was. A find that is the same as several joins the nearest; minima that
 * a better find has brought together become one, so that no two that are kept are ever the same (`distanceIfSame`). Where finds lie in groups, within a
 * group the same and across groups not, minima are these groups in whatever order they come.
 *
 * A pure memory: what it holds depends on what it was told, in that order, and on nothing else.
 */
export class Minima {
  readonly #space: Space;
  readonly #most: number;
  /** From the best to the worst. */
  #found: readonly Minimum[] = [];
  #others = 0;

  constructor(space: Space, most = mostMinima) {
    this.#space = space;
    this.#most = most;
  }

  /** From the best to the worst; a new list whenever it changes. */
  get found(): readonly Minimum[] {
    return this.#found;
  }

  /** How often minima were reached that are not kept. A minimum that was not kept and is found again is found anew. */
  get others(): number {
    return this.#others;
  }

  /** A run has ended at a minimum. */
  ended({ value, point, run }: Find): void {
    let minimum: Minimum = { value, point, reached: 1, run };
    const rest = [...this.#found];
    for (;;) {
      const at = this.#nearestSame(minimum, rest);
      const [known] = at < 0 ? [] : rest.splice(at, 1);
      if (known === undefined) break;
      minimum = joined(known, minimum);
    }
    const at = rest.findIndex(other => isBefore(minimum, other));
    rest.splice(at < 0 ? rest.length : at, 0, minimum);
    for (const { reached } of rest.splice(this.#most)) this.#others += reached;
    this.#found = rest;
  }

  /** A run was killed on its way to the known minimum that is nearest to this point. */
  approached(point: Float64Array): void {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, minimum] of this.#found.entries()) {
      const distance = relativeDistance(this.#space, minimum.point, point);
      if (distance < least) [nearest, least] = [i, distance];
    }
    this.#found = this.#found.map((minimum, i) =>
      i === nearest ? { ...minimum, reached: minimum.reached + 1 } : minimum,
    );
  }

  #nearestSame(minimum: Minimum, among: readonly Minimum[]): number {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, other] of among.entries()) {
      const distance = distanceIfSame(this.#space, minimum, other);
      if (distance !== undefined && distance < least) [nearest, least] = [i, distance];
    }
    return nearest;
  }
}

function joined(a: Minimum, b: Minimum): Minimum {
  const { value, point } = isBefore(b, a) ? b : a;
  return { value, point, reached: a.reached + b.reached, run: Math.min(a.run, b.run) };
}

/** Of equal values, that with the smaller coordinates: a run's number would depend on what it was joined with. */
function isBefore(a: Minimum, b: Minimum): boolean {
  if (a.value !== b.value) return a.value < b.value;
  const i = a.point.findIndex((x, i) => x !== b.point[i]);
  return i >= 0 && (a.point[i] as number) < (b.point[i] as number);
}
