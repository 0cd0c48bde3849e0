import type { Random } from '../contracts/random.js';
import type { Reason } from '../contracts/reason.js';
import type { Found, RunStatus } from '../contracts/view.js';
import type { Estimate } from '../statistics/estimate.js';
import { meanInterval } from '../statistics/mean-interval.js';
import { wilson } from '../statistics/wilson.js';

/** Of fewer spared runs nothing is concluded. */
export const fewestSpared = 10;

/** What killing runs saved and what it cost, told by those that were condemned and spared by chance. */
export interface HuntRegret {
  /** Runs that hunters killed. */
  readonly killed: number;
  /** Runs that they would have killed, and that were spared. */
  readonly spared: number;
  /** How many of these went on to find something better than the incumbent was then. */
  readonly better: number;
  /** The best value of the study is one of theirs. */
  readonly foundBest: boolean;
  /** Trials that they made after they were spared, all together. */
  readonly trials: number;
  /** What that says of the killed, if they would have done as the spared did. Absent: fewer than 10 were spared, too few to tell. */
  readonly estimate?: {
    /** Trials that the killed would have made. */
    readonly saved: Estimate;
    /** How many of the killed would have found something better than the incumbent was then. */
    readonly missed: Estimate;
  };
}

/** How a run stood when it was spared. */
export interface Sentence {
  readonly trials: number;
  /** The best value of the study. */
  readonly incumbent: number;
}

/** What it takes to go on elsewhere. */
export interface RegretMemory {
  readonly killed: number;
  /** Spared runs that have ended: how many; how many found something better; their trials since, and the squares of these. */
  readonly ended: readonly [runs: number, better: number, trials: number, squares: number];
  /** The run whose find was the best of those. */
  readonly best: readonly [run: number, value: number] | undefined;
  readonly live: readonly (readonly [run: number, sentence: Sentence])[];
}

interface Condemned {
  readonly id: number;
  readonly trials: number;
  readonly best: Found | undefined;
}

/** Spares a share of the condemned runs, and keeps account of what becomes of them. Its size grows with the live ones only. */
export class Regret {
  readonly #share: number;
  readonly #live: Map<number, Sentence>;
  #killed: number;
  #ended: number;
  #better: number;
  #trials: number;
  #squares: number;
  #best: RegretMemory['best'];

  /**
   * @param share of the condemned that is spared, from 0 to 1
   * @param memory of an earlier session
   */
  constructor(share: number, memory: RegretMemory | undefined) {
    this.#share = share;
    this.#live = new Map(memory?.live);
    this.#killed = memory?.killed ?? 0;
    [this.#ended, this.#better, this.#trials, this.#squares] = memory?.ended ?? [0, 0, 0, 0];
    this.#best = memory?.best;
  }

  /** Whether the next one to be condemned is spared. Draws one number, unless none ever is. */
  draw(random: Random): boolean {
    return this.#share > 0 && random.uniform() < this.#share;
  }

  spare({ id, trials }: Condemned, incumbent: number): void {
    this.#live.set(id, { trials, incumbent });
  }

  /** Whether this run was spared: nobody hunts it any more. */
  hasSpared(run: number): boolean {
    return this.#live.has(run);
  }

  ended({ id, trials, best }: Condemned, status: RunStatus, reason: Reason): void {
    const sentence = this.#live.get(id);
    if (sentence === undefined) {
      if (status === 'killed' && reason.by !== 'user') this.#killed++;
      return;
    }
    this.#live.delete(id);
    const since = trials - sentence.trials;
    this.#ended++;
    this.#trials += since;
    this.#squares += since * since;
    if (best === undefined || best.value >= sentence.incumbent) return;
    this.#better++;
    if (this.#best === undefined || best.value < this.#best[1]) this.#best = [id, best.value];
  }

  /** Undefined: there was nothing to spare, and nothing is spared. */
  get memory(): RegretMemory | undefined {
    if (this.#share === 0 && this.#ended + this.#live.size === 0) return undefined;
    const ended = [this.#ended, this.#better, this.#trials, this.#squares] as const;
    return { killed: this.#killed, ended, best: this.#best, live: [...this.#live] };
  }

  /** What came of it, once every run has ended. Undefined: nothing is spared. */
  report(incumbent: Found | undefined): HuntRegret | undefined {
    if (this.memory === undefined) return undefined;
    const [killed, spared, better, trials] = [this.#killed, this.#ended, this.#better, this.#trials];
    const foundBest = this.#best !== undefined && this.#best[0] === incumbent?.run;
    const told = { killed, spared, better, foundBest, trials };
    if (spared < fewestSpared) return told;
    const saved = times(killed, meanInterval(spared, trials, this.#squares));
    return { ...told, estimate: { saved, missed: times(killed, wilson(better, spared)) } };
  }
}

function times(factor: number, { value, low, high }: Estimate): Estimate {
  return { value: factor * value, low: factor * Math.max(0, low), high: factor * high };
}
