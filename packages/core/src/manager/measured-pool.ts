import type { Backend, CallOptions, OpenOptions, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import type { TrialFeed, TrialsToMeasure } from '../measure/trial-feed.js';
import type { EvaluateAnswer, EvaluateRequest, LoadAnswer, LoadRequest, Request } from '../worker/protocol.js';
import { timedOut } from '../worker/trial-maker.js';
import type { Clock } from './clock.js';

/** Milliseconds that messages may take. */
const onTheWayMs = 200;

interface Call {
  readonly request: EvaluateRequest;
  readonly resolve: (answer: EvaluateAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Demand {
  readonly most: number;
  readonly resolve: (trials: TrialsToMeasure | undefined) => void;
}

/**
 * A pool for a study whose task is being measured: each trial that the study sends here goes to whichever worker wants to measure next.
 * It is a backend to the study, and a feed to what measures.
 */
export class MeasuredPool implements Backend, TrialFeed {
  readonly name = 'auto';
  readonly api = 1;
  readonly traits = { preemptive: false, parallel: true, remote: false, isolated: false };
  readonly parallelism: number;
  readonly #begin: (load: LoadRequest) => Promise<LoadAnswer>;
  #loaded: Promise<LoadAnswer> | undefined;
  /** Who wants trials, and trials that nobody wants yet: never both. */
  #demands: Demand[] = [];
  #waiting: Call[] = [];
  readonly #given = new Map<TrialsToMeasure, Call>();
  /** Workers that were kept when all was measured, for trials that are still to be made here, and what loads the task there. */
  #kept: Workers | undefined;
  #load: LoadRequest | undefined;
  #replacing: ReturnType<Workers['replace']> | undefined;
  readonly #clock: Clock;
  #dimensions = Number.NaN;
  #over = false;
  #released = false;
  /** Hears how many trials are wanted at once. */
  onDemand: ((trials: number) => void) | undefined;

  /** @param begin called once, with what loads the task: begins to measure, and resolves as soon as the task is loaded somewhere */
  constructor(size: number, begin: (load: LoadRequest) => Promise<LoadAnswer>, clock: Clock) {
    this.parallelism = size;
    this.#clock = clock;
    this.#begin = begin;
  }

  async open({ size }: OpenOptions): Promise<Workers> {
    let workers = size;
    return {
      get size() {
        return workers;
      },
      call: (_worker, request, options) => this.#call(request as Request, options),
      replace: (_worker, reason) => this.#replace(reason),
      resize: async size => {
        workers = size;
      },
      [Symbol.asyncDispose]: () => this.end(),
    };
  }

  /** Keeps the first workers that it is offered. */
  keep(workers: Workers): boolean {
    if (this.#kept !== undefined || this.#over) return false;
    this.#kept = workers;
    return true;
  }

  /**
   * All has been measured, and the runs leave: what nobody has begun is not made here, unless it is sent again, since later results wait
   * for it.
   */
  release(): void {
    this.#released = true;
    for (const call of [...this.#waiting]) this.#cancel(call);
  }

  /** Nothing more is measured: who wants trials gets none, who waits for results is told that there will be none. */
  async end(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    for (const { resolve } of this.#demands.splice(0)) resolve(undefined);
    const calls = [...this.#waiting.splice(0), ...this.#given.values()];
    this.#given.clear();
    for (const { reject } of calls) reject(lost('the measuring of the task has ended'));
    await this.#kept?.[Symbol.asyncDispose]();
  }

  next(most: number): Promise<TrialsToMeasure | undefined> {
    if (this.#over) return Promise.resolve(undefined);
    return new Promise(resolve => {
      this.#demands.push({ most, resolve });
      this.#match();
      this.onDemand?.(this.wanted);
    });
  }

  done(given: TrialsToMeasure, { usage: _, ...answer }: EvaluateAnswer): void {
    const call = this.#take(given);
    call?.resolve(answer);
    this.onDemand?.(this.wanted);
  }

  returned(given: TrialsToMeasure): void {
    const call = this.#take(given);
    if (call === undefined) return;
    // Where nobody measures any more, nobody would take it.
    if (this.#released) {
      answerNone(call);
      return;
    }
    this.#waiting.unshift(call);
    this.#match();
    this.onDemand?.(this.wanted);
  }

  /** The study counts how often a trial is lost with its worker. */
  lost(given: TrialsToMeasure, reason: Reason): void {
    this.#take(given)?.reject(lost(reason.message));
    this.onDemand?.(this.wanted);
  }

  /** Trials that are wanted at once now. */
  get wanted(): number {
    return this.#demands.length + this.#given.size + this.#waiting.length;
  }

  #take(given: TrialsToMeasure): Call | undefined {
    const call = this.#given.get(given);
    this.#given.delete(given);
    return call;
  }

  async #call(request: Request, { signal }: CallOptions = {}): Promise<Plain> {
    if (request.type === 'load') {
      this.#load ??= request;
      this.#loaded ??= this.#begin(request);
      const answer = await this.#loaded;
      this.#dimensions = answer.parameters.length;
      return answer as Plain;
    }
    if (request.type !== 'evaluate') throw bug(`a pool of trials was asked to ${request.type}`);
    if (this.#over) throw lost('the measuring of the task has ended');
    if (this.#released) {
      if (this.#kept === undefined) throw lost('no worker was left to evaluate it');
      await this.#replacing;
      return this.#callKept(request, signal);
    }
    return new Promise<Plain>((resolve, reject) => {
      const call: Call = { request, resolve: answer => resolve(answer as Plain), reject };
      this.#waiting.push(call);
      signal?.addEventListener('abort', () => this.#cancel(call), { once: true });
      this.#match();
    });
  }

  /** Nobody else watches a worker that was kept. */
  async #callKept(request: EvaluateRequest, signal: AbortSignal | undefined): Promise<Plain> {
    const { timeoutMs, graceMs = 0 } = request.rules ?? {};
    const trials = request.points.length / this.#dimensions;
    const answered = this.#kept?.call(0, request as Plain, signal && { signal }) as Promise<Plain>;
    if (timeoutMs === undefined) return answered;
    let over = true;
    const settled = () => {
      over = false;
    };
    await this.#clock.atMost(trials * (timeoutMs + graceMs) + onTheWayMs, answered.then(settled, settled));
    if (over) {
      answered.catch(() => {});
      throw lost(timedOut(timeoutMs).failure);
    }
    return answered;
  }

  /** All are evaluated on one worker then, so there is one to replace. */
  #replace(reason: Reason): ReturnType<Workers['replace']> {
    const kept = this.#kept;
    if (!this.#released || kept === undefined) return Promise.resolve({ freedAfterMs: 0 });
    this.#replacing ??= (async () => {
      try {
        const replaced = await kept.replace(0, reason);
        await kept.call(0, structuredClone(this.#load) as Plain);
        return replaced;
      } finally {
        this.#replacing = undefined;
      }
    })();
    return this.#replacing;
  }

  /** A trial that nobody has begun is not made. */
  #cancel(call: Call): void {
    const at = this.#waiting.indexOf(call);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    answerNone(call);
  }

  #match(): void {
    while (this.#demands.length > 0 && this.#waiting.length > 0) {
      const { most, resolve } = this.#demands.shift() as Demand;
      const call = this.#waiting.shift() as Call;
      const { run, first, points, wants, rules } = call.request;
      const given = { run, first, points: points.subarray(0, most * this.#dimensions), wants, ...(rules && { rules }) };
      this.#given.set(given, call);
      resolve(given);
    }
  }
}

function lost(message: string): GlompoError {
  return new GlompoError('GLOMPO_WORKER_LOST', message);
}

/** None of its trials was made. */
function answerNone({ request: { first }, resolve }: Call): void {
  const none = new Float64Array(0);
  const trials = { first, points: none, values: none, failures: [] };
  resolve({ type: 'evaluated', trials, idleMs: 0, busyMs: 0 });
}
