import { expect } from 'vitest';
import { inline } from '../backends/inline.js';
import type { Backend } from '../contracts/backend.js';
import type { Task } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { lend } from '../worker/local.js';
import type { EvaluateAnswer } from '../worker/protocol.js';
import { type MeasurePlan, quickPlan } from './measure-plan.js';
import { type MeasureOptions, measureTask } from './measure-task.js';
import type { MeasuredAt, TrialFeed, TrialsToMeasure } from './trial-feed.js';

export const plan: MeasurePlan = {
  ...quickPlan,
  stageMs: 5,
  longMs: 60_000,
  waveWhereItWaits: false,
  leaveLong: false,
};

/** Gives out points without end, and keeps account of them. */
export class CountingFeed implements TrialFeed {
  given = 0;
  evaluated = 0;
  givenBack = 0;
  lostTrials = 0;
  readonly places: MeasuredAt[] = [];
  readonly reasons: string[] = [];
  readonly out = new Set<TrialsToMeasure>();

  next(most: number, _at: MeasuredAt): TrialsToMeasure | undefined | Promise<TrialsToMeasure | undefined> {
    const trials = { run: 1, first: this.given + 1, points: new Float64Array(most).fill(0.5), wants: [] };
    this.given += most;
    this.out.add(trials);
    return trials;
  }

  done(given: TrialsToMeasure, { trials }: EvaluateAnswer, at: MeasuredAt): void {
    expect(this.out.delete(given)).toBe(true);
    this.evaluated += trials.values.length;
    this.places.push(at);
  }

  returned(given: TrialsToMeasure, { message }: { message: string }): void {
    expect(this.out.delete(given)).toBe(true);
    this.givenBack += given.points.length;
    this.reasons.push(message);
  }

  lost(given: TrialsToMeasure, { message }: { message: string }): void {
    expect(this.out.delete(given)).toBe(true);
    this.lostTrials += given.points.length;
    this.reasons.push(message);
  }
}

/** Gives what was lost to whoever asks next, and gives it up when it was lost for the third time, as a study does. */
export class RetryingFeed extends CountingFeed {
  readonly #again: TrialsToMeasure[] = [];
  readonly #losses = new Map<number, number>();

  override next(most: number, at: MeasuredAt) {
    const again = this.#again.shift();
    if (again === undefined) return super.next(most, at);
    this.out.add(again);
    return again;
  }

  override lost(given: TrialsToMeasure, reason: { message: string }): void {
    super.lost(given, reason);
    const losses = (this.#losses.get(given.first) ?? 0) + 1;
    this.#losses.set(given.first, losses);
    if (losses < 3) this.#again.unshift(given);
  }

  override returned(given: TrialsToMeasure, reason: { message: string }): void {
    super.returned(given, reason);
    this.#again.unshift(given);
  }
}

type Evaluate = { readonly type: string; readonly first: number; readonly points: Float64Array };

/** The same workers under another name, which some requests do not reach. */
function inlineWith(name: string, meet: (request: Evaluate) => void): Backend {
  return {
    ...inline(),
    name,
    traits: { ...inline().traits, preemptive: true },
    open: async options => {
      const workers = await inline().open(options);
      return {
        get size() {
          return workers.size;
        },
        call: async (worker, request, how) => {
          meet(request as Evaluate);
          return workers.call(worker, request, how);
        },
        replace: (worker, reason) => workers.replace(worker, reason),
        resize: size => workers.resize(size),
        [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose](),
      };
    },
  };
}

/** Its workers die of some trials. */
export function fragile(deadly: (ordinal: number) => boolean): Backend {
  return inlineWith('fragile', ({ type, first, points }) => {
    const ordinals = Array.from(points ?? [], (_, i) => first + i);
    if (type === 'evaluate' && ordinals.some(deadly)) throw new GlompoError('GLOMPO_WORKER_LOST', 'it is dead');
  });
}

export async function measure(
  evaluate: Task['evaluate'],
  options: Partial<MeasureOptions> = {},
): Promise<{ feed: CountingFeed; result: Awaited<ReturnType<typeof measureTask>>; evaluations: number }> {
  let evaluations = 0;
  const task: Task = {
    parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
    evaluate: (x, context) => {
      evaluations++;
      return evaluate(x, context);
    },
  };
  const { reference, release } = lend(task);
  const load = { type: 'load', task: reference, options: {}, seed: 1 } as const;
  const feed = (options.feed ?? new CountingFeed()) as CountingFeed;
  try {
    const result = await measureTask({ backends: [inline()], load, plan, slots: 2, ...options, feed });
    return { feed, result, evaluations };
  } finally {
    release();
  }
}
