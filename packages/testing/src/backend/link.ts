import type { CallOptions, Plain, PlainObject, Want, Workers } from '@glompo/core';
import type {
  EvaluateAnswer,
  LoadAnswer,
  OpenRun,
  SnapshotAnswer,
  TrialBatch,
  TrialRules,
  TurnAnswer,
  TurnRequest,
} from '@glompo/core/worker';
import { ensure } from '../cases/expect.js';
import { handled, within } from './within.js';

export type FixtureName =
  | `${'busy' | 'chatty' | 'context' | 'counter' | 'exiting' | 'killed' | 'meeting' | 'no-task'}.task.js`
  | `${'outcomes' | 'programs' | 'sphere' | 'throws-on-import' | 'waiting'}.task.js`
  | 'walk.plugin.js';

/** URL of a module that this package ships for its suites. */
function fixture(name: FixtureName): string {
  return new URL(`../fixtures/${name}`, import.meta.url).href;
}

/** The study's seed, wherever it does not matter. */
export const studySeed = 7;

export type Turn = Extract<TurnAnswer, { type: 'turn' }>;

/** Speaks the turn protocol with workers, and never waits for ever. */
export class Link {
  readonly workers: Workers;
  readonly #deadlineMs: number;

  constructor(workers: Workers, deadlineMs: number) {
    this.workers = workers;
    this.#deadlineMs = deadlineMs;
  }

  call(worker: number, request: Plain, options?: CallOptions): Promise<Plain> {
    const { type } = request as { type: string };
    const what = `the answer of worker ${worker} to "${type}"`;
    return handled(within(this.#deadlineMs, what, this.workers.call(worker, request, options)));
  }

  async load(worker: number, task: FixtureName, options: PlainObject = {}): Promise<LoadAnswer> {
    const request = {
      type: 'load',
      task: { type: 'module', module: fixture(task) },
      options,
      seed: studySeed,
    } as const;
    const answer = (await this.call(worker, request)) as LoadAnswer;
    ensure(answer?.type === 'loaded', () => `loading ${task} was answered by ${JSON.stringify(answer)}`);
    return answer;
  }

  /** @param points row after row */
  evaluate(
    worker: number,
    points: readonly number[] | Float64Array,
    options?: CallOptions & Partial<EvaluateOptions>,
  ): Promise<TrialBatch> {
    return handled(this.#evaluate(worker, points, options));
  }

  async #evaluate(
    worker: number,
    points: readonly number[] | Float64Array,
    { run = 1, first = 1, wants = [], rules, ...options }: CallOptions & Partial<EvaluateOptions> = {},
  ): Promise<TrialBatch> {
    const request = { type: 'evaluate', run, first, points: Float64Array.from(points), wants, rules } as const;
    const answer = (await this.call(worker, request, options)) as EvaluateAnswer;
    ensure(answer?.type === 'evaluated', () => `evaluating was answered by ${JSON.stringify(answer)}`);
    return answer.trials;
  }

  async turn(worker: number, turn: Omit<TurnRequest, 'type'>): Promise<Turn> {
    const answer = (await this.call(worker, { type: 'turn', ...turn })) as TurnAnswer;
    ensure(answer?.type === 'turn', () => `a turn of run ${turn.run} was answered by ${JSON.stringify(answer)}`);
    ensure(answer.failure === undefined, () => `a turn of run ${turn.run} failed: ${answer.failure?.message}`);
    return answer;
  }

  async snapshot(worker: number, run: number): Promise<Plain> {
    const answer = (await this.call(worker, { type: 'snapshot', run })) as SnapshotAnswer;
    ensure(answer?.type === 'snapshot', () => `a snapshot of run ${run} was answered by ${JSON.stringify(answer)}`);
    return answer.state;
  }

  replace(worker: number): Promise<{ readonly freedAfterMs: number }> {
    const reason = { by: 'conformance', message: 'to see whether it can be replaced' };
    return within(this.#deadlineMs, `a replacement of worker ${worker}`, this.workers.replace(worker, reason));
  }

  resize(size: number): Promise<void> {
    return within(this.#deadlineMs, `${size} workers`, this.workers.resize(size));
  }

  async close(): Promise<void> {
    await within(this.#deadlineMs, 'the workers to close', this.workers[Symbol.asyncDispose]() as Promise<void>);
  }
}

interface EvaluateOptions {
  readonly run: number;
  readonly first: number;
  readonly wants: readonly Want[];
  readonly rules: TrialRules;
}

/** The first turn of a run of the walk on the sphere with logarithmic parameters. */
export function openWalk(loaded: LoadAnswer, more: Partial<OpenRun> = {}): OpenRun {
  return {
    optimizer: { type: 'module', module: fixture('walk.plugin.js') },
    options: { population: 6, step: 0.2, smallest: 1e-9, gradient: true },
    parameters: loaded.parameters,
    seed: studySeed,
    start: loaded.start as Float64Array,
    spread: undefined,
    state: undefined,
    trials: 0,
    ...more,
  };
}
