import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Random, RandomState } from '../contracts/random.js';
import type { Proposal } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';

interface SwarmState {
  readonly [key: string]: Plain;
  readonly center: Float64Array;
  readonly random: RandomState;
  readonly best: number;
  readonly generation: number;
  /** Asked and not told, in order, and those not yet asked. */
  readonly points: readonly Float64Array[];
  readonly told: number;
}

/** A swarm: proposes so many points around its best one, waits for all of them, goes on. */
export class Swarm implements Optimizer<SwarmState> {
  stop: Optimizer['stop'] = undefined;
  readonly #center: Float64Array;
  readonly #random: Random;
  readonly #size: number;
  readonly #generations: number;
  #best = Number.POSITIVE_INFINITY;
  /** Of the generation: asked and not told, then not yet asked. */
  #points: Float64Array[] = [];
  #asked = 0;
  #told = 0;
  #generation = 0;

  constructor(
    start: Float64Array,
    random: Random,
    { size, generations, state }: { size: number; generations: number; state?: SwarmState | undefined },
  ) {
    this.#center = start;
    this.#random = random;
    this.#size = size;
    this.#generations = generations;
    if (state === undefined) return;
    this.#center.set(state.center);
    this.#random.restore(state.random);
    this.#best = state.best;
    this.#generation = state.generation;
    this.#points = state.points.map(x => x.slice());
    this.#told = state.told;
  }

  ask(limit: number): Proposal[] {
    if (this.stop) return [];
    if (this.#points.length === 0) {
      this.#told = 0;
      for (let i = 0; i < this.#size; i++) {
        this.#points.push(this.#center.map(c => Math.max(-5, Math.min(5, c + this.#random.normal() * 0.5))));
      }
    }
    const asked = this.#points.slice(this.#asked, this.#asked + limit);
    this.#asked += asked.length;
    return asked.map(x => ({ x: x.slice() }));
  }

  tell(proposals: readonly Proposal[], evaluations: readonly { value: number }[]): void {
    for (const [i, { value }] of evaluations.entries()) {
      if (value < this.#best) {
        this.#best = value;
        this.#center.set((proposals[i] as Proposal).x);
      }
    }
    this.#points.splice(0, proposals.length);
    this.#asked -= proposals.length;
    this.#told += proposals.length;
    if (this.#told === this.#size && ++this.#generation === this.#generations) {
      this.stop = { by: 'swarm', message: `${this.#generations} generations` };
    }
  }

  snapshot(): SwarmState {
    return {
      center: this.#center.slice(),
      random: this.#random.snapshot(),
      best: this.#best,
      generation: this.#generation,
      points: this.#points.map(x => x.slice()),
      told: this.#told,
    };
  }
}

export const plugin: OptimizerPlugin = {
  name: 'swarm',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => ({ size: 4, generations: 1e9, ...(options as object) }),
  create: ({ start, random }, options, state) =>
    new Swarm(start.point.slice(), random, {
      ...(options as { size: number; generations: number }),
      state: state as SwarmState | undefined,
    }),
};
export const swarm = optimizerFactory<{ size?: number; generations?: number }>(plugin);
