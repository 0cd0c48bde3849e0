import type { OptimizerStart, Space } from '@glompo/core/plugin';
import { FreeCoordinates } from './free-coordinates.js';

/** A point in the box, with the free coordinates in which the simplex moves. */
export interface Point {
  readonly u: Float64Array;
  readonly x: Float64Array;
}

export interface Vertex extends Point {
  readonly value: number;
}

/** n + 1 vertices in a box, best first; of equal values the older comes first. */
export class Simplex {
  readonly #space: Space;
  readonly #free: FreeCoordinates;
  /** Length unit per coordinate of x: its range, or max(1, |start|) where a bound is infinite. */
  readonly #unit: Float64Array;
  #vertices: Vertex[] = [];
  /** Sum of all vertices' u; what rounding adds to it is gone with the next shrink. */
  readonly #sum: Float64Array;

  constructor(space: Space, start: Float64Array) {
    this.#space = space;
    this.#free = new FreeCoordinates(space);
    this.#unit = start.map((x, i) => {
      const range = space.high[i]! - space.low[i]!;
      return Number.isFinite(range) ? range : Math.max(1, Math.abs(x));
    });
    this.#sum = new Float64Array(space.dimensions);
  }

  get best(): Vertex {
    return this.#vertices[0]!;
  }

  get worst(): Vertex {
    return this.#vertices.at(-1)!;
  }

  /** The second worst. */
  get second(): Vertex {
    return this.#vertices.at(-2)!;
  }

  /** Difference of the worst and the best value. */
  get spread(): number {
    return this.worst.value === this.best.value ? 0 : this.worst.value - this.best.value;
  }

  /**
   * The start and its neighbours along the axes, each on the side with more room if the upper one has too little.
   *
   * @param step distance of the neighbours in units, where the start has no spread
   */
  around({ point, spread }: OptimizerStart, step: number): Point[] {
    const { low, high } = this.#space;
    const centre = point.map((v, i) => Math.min(high[i]!, Math.max(low[i]!, v)));
    const points = [this.#at(centre)];
    for (let i = 0; i < centre.length; i++) {
      const unit = this.#unit[i]!;
      const suggested = spread?.[i] ?? 0;
      const edge = suggested > 0 ? Math.min(suggested, unit) : step * unit;
      const above = high[i]! - centre[i]!;
      const below = centre[i]! - low[i]!;
      const x = centre.slice();
      x[i]! += above >= edge || above >= below ? Math.min(edge, above) : -Math.min(edge, below);
      points.push(this.#at(x));
    }
    return points;
  }

  replaceAll(vertices: readonly Vertex[]): void {
    this.#vertices = vertices.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    this.#addUp();
  }

  replaceWorst(vertex: Vertex): void {
    const vertices = this.#vertices;
    const { u: left } = vertices.pop()!;
    let k = vertices.length;
    while (k > 0 && vertices[k - 1]!.value > vertex.value) k--;
    vertices.splice(k, 0, vertex);
    for (let i = 0; i < left.length; i++) this.#sum[i]! += vertex.u[i]! - left[i]!;
  }

  /** The point beyond the centroid of all but the worst vertex, at `factor` times the way from the worst one to it. */
  along(factor: number): Point {
    const n = this.#sum.length;
    const worst = this.worst.u;
    const u = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const centroid = (this.#sum[i]! - worst[i]!) / n;
      u[i] = centroid + factor * (centroid - worst[i]!);
    }
    return { u, x: this.#free.toBox(u) };
  }

  /** All vertices but the best, drawn towards it. */
  shrunk(factor: number): Point[] {
    const best = this.best.u;
    return this.#vertices.slice(1).map(vertex => {
      const u = vertex.u.map((v, i) => best[i]! + factor * (v - best[i]!));
      return { u, x: this.#free.toBox(u) };
    });
  }

  /** The largest distance of a vertex from the best along a coordinate, in units. */
  size(): number {
    const best = this.best.x;
    let widest = 0;
    for (const { x } of this.#vertices) {
      for (let i = 0; i < x.length; i++) widest = Math.max(widest, Math.abs(x[i]! - best[i]!) / this.#unit[i]!);
    }
    return widest;
  }

  /** No wider than rounding allows, so that nothing can move. */
  collapsed(): boolean {
    const best = this.best.u;
    return this.#vertices.every(({ u }) =>
      u.every((v, i) => Math.abs(v - best[i]!) <= 4 * Number.EPSILON * Math.max(1, Math.abs(best[i]!))),
    );
  }

  #at(x: Float64Array): Point {
    return { u: this.#free.fromBox(x), x };
  }

  #addUp(): void {
    this.#sum.fill(0);
    for (const { u } of this.#vertices) for (let i = 0; i < u.length; i++) this.#sum[i]! += u[i]!;
  }
}
