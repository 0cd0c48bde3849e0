import type { OptimizerChoice } from '../contracts/choice.js';
import type { Chosen, Start } from '../contracts/decision.js';
import type { Descriptor } from '../contracts/descriptor.js';
import type { OptimizerPlugin, OptimizerTraits } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { countEnded, noTrials, type TrialCounts } from '../contracts/trial-counts.js';
import type { Found, RunView } from '../contracts/view.js';
import { bug } from '../errors/glompo-error.js';
import type { TrialBatch } from '../worker/protocol.js';
import { type FailureStreak, noFailures, streakAfter } from './failed-trials.js';
import { RecentBest } from './recent-best.js';
import type { StepWindow } from './step-window.js';
import { ValueWindow } from './value-window.js';

/** An optimizer that a study may start, with its plugin found and its options checked. */
export interface ResolvedChoice {
  readonly choice: OptimizerChoice;
  /** Its number among the selector's choices. */
  readonly index: number;
  readonly plugin: OptimizerPlugin;
  readonly traits: OptimizerTraits;
  readonly descriptor: Descriptor;
}

interface LiveRunOptions {
  readonly start: Start;
  /** What the selector said of it. Default: nothing. */
  readonly chosen?: Chosen;
  /** Evaluations of the whole study when it begins. */
  readonly startedAt: number;
  readonly lookback: number;
  readonly steps?: StepWindow | undefined;
}

/** The manager's knowledge of one live run: running aggregates, and what conditions have noted about it. */
export class LiveRun implements RunView {
  readonly id: number;
  readonly resolved: ResolvedChoice;
  readonly start: Start;
  readonly chosen: Chosen;
  readonly startedAt: number;
  /** The hunters' notes on this run as a victim. */
  readonly memory = new Map<string, Plain>();
  /** Set when the run shall end: no more work is given to it. */
  ending: { readonly status: 'killed' | 'failed' | 'converged'; readonly reason: Reason } | undefined;
  /** It gets nothing to do. */
  paused = false;
  /** Its optimizer has no use for points of others. */
  deaf = false;
  readonly #window: ValueWindow;
  /** Undefined: nobody looks at steps. */
  readonly #steps: StepWindow | undefined;
  #trials = 0;
  #streak = noFailures;
  readonly #outcomes = noTrials();
  readonly #recent: RecentBest;
  #best: Found | undefined;
  #last: Found | undefined;

  constructor(
    id: number,
    resolved: ResolvedChoice,
    { start, chosen = {}, startedAt, lookback, steps }: LiveRunOptions,
  ) {
    this.id = id;
    this.resolved = resolved;
    this.start = start;
    this.chosen = chosen;
    this.startedAt = startedAt;
    this.#window = new ValueWindow(lookback);
    this.#recent = new RecentBest(id);
    this.#steps = steps;
  }

  /** Its number among the selector's choices. */
  get choice(): number {
    return this.resolved.index;
  }
  get optimizer(): Descriptor {
    return this.resolved.descriptor;
  }
  get note(): Plain | undefined {
    return this.chosen.note;
  }
  get origin(): Plain | undefined {
    return this.start.origin;
  }
  get trials(): number {
    return this.#trials;
  }
  get failed(): number {
    return this.#outcomes.failed + this.#outcomes.timedOut;
  }
  get outcomes(): TrialCounts {
    return this.#outcomes;
  }
  get best(): Found | undefined {
    return this.#best;
  }
  /** The best of its last trials: where it is now, which is not where its best point is if it has gone on to another place. */
  get recent(): Found | undefined {
    return this.#recent.found;
  }
  get last(): Found | undefined {
    return this.#last;
  }
  get remembered(): number {
    return this.#window.remembered;
  }
  valueAgo(k: number): number {
    return this.#window.valueAgo(k);
  }
  bestAgo(k: number): number {
    return this.#window.bestAgo(k);
  }
  get rememberedSteps(): number {
    return this.#steps?.remembered ?? 0;
  }
  stepAgo(k: number): number {
    if (this.#steps) return this.#steps.stepAgo(k);
    throw bug(`a condition looked ${k} steps back where none is remembered; it must declare its stepLookback`);
  }

  /** Failures in a row. */
  get streak(): FailureStreak {
    return this.#streak;
  }

  /** Trials that ended without counting. */
  countUnfinished(how: 'lost' | 'cancelled', trials: number): void {
    this.#outcomes[how] += trials;
  }

  /** Takes in finished trials. @returns whether the run's best value became better */
  record(trials: TrialBatch): boolean {
    const { first, points, values, failures } = trials;
    const count = values.length;
    if (count === 0) return false;
    let least = this.#best?.value ?? Number.POSITIVE_INFINITY;
    let at = -1;
    for (let i = 0; i < count; i++) {
      const value = values[i] as number;
      this.#window.push(value);
      if (value < least) {
        least = value;
        at = i;
      }
    }
    const dimensions = points.length / count;
    if (this.#steps) for (let i = 0; i < count; i++) this.#steps.push(points, i * dimensions);
    this.#recent.take(trials);
    this.#trials += count;
    countEnded(this.#outcomes, { values, failures });
    this.#streak = streakAfter(this.#streak, { values, failures });
    const found = (i: number): Found => ({
      value: values[i] as number,
      point: points.slice(i * dimensions, (i + 1) * dimensions),
      run: this.id,
      trial: first + i,
    });
    if (at >= 0) this.#best = found(at);
    this.#last = found(count - 1);
    return at >= 0;
  }
}
