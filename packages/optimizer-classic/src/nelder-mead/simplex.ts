import type { OptimizerStart, Space } from '@glompo/core';

export interface Vertex {
  readonly x: Float64Array;
  readonly value: number;
}

/** n + 1 vertices in a box, best first; of equal values the older comes first. */
export class Simplex {
  readonly #space: Space;
  /** Length unit per coordinate: its range, or max(1, |start|) where a bound is infinite. */
  readonly #unit: Float64Array;
  readonly #edges: Float64Array;
  #vertices: Vertex[] = [];
  /** Sum of all vertices. */
  readonly #sum: Float64Array;
  #replaced = 0;

  /** @param step length of the first simplex's edges in units, where the start has no spread */
  constructor(space: Space, start: OptimizerStart, step: number) {
    this.#space = space;
    this.#unit = start.point.map((x, i) => {
      const range = space.high[i]! - space.low[i]!;
      return Number.isFinite(range) ? range : Math.max(1, Math.abs(x));
    });
    this.#edges = this.#unit.map((unit, i) => {
      const spread = start.spread?.[i];
      return spread !== undefined && spread > 0 ? Math.min(spread, unit) : step * unit;
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

  /** The centre and its neighbours along the axes, each on the side with more room if the other one has too little. */
  around(centre: Float64Array, fraction: number): Float64Array[] {
    const origin = this.#project(centre.slice());
    const points = [origin];
    for (let i = 0; i < origin.length; i++) {
      const edge = fraction * this.#edges[i]!;
      const above = this.#space.high[i]! - origin[i]!;
      const below = origin[i]! - this.#space.low[i]!;
      const x = origin.slice();
      x[i]! += above >= edge || above >= below ? Math.min(edge, above) : -Math.min(edge, below);
      points.push(this.#project(x));
    }
    return points;
  }

  replaceAll(vertices: readonly Vertex[]): void {
    this.#vertices = vertices.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    this.#addUp();
  }

  replaceWorst(vertex: Vertex): void {
    const vertices = this.#vertices;
    const { x: left } = vertices.pop()!;
    let k = vertices.length;
    while (k > 0 && vertices[k - 1]!.value > vertex.value) k--;
    vertices.splice(k, 0, vertex);
    for (let i = 0; i < left.length; i++) this.#sum[i]! += vertex.x[i]! - left[i]!;
    // The running sum gathers rounding errors.
    if (++this.#replaced % vertices.length === 0) this.#addUp();
  }

  /** The point at `factor` times the way from the worst vertex to the centroid of the others, beyond it; projected onto the box. */
  along(factor: number): Float64Array {
    const n = this.#sum.length;
    const worst = this.worst.x;
    const point = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const centroid = (this.#sum[i]! - worst[i]!) / n;
      point[i] = centroid + factor * (centroid - worst[i]!);
    }
    return this.#project(point);
  }

  /** All vertices but the best, drawn towards it. */
  shrunk(factor: number): Float64Array[] {
    const best = this.best.x;
    return this.#vertices.slice(1).map(({ x }) => this.#project(x.map((v, i) => best[i]! + factor * (v - best[i]!))));
  }

  /** The largest distance of a vertex from the best along a coordinate, in units. */
  size(): number {
    return this.#widest(i => this.#unit[i]!);
  }

  /** No wider than rounding allows. */
  collapsed(): boolean {
    const best = this.best.x;
    return this.#widest(i => Number.EPSILON * (2 * Math.abs(best[i]!) + this.#unit[i]!)) <= 1;
  }

  /** Some coordinate is the same bound for all vertices, so that no move can leave it. */
  flatOnBound(): boolean {
    const { low, high } = this.#space;
    return this.best.x.some((v, i) => (v === low[i] || v === high[i]) && this.#vertices.every(({ x }) => x[i] === v));
  }

  #widest(unit: (i: number) => number): number {
    const best = this.best.x;
    let widest = 0;
    for (const { x } of this.#vertices) {
      for (let i = 0; i < x.length; i++) widest = Math.max(widest, Math.abs(x[i]! - best[i]!) / unit(i));
    }
    return widest;
  }

  #addUp(): void {
    this.#sum.fill(0);
    for (const { x } of this.#vertices) for (let i = 0; i < x.length; i++) this.#sum[i]! += x[i]!;
  }

  #project(x: Float64Array): Float64Array {
    const { low, high } = this.#space;
    for (let i = 0; i < x.length; i++) x[i] = Math.min(high[i]!, Math.max(low[i]!, x[i]!));
    return x;
  }
}
