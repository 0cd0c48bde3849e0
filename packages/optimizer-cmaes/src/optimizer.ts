import {
  type Evaluation,
  GlompoError,
  type InjectionMode,
  type Optimizer,
  type OptimizerContext,
  type Proposal,
  type Random,
  type RandomState,
  type Reason,
  show,
} from '@glompo/core/plugin';
import { BestWindow } from './best-window.js';
import type { Boundary } from './boundary.js';
import type { Distribution } from './distribution.js';
import { Handout } from './handout.js';
import { enterInjections, type Injection, InjectionQueue } from './injection.js';
import { LatePoints } from './late-points.js';
import { LearningRates } from './learning-rates.js';
import { Margin } from './margin.js';
import { createModel } from './model.js';
import type { CmaesOptions } from './options.js';
import { Penalty } from './penalty.js';
import { Population } from './population.js';
import { candidate, sample } from './sampling.js';
import { SymmetricShape } from './shape/symmetric-shape.js';
import { captureDistribution, captureInjections, restoreDistribution, restoreInjections } from './snapshot.js';
import { Stagnation } from './stagnation.js';
import { initialDistribution } from './start.js';
import type { CmaesState, StopState } from './state.js';
import { findStop } from './stop-conditions.js';
import { type StrategyParameters, strategyParameters } from './strategy-parameters.js';
import { type UpdateScratch, update } from './update.js';

/**
 * CMA-ES as a state machine: a generation is drawn as a whole when its first point is asked, and closed by its last value; or,
 * with a `generationFraction` below 1, when more points are asked for and this fraction of its values is in. What comes later
 * becomes a candidate of the generation that is open then.
 */
export class Cmaes implements Optimizer<CmaesState> {
  readonly #options: CmaesOptions;
  readonly #strategy: StrategyParameters;
  readonly #boundary: Boundary;
  readonly #random: Random;
  readonly #distribution: Distribution;
  readonly #population: Population;
  readonly #queue: InjectionQueue;
  readonly #late: LatePoints;
  readonly #bests: BestWindow;
  readonly #stagnation: Stagnation;
  readonly #scratch: UpdateScratch;
  readonly #kernel: string;
  readonly #margin: Margin;
  readonly #penalty: Penalty | undefined;
  readonly #learningRates: LearningRates | undefined;

  #stop: Reason | undefined;
  /** The best point so far, where it takes part in every generation. */
  #best: Injection | undefined;
  #generation = 0;
  #flatGenerations = 0;
  #failedGenerations = 0;

  // The current generation. Its points are drawn again from the stream's state before them when a snapshot is restored.
  #drawn = false;
  #drawnFrom: RandomState | undefined;
  #injected: readonly Injection[] = [];
  #nudging: readonly Injection[] = [];
  readonly #handout: Handout;

  constructor({ space, start, random }: OptimizerContext, options: CmaesOptions, lambda: number) {
    const n = space.dimensions;
    const rows = options.generationFraction < 1 ? 2 * lambda : lambda;
    const model = createModel(n, rows, options);
    const { distribution, boundary } = initialDistribution(space, start, { options, model });
    this.#options = options;
    this.#strategy = strategyParameters(n, lambda, options);
    this.#boundary = boundary;
    this.#random = random;
    this.#distribution = distribution;
    this.#population = new Population(model.kernel, { lambda, n, rows, mirrored: options.mirrored });
    this.#handout = new Handout(this.#population);
    this.#kernel = model.kernel.name;
    this.#margin = new Margin(space, lambda);
    this.#queue = new InjectionQueue(lambda);
    this.#penalty = options.boundary === 'penalty' ? new Penalty(space, lambda) : undefined;
    if (options.learningRates === 'adapted' && model.shape instanceof SymmetricShape)
      this.#learningRates = new LearningRates(n, model.shape);
    this.#late = new LatePoints(n);
    this.#bests = new BestWindow(10 + Math.ceil((30 * n) / lambda));
    this.#stagnation = new Stagnation(options.tolStagnation ?? Math.ceil(100 + (100 * n ** 1.5) / lambda));
    const vector = () => new Float64Array(n);
    this.#scratch = { vectors: [vector(), vector()] };
  }

  get stop(): Reason | undefined {
    return this.#stop;
  }

  /** Points that were asked and have no value yet. */
  get outstanding(): number {
    return this.#handout.outstanding + this.#late.outstanding;
  }

  ask(limit: number): readonly Proposal[] {
    const proposals: Proposal[] = [];
    while (proposals.length < limit) {
      const x = this.#late.again();
      if (x === undefined) break;
      proposals.push({ x });
    }
    if (this.#stop !== undefined || proposals.length >= limit) return proposals;
    if (!this.#drawn) this.#drawNext();
    this.#handout.hand(limit, proposals);
    if (proposals.length < limit && this.#mayCloseEarly()) {
      this.#close();
      if (this.#stop === undefined) {
        this.#drawNext();
        this.#handout.hand(limit, proposals);
      }
    }
    return proposals;
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    if (proposals.length !== evaluations.length) {
      throw contract(`tell: ${proposals.length} points came with ${evaluations.length} evaluations`);
    }
    const { outstanding } = this;
    if (proposals.length > outstanding) {
      throw contract(
        `tell: ${proposals.length} results for ${outstanding} outstanding ${outstanding === 1 ? 'point' : 'points'}`,
      );
    }
    const early = this.#options.generationFraction < 1;
    if (!early) this.#handout.checkOrder(proposals);
    for (let i = 0; i < evaluations.length; i++) {
      const { value: given } = evaluations[i]!;
      // NaN and −∞ are failures, and failures rank last.
      const value = typeof given === 'number' && given > Number.NEGATIVE_INFINITY ? given : Number.POSITIVE_INFINITY;
      if (early) this.#tellAny(proposals[i]!.x, value);
      else this.#keepIfBest(this.#handout.tellNext(value));
    }
    this.#handout.heard();
    if (this.#drawn && this.#handout.isComplete) this.#close();
  }

  /**
   * A point found elsewhere becomes a candidate of the next generation that is drawn, in place of one that would be evaluated; or, where it
   * is to nudge (`how`, or else the option `injection`), one in its direction is evaluated.
   * Values that are not finite say nothing about where to search, and are left aside.
   */
  inject(x: Float64Array, value: number, how?: InjectionMode): void {
    const n = this.#distribution.n;
    if (x.length !== n) throw contract(`inject: expected ${n} coordinates, got ${x.length}`);
    if (how !== undefined && how !== 'exact' && how !== 'nudged')
      throw contract(`inject: how: expected "exact" or "nudged", got ${show(how)}`);
    if (this.#stop === undefined && Number.isFinite(value) && x.every(Number.isFinite)) this.#queue.add(x, value, how);
  }

  snapshot(): CmaesState {
    const n = this.#distribution.n;
    const { lambda } = this.#population;
    const handout = this.#handout;
    return {
      version: 4,
      populationSize: lambda,
      kernel: this.#kernel,
      generation: this.#generation,
      distribution: captureDistribution(this.#distribution),
      random: structuredClone(this.#drawnFrom ?? this.#random.snapshot()),
      current: {
        drawn: this.#drawn,
        injected: captureInjections(this.#injected, n),
        nudging: captureInjections(this.#nudging, n),
        asked: handout.asked,
        values: handout.values(),
        toldSinceAsked: handout.toldSinceAsked,
      },
      late: this.#late.snapshot(),
      waiting: captureInjections(this.#queue.waiting, n),
      best: captureInjections(this.#best ? [this.#best] : [], n),
      bests: this.#bests.snapshot(),
      stagnation: this.#stagnation.snapshot(),
      penalty: this.#penalty?.snapshot() ?? null,
      learningRates: this.#learningRates?.snapshot() ?? null,
      flatGenerations: this.#flatGenerations,
      failedGenerations: this.#failedGenerations,
      stop: this.#stop === undefined ? null : (structuredClone({ data: null, ...this.#stop }) as StopState),
    };
  }

  /** Takes over a checked snapshot; this object must be new. */
  restore(state: CmaesState): this {
    const n = this.#distribution.n;
    this.#generation = state.generation;
    restoreDistribution(this.#distribution, state.distribution);
    this.#random.restore(state.random);
    for (const { x, value, how } of restoreInjections(state.waiting, n)) this.#queue.add(x, value, how);
    this.#best = restoreInjections(state.best, n)[0];
    this.#bests.restore(state.bests);
    this.#stagnation.restore(state.stagnation);
    if (state.penalty !== null) this.#penalty?.restore(state.penalty);
    if (state.learningRates !== null) this.#learningRates?.restore(state.learningRates);
    this.#flatGenerations = state.flatGenerations;
    this.#failedGenerations = state.failedGenerations;
    if (state.stop !== null) this.#stop = structuredClone(state.stop);
    this.#late.restore(state.late);
    const { drawn, injected, nudging, asked, values, toldSinceAsked } = state.current;
    if (drawn) {
      this.#draw(restoreInjections(injected, n), restoreInjections(nudging, n));
      this.#handout.restore(asked, values, toldSinceAsked);
    }
    return this;
  }

  #drawNext(): void {
    const { injection } = this.#options;
    // However injections take part, the best point does with its value.
    if (this.#best) this.#queue.add(this.#best.x, this.#best.value, injection === 'exact' ? undefined : 'exact');
    const taken = this.#queue.take();
    this.#draw(
      taken.filter(({ how = injection }) => how === 'exact'),
      taken.filter(({ how = injection }) => how === 'nudged'),
    );
  }

  /** @param injections candidates with their values @param nudging points of which the directions are tried */
  #draw(injections: readonly Injection[], nudging: readonly Injection[]): void {
    const population = this.#population;
    const distribution = this.#distribution;
    const boundary = this.#boundary;
    this.#drawnFrom = this.#random.snapshot();
    this.#injected = injections;
    this.#nudging = nudging;
    population.injected = injections.length;
    population.nudged = nudging.length;
    population.late = 0;
    enterInjections(population, injections, { distribution, boundary, row: 0 });
    const [u, x] = this.#scratch.vectors;
    sample(population, distribution, this.#random);
    const firstNudged = population.lambda - nudging.length;
    enterInjections(population, nudging, { distribution, boundary, row: firstNudged });
    population.values.fill(Number.NaN, firstNudged, population.lambda);
    for (let k = population.injected; k < population.lambda; k++) {
      candidate(population, k, distribution, u);
      boundary.toPoint(u, x);
      population.points.set(x, k * distribution.n);
    }
    this.#drawn = true;
  }

  #tellAny(x: Float64Array, value: number): void {
    if (!this.#late.tell(x, value)) this.#keepIfBest(this.#handout.tellAny(x, value));
    else if (this.#isBest(value)) this.#best = { x: x.slice(), value };
  }

  #keepIfBest(k: number): void {
    const { n, points, values } = this.#population;
    const value = values[k]!;
    if (this.#isBest(value)) this.#best = { x: points.slice(k * n, (k + 1) * n), value };
  }

  #isBest(value: number): boolean {
    return this.#options.elitist && value < (this.#best?.value ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Whether enough of the generation is in to go on without the rest: its fraction, and one value that says something, since
   * trials that fail are often the first to come. At most λ points are left behind: who never answers is waited for then.
   */
  #mayCloseEarly(): boolean {
    const { toldSinceAsked, told } = this.#handout;
    if (!toldSinceAsked) return false;
    const { lambda, injected, values } = this.#population;
    const own = lambda - injected;
    // The fraction's own rounding must not ask for one value more: 0.55 × 20 is 11.000000000000002.
    if (told < this.#options.generationFraction * own * (1 - Number.EPSILON)) return false;
    if (injected + told + this.#late.arrived < 2) return false;
    if (own - told + this.#late.outstanding > lambda) return false;
    for (let k = injected; k < lambda; k++) if (values[k]! < Number.POSITIVE_INFINITY) return true;
    return false;
  }

  #close(): void {
    const population = this.#population;
    const distribution = this.#distribution;
    const arrived = this.#late.take();
    population.late = arrived.length;
    enterInjections(population, arrived, { distribution, boundary: this.#boundary, row: population.lambda });
    this.#penalty?.apply(population, distribution, { muEff: this.#strategy.muEff, u: this.#scratch.vectors[0] });
    population.rank();
    const { best, median, worst, count } = population.sampledValues();
    const hasFailed = best === Number.POSITIVE_INFINITY && arrived.every(({ value }) => value === best);
    this.#generation++;
    this.#failedGenerations = hasFailed ? this.#failedGenerations + 1 : 0;
    let definite = true;
    let stagnation: ReturnType<Stagnation['add']>;
    // Points that were found elsewhere, or before, may be worth a step.
    if (population.values[population.order[0]!] !== Number.POSITIVE_INFINITY) {
      if (!hasFailed) this.#flatGenerations = best === worst && count > 1 ? this.#flatGenerations + 1 : 0;
      if (population.mirrored) population.rankPairs();
      const strategy = this.#strategyFor(population.ranked);
      this.#learningRates?.before(distribution);
      update(distribution, population, { strategy, scratch: this.#scratch });
      if (best !== Number.POSITIVE_INFINITY) this.#bests.add(best);
      const rates = this.#learningRates;
      if (rates) definite = rates.after(distribution, this.#scratch.vectors[1]);
      else if (distribution.updates - distribution.refreshedAt >= strategy.lazyGap) definite = distribution.refresh();
      this.#margin.correct(distribution);
      if (rates === undefined || rates.isWhole)
        stagnation = this.#stagnation.add(rates?.generations ?? distribution.updates, best, median);
    }
    // The points of this generation that have no value will be late.
    for (const x of this.#handout.open()) this.#late.add(x);
    this.#drawn = false;
    this.#drawnFrom = undefined;
    this.#injected = [];
    this.#nudging = [];
    this.#handout.clear();
    this.#stop = findStop(
      {
        generation: this.#generation,
        distribution,
        room: this.#scratch.vectors[0],
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

  /** Where more or fewer candidates than λ came: they are a sample of that size, and table 1 of the tutorial holds for it. */
  #strategyFor(candidates: number): StrategyParameters {
    const { n, lambda } = this.#strategy;
    return candidates === lambda ? this.#strategy : strategyParameters(n, candidates, this.#options);
  }
}

function contract(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTIMIZER', `cmaes: ${message}`);
}
