import {
  type Evaluation,
  GlompoError,
  type InjectionMode,
  type Optimizer,
  type OptimizerContext,
  type OptimizerStart,
  type Plain,
  type Proposal,
  type Reason,
  type Space,
} from '@glompo/core/plugin';

/** What `snapshot()` returns where parameters are fixed. */
export type FixedState<S extends Plain> = {
  readonly version: 1;
  /** Values of the fixed parameters, in search coordinates, in order. */
  readonly held: Float64Array;
  readonly free: S;
};

/**
 * Which coordinates are searched.
 *
 * @param fixed their numbers, from 1 on
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function freeCoordinates(dimensions: number, fixed: readonly number[]): readonly number[] {
  for (const number of fixed) {
    if (Number.isInteger(number) && number <= dimensions) continue;
    throw new GlompoError(
      'GLOMPO_OPTION',
      `cmaes: fixed: expected numbers of parameters, from 1 to ${dimensions}, got ${number}`,
    );
  }
  const free = othersOf(dimensions, new Set(fixed.map(number => number - 1)));
  if (free.length === 0)
    throw new GlompoError('GLOMPO_OPTION', 'cmaes: fixed: every parameter is fixed: there is nothing to search');
  return free;
}

function othersOf(dimensions: number, those: ReadonlySet<number>): number[] {
  return Array.from({ length: dimensions }, (_, i) => i).filter(i => !those.has(i));
}

/** The space of these coordinates, and the start there. */
export function withoutFixed(context: OptimizerContext, free: readonly number[]): OptimizerContext {
  const { space, start } = context;
  const part = (vector: Float64Array) => Float64Array.from(free, i => vector[i]!);
  const rest: Space = {
    dimensions: free.length,
    parameters: free.map(i => space.parameters[i]!),
    low: part(space.low),
    high: part(space.high),
  };
  const begun: OptimizerStart = {
    ...start,
    point: part(start.point),
    ...(start.spread && { spread: part(start.spread) }),
  };
  return { ...context, space: rest, start: begun };
}

/** A search in some of the coordinates; the others keep their values. */
export class Fixed<S extends Plain> implements Optimizer<FixedState<S>> {
  readonly #inner: Optimizer<S>;
  readonly #free: readonly number[];
  readonly #fixed: readonly number[];
  /** A point with the values of the fixed coordinates. */
  readonly #point: Float64Array;

  /** @param point has the values of the fixed coordinates */
  constructor(inner: Optimizer<S>, free: readonly number[], point: Float64Array) {
    this.#inner = inner;
    this.#free = free;
    this.#fixed = othersOf(point.length, new Set(free));
    this.#point = point;
  }

  get stop(): Reason | undefined {
    return this.#inner.stop;
  }

  ask(limit: number): readonly Proposal[] {
    return this.#inner.ask(limit).map(proposal => {
      const x = this.#point.slice();
      for (const [k, i] of this.#free.entries()) x[i] = proposal.x[k]!;
      return { ...proposal, x };
    });
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    this.#inner.tell(
      proposals.map(proposal => ({ ...proposal, x: this.#part(proposal.x) })),
      evaluations,
    );
  }

  /** A point with other values of the fixed coordinates says nothing about the free ones. */
  inject(x: Float64Array, value: number, how?: InjectionMode): void {
    const n = this.#point.length;
    if (x.length !== n)
      throw new GlompoError('GLOMPO_OPTIMIZER', `cmaes: inject: expected ${n} coordinates, got ${x.length}`);
    if (this.#fixed.every(i => x[i] === this.#point[i])) this.#inner.inject?.(this.#part(x), value, how);
  }

  snapshot(): FixedState<S> {
    return { version: 1, held: Float64Array.from(this.#fixed, i => this.#point[i]!), free: this.#inner.snapshot() };
  }

  #part(x: Float64Array): Float64Array {
    return Float64Array.from(this.#free, i => x[i]!);
  }
}

/** The point of which a snapshot keeps the fixed coordinates. @throws GlompoError `GLOMPO_STATE` */
export function heldPoint(
  { held }: { readonly held: Float64Array },
  { dimensions, free }: { readonly dimensions: number; readonly free: readonly number[] },
): Float64Array {
  if (!(held instanceof Float64Array && held.every(Number.isFinite)))
    throw new GlompoError('GLOMPO_STATE', 'cmaes: the snapshot is damaged: its fixed parameters are no numbers');
  if (held.length !== dimensions - free.length)
    throw new GlompoError(
      'GLOMPO_STATE',
      `cmaes: the snapshot has ${held.length} fixed parameters, the options ask for ${dimensions - free.length}: restore it with its own options`,
    );
  const point = new Float64Array(dimensions);
  for (const [k, i] of othersOf(dimensions, new Set(free)).entries()) point[i] = held[k]!;
  return point;
}
