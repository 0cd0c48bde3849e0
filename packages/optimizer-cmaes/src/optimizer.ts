import {
  type Evaluation,
  GlompoError,
  type Optimizer,
  type OptimizerContext,
  type Proposal,
  type Random,
  type RandomState,
  type Reason,
} from '@glompo/core';
import { BestWindow } from './best-window.js';
import type { Boundary } from './boundary.js';
import type { Distribution } from './distribution.js';
import { enterInjections, type Injection, InjectionQueue } from './injection.js';
import type { CmaesOptions } from './options.js';
import { Population } from './population.js';
import { candidate, sample } from './sampling.js';
import { captureDistribution, captureInjections, restoreDistribution, restoreInjections } from './snapshot.js';
import { Stagnation } from './stagnation.js';
import { initialDistribution } from './start.js';
import type { CmaesState } from './state.js';
import { findStop } from './stop-conditions.js';
import { type StrategyParameters, strategyParameters } from './strategy-parameters.js';
import { type UpdateScratch, update } from './update.js';

/** CMA-ES as a state machine: a generation is drawn as a whole when its first point is asked, and closed by its last value. */
export class Cmaes implements Optimizer<CmaesState> {
  readonly #options: CmaesOptions;
  readonly #strategy: StrategyParameters;
  readonly #boundary: Boundary;
  readonly #random: Random;
  readonly #distribution: Distribution;
  readonly #population: Population;
  readonly #queue: InjectionQueue;
  readonly #bests: BestWindow;
  readonly #stagnation: Stagnation;
  readonly #scratch: UpdateScratch;

  #stop: Reason | undefined;
  #generation = 0;
  #flatGenerations = 0;
  #failedGenerations = 0;

  // The current generation. Its points are drawn again from the stream's state before them when a snapshot is restored.
  #drawn = false;
  #drawnFrom: RandomState | undefined;
  #injected: readonly Injection[] = [];
  /** Own points that count as handed out; of those, the ones handed out by this object; and values that have come back. */
  #asked = 0;
  #handed = 0;
  #told = 0;

  constructor({ space, start, random }: OptimizerContext, options: CmaesOptions, lambda: number) {
    const n = space.dimensions;
    const { distribution, boundary } = initialDistribution(space, start, options.sigma);
    this.#options = options;
    this.#strategy = strategyParameters(n, lambda, options.active);
    this.#boundary = boundary;
    this.#random = random;
    this.#distribution = distribution;
    this.#population = new Population(lambda, n);
    this.#queue = new InjectionQueue(lambda);
    this.#bests = new BestWindow(10 + Math.ceil((30 * n) / lambda));
    this.#stagnation = new Stagnation(options.tolStagnation ?? Math.ceil(100 + (100 * n ** 1.5) / lambda));
    const vector = () => new Float64Array(n);
    this.#scratch = { vectors: [vector(), vector(), vector()], weights: new Float64Array(lambda) };
  }

  get stop(): Reason | undefined {
    return this.#stop;
  }

  ask(limit: number): readonly Proposal[] {
    if (this.#stop !== undefined) return [];
    if (!this.#drawn) this.#draw(this.#queue.take());
    const { injected, lambda } = this.#population;
    const count = Math.min(limit, lambda - injected - this.#handed);
    const proposals: Proposal[] = [];
    const [u, x] = this.#scratch.vectors;
    for (let i = 0; i < count; i++) {
      candidate(this.#population, injected + this.#handed++, this.#distribution, u);
      this.#boundary.toPoint(u, x);
      proposals.push({ x: x.slice() });
    }
    this.#asked = Math.max(this.#asked, this.#handed);
    return proposals;
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    if (proposals.length !== evaluations.length) {
      throw contract(`tell: ${proposals.length} points came with ${evaluations.length} evaluations`);
    }
    const outstanding = this.#asked - this.#told;
    if (proposals.length > outstanding) {
      throw contract(
        `tell: ${proposals.length} results for ${outstanding} outstanding ${outstanding === 1 ? 'point' : 'points'}`,
      );
    }
    const { values, injected, lambda } = this.#population;
    for (let i = 0; i < evaluations.length; i++) {
      const value = evaluations[i]!.value;
      // NaN and −∞ are failures, and failures rank last.
      values[injected + this.#told++] =
        value === value && value !== Number.NEGATIVE_INFINITY ? value : Number.POSITIVE_INFINITY;
    }
    this.#handed = Math.max(this.#handed, this.#told);
    if (this.#drawn && this.#told === lambda - injected) this.#close();
  }

  /**
   * A point found elsewhere becomes a candidate of the next generation that is drawn, in place of one that would be evaluated.
   * Values that are not finite say nothing about where to search, and are left aside.
   */
  inject(x: Float64Array, value: number): void {
    const n = this.#distribution.n;
    if (x.length !== n) throw contract(`inject: expected ${n} coordinates, got ${x.length}`);
    if (this.#stop === undefined && Number.isFinite(value) && x.every(Number.isFinite)) this.#queue.add(x, value);
  }

  snapshot(): CmaesState {
    const n = this.#distribution.n;
    const { values, injected, lambda } = this.#population;
    return {
      version: 1,
      populationSize: lambda,
      generation: this.#generation,
      distribution: captureDistribution(this.#distribution),
      random: structuredClone(this.#drawnFrom ?? this.#random.snapshot()),
      current: {
        drawn: this.#drawn,
        injected: captureInjections(this.#injected, n),
        asked: this.#asked,
        values: this.#drawn ? values.slice(injected, injected + this.#told) : new Float64Array(0),
      },
      waiting: captureInjections(this.#queue.waiting, n),
      bests: this.#bests.snapshot(),
      stagnation: this.#stagnation.snapshot(),
      flatGenerations: this.#flatGenerations,
      failedGenerations: this.#failedGenerations,
      stop: this.#stop === undefined ? null : { ...this.#stop, data: structuredClone(this.#stop.data ?? null) },
    };
  }

  /** Takes over a checked snapshot; this object must be new. */
  restore(state: CmaesState): this {
    const n = this.#distribution.n;
    this.#generation = state.generation;
    restoreDistribution(this.#distribution, state.distribution);
    this.#random.restore(state.random);
    for (const { x, value } of restoreInjections(state.waiting, n)) this.#queue.add(x, value);
    this.#bests.restore(state.bests);
    this.#stagnation.restore(state.stagnation);
    this.#flatGenerations = state.flatGenerations;
    this.#failedGenerations = state.failedGenerations;
    if (state.stop !== null) this.#stop = structuredClone(state.stop);
    const { drawn, injected, asked, values } = state.current;
    if (drawn) {
      this.#draw(restoreInjections(injected, n));
      this.#population.values.set(values, injected.values.length);
      this.#asked = asked;
      this.#told = values.length;
      this.#handed = values.length;
    }
    return this;
  }

  #draw(injections: readonly Injection[]): void {
    this.#drawnFrom = this.#random.snapshot();
    this.#injected = injections;
    enterInjections(this.#population, injections, { distribution: this.#distribution, boundary: this.#boundary });
    sample(this.#population, this.#distribution, this.#random, this.#scratch.vectors[0]);
    this.#drawn = true;
  }

  #close(): void {
    const population = this.#population;
    const distribution = this.#distribution;
    population.rank();
    const { best, median, worst } = population.sampledValues();
    const failed = population.values[population.order[0]!] === Number.POSITIVE_INFINITY;
    this.#generation++;
    let definite = true;
    let stagnation: ReturnType<Stagnation['add']>;
    if (failed) {
      this.#failedGenerations++;
    } else {
      this.#failedGenerations = 0;
      this.#flatGenerations =
        best === worst && population.lambda - population.injected > 1 ? this.#flatGenerations + 1 : 0;
      update(distribution, population, { strategy: this.#strategy, scratch: this.#scratch });
      this.#bests.add(best);
      stagnation = this.#stagnation.add(distribution.updates, best, median);
      if (distribution.updates - distribution.decomposedAt >= this.#strategy.lazyGap)
        definite = distribution.decompose();
    }
    this.#drawn = false;
    this.#drawnFrom = undefined;
    this.#injected = [];
    this.#asked = 0;
    this.#handed = 0;
    this.#told = 0;
    this.#stop = findStop(
      {
        generation: this.#generation,
        distribution,
        definite,
        valueRange: worst - best,
        bestRange: this.#bests.range(),
        bestCount: this.#bests.size,
        flatGenerations: this.#flatGenerations,
        failedGenerations: this.#failedGenerations,
        stagnation,
      },
      this.#options,
    );
  }
}

function contract(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTIMIZER', `cmaes: ${message}`);
}
