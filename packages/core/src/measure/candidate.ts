import type { Backend, Output, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import { type Clock, longestTimerMs } from '../manager/clock.js';
import { messageOf } from '../worker/load-task.js';
import type { EvaluateAnswer, LoadAnswer, LoadRequest, Request } from '../worker/protocol.js';
import { timedOut } from '../worker/trial-maker.js';
import type { EarlyEnd } from './early-end.js';
import type { BackendMeasurement, TrialTimes } from './task-measurement.js';
import type { MeasuredAt, TrialFeed, TrialsToMeasure } from './trial-feed.js';
import { quantile, type TrialSamples, trialTimes } from './trial-times.js';
import type { UnderWay } from './under-way.js';

const pings = 5;
/** Workers lost by so many different trials make a backend unusable. */
const mostLost = 3;
/** After as many failures without a success, where the task works elsewhere, there are no further trials. */
const mostFailures = 4;

/** What all candidates of one measuring share. */
export interface Bench {
  readonly load: LoadRequest;
  readonly feed: TrialFeed;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly underWay: UnderWay;
  readonly trialTimeoutMs: number;
  readonly memoryBytes: (() => number) | undefined;
  readonly onOutput: ((backend: string, worker: number, output: Output) => void) | undefined;
}

interface Evaluating {
  readonly deadlineMs: number;
  readonly giveBack: boolean;
}

/** One backend while the task is measured there: its workers, and what has been found. */
export class Candidate {
  readonly backend: Backend;
  readonly #bench: Bench;
  #workers: Workers | undefined;
  #problem: string | undefined;
  #startMs = Number.NaN;
  #loadMs = Number.NaN;
  #roundTripMs = Number.NaN;
  #workerBytes = Number.NaN;
  #trials = 0;
  #failed = 0;
  #lost = 0;
  /** Run and ordinal of trials that were lost with their workers, and how many losses were not of these once more. */
  readonly #lostTrials = new Set<string>();
  #differentLosses = 0;
  /** What was thrown since something had not ended in time. */
  readonly #overdue = new WeakSet<object>();
  readonly #evaluating = new Set<Promise<unknown>>();
  #closing = false;
  #dimensions = 1;
  #failure: string | undefined;
  #programs: boolean | undefined;
  /** The very first trial: what it lasts says little, unless there is no other. */
  #first: TrialSamples | undefined;
  readonly #alone: TrialSamples[] = [];
  readonly #together: { readonly samples: TrialSamples[]; copies: number } = { samples: [], copies: 0 };
  /** What loading threw. */
  loadError: unknown;

  constructor(backend: Backend, bench: Bench) {
    this.backend = backend;
    this.#bench = bench;
  }

  get usable(): boolean {
    return this.#workers !== undefined && this.#problem === undefined;
  }

  /** Nothing is being evaluated there. */
  get idle(): boolean {
    return this.#evaluating.size === 0;
  }

  /** Workers lost by the task, and trials that did not end. */
  get lost(): number {
    return this.#lost;
  }

  get dangerous(): boolean {
    return this.#lost > 0;
  }

  get works(): boolean {
    return this.#trials > this.#failed;
  }

  /** It has had its chances and has not worked. */
  get hopeless(): boolean {
    return !this.works && this.#failed >= mostFailures;
  }

  get times(): TrialTimes | undefined {
    return trialTimes(this.#alone) ?? trialTimes(this.#together.samples) ?? (this.#first && trialTimes([this.#first]));
  }

  /** Why it is not tried. */
  refuse(problem: string): void {
    this.#problem ??= problem;
  }

  /** Starts one worker and loads the task there; measures both. Undefined, with a problem, if that fails. */
  async open(): Promise<LoadAnswer | undefined> {
    const { load, clock, signal, memoryBytes, onOutput } = this.#bench;
    const { backend } = this;
    if (load.task.type === 'local' && backend.traits.isolated) {
      this.refuse(`the task is a function or object of this thread and cannot travel to backend "${backend.name}"`);
      return undefined;
    }
    const bytesBefore = memoryBytes?.() ?? Number.NaN;
    const beganAt = clock.now();
    try {
      this.#workers = await backend.open({
        size: 1,
        signal,
        onOutput: (worker, output) => onOutput?.(backend.name, worker, output),
      });
      const openedAt = clock.now();
      const answer = await this.#call<LoadAnswer>(0, load, this.#bench.trialTimeoutMs);
      this.#startMs = clock.now() - beganAt;
      this.#dimensions = answer.parameters.length;
      this.#loadMs = clock.now() - openedAt;
      await this.#ping();
      if (memoryBytes) this.#workerBytes = Math.max(0, memoryBytes() - bytesBefore);
      return answer;
    } catch (error) {
      if (signal.aborted) throw error;
      if (GlompoError.is(error, 'GLOMPO_WORKER_LOST')) this.#lost++;
      this.loadError = error;
      this.refuse(sayOf(error));
      return undefined;
    }
  }

  /** Sees to it that there are so many workers with the task. */
  async grow(size: number): Promise<void> {
    const workers = this.#workers as Workers;
    const before = workers.size;
    if (before >= size) return;
    try {
      await workers.resize(size);
      const added = Array.from({ length: size - before }, (_, i) => before + i);
      await Promise.all(added.map(worker => this.#call(worker, this.#bench.load, this.#bench.trialTimeoutMs)));
    } catch (error) {
      if (this.#bench.signal.aborted) throw error;
      this.refuse(`${size} workers at once cannot be had: ${sayOf(error)}`);
    }
  }

  /** What the feed gives, if it does before `end`. @throws GlompoError `GLOMPO_INTERRUPTED`, also while the feed lets wait */
  async next(most: number, at: MeasuredAt, end: EarlyEnd): Promise<TrialsToMeasure | undefined> {
    const { feed, signal, underWay } = this.#bench;
    const asked = Promise.resolve(feed.next(most, at));
    const given = await Promise.race([asked, underWay.aborted, end.came]);
    if (!signal.aborted && !end.over) return given as TrialsToMeasure | undefined;
    const giveBack = (late: TrialsToMeasure | undefined) =>
      late && feed.returned(late, this.#reason('the measuring of the task had ended'), at);
    // Whatever comes yet is given back, and what goes wrong is nobody's concern any more.
    asked.then(giveBack).catch(() => {});
    if (signal.aborted) throw interrupted();
    return undefined;
  }

  /** What is not to be evaluated here after all. */
  giveBack(given: TrialsToMeasure, at: MeasuredAt): void {
    this.#bench.feed.returned(given, this.#reason(this.#problem ?? 'it was not tried'), at);
  }

  /**
   * Evaluates what was given and hands it back to the feed.
   *
   * @param deadlineMs no further trial is begun after so many milliseconds
   * @param giveBack what fails before anything has worked here is given back: the task is known, or hoped, to work on another backend
   * @returns the answer, or undefined if there is none
   */
  async evaluate(given: TrialsToMeasure, at: MeasuredAt, how: Evaluating): Promise<EvaluateAnswer | undefined> {
    const evaluated = this.#evaluate(given, at, how);
    this.#evaluating.add(evaluated);
    const settled = () => this.#evaluating.delete(evaluated);
    // Perhaps nobody waits for it to the end.
    evaluated.then(settled, settled);
    return evaluated;
  }

  async #evaluate(
    given: TrialsToMeasure,
    at: MeasuredAt,
    { deadlineMs, giveBack }: Evaluating,
  ): Promise<EvaluateAnswer | undefined> {
    const { feed, signal, trialTimeoutMs } = this.#bench;
    let answer: EvaluateAnswer;
    try {
      // A copy travels: threads take typed arrays along.
      const request = { type: 'evaluate', ...given, points: given.points.slice(), milliseconds: deadlineMs } as const;
      answer = await this.#call<EvaluateAnswer>(at.worker, { ...request, measure: true }, deadlineMs + trialTimeoutMs);
    } catch (error) {
      const reason = this.#reason(sayOf(error));
      if (signal.aborted) {
        feed.returned(given, reason, at);
        throw error;
      }
      // What lasts longer than the study lets it says nothing against the backend.
      const limited = this.#overdue.has(error as object) && given.rules?.timeoutMs !== undefined;
      if (!limited) this.#countLoss(given, error);
      const timedOut = limited ? this.#timedOut(given) : undefined;
      if (timedOut) feed.done(given, timedOut, at);
      else feed.lost(given, reason, at);
      if (this.usable && !this.#closing) await this.#replace(at.worker);
      return undefined;
    }
    const { trials, usage } = answer;
    const count = trials.values.length;
    this.#trials += count;
    this.#failed += trials.failures.length;
    this.#failure = trials.failures.at(-1)?.message ?? this.#failure;
    if (usage?.programs !== undefined) this.#programs = this.#programs === true || usage.programs;
    if (giveBack && !this.works && count > 0) feed.returned(given, this.#reason(this.#failure ?? ''), at);
    else feed.done(given, answer, at);
    if (answer.stuck && this.usable && !this.#closing) await this.#replace(at.worker);
    return answer;
  }

  /** Of one trial that may take only so long it is known what it came to. */
  #timedOut({ first, points, rules }: TrialsToMeasure): EvaluateAnswer | undefined {
    if (rules?.timeoutMs === undefined || points.length > this.#dimensions) return undefined;
    const { failure, outcome } = timedOut(rules.timeoutMs);
    const values = Float64Array.of(Number.POSITIVE_INFINITY);
    const trials = { first, points: points.slice(), values, failures: [{ index: 0, outcome, message: failure }] };
    return { type: 'evaluated', trials, idleMs: 0, busyMs: rules.timeoutMs };
  }

  addFirst(samples: TrialSamples): void {
    this.#first ??= samples;
  }

  addSamples(samples: TrialSamples, copies: number): void {
    if (copies === 1) {
      this.#alone.push(samples);
      return;
    }
    this.#together.samples.push(samples);
    this.#together.copies = copies;
  }

  measurement(): BackendMeasurement {
    const alone = trialTimes(this.#alone);
    const first = this.#first && trialTimes([this.#first]);
    const together = trialTimes(this.#together.samples);
    return {
      backend: this.backend.name,
      traits: this.backend.traits,
      problem: this.#problem,
      startSeconds: this.#startMs / 1000,
      loadSeconds: this.#loadMs / 1000,
      roundTripSeconds: this.#roundTripMs / 1000,
      workerBytes: this.#workerBytes,
      trials: this.#trials,
      failed: this.#failed,
      failure: this.#failure,
      lost: this.#lost,
      alone: alone ?? (together ? undefined : first),
      together: together && { ...together, copies: this.#together.copies },
      slowdown: alone && together ? together.median / alone.median : Number.NaN,
      programs: this.#programs,
    };
  }

  /**
   * Closes the workers as soon as all that is being evaluated there has come back or the signal is aborted, unless somebody keeps those
   * that can be used.
   */
  async close(keep?: (backend: Backend, workers: Workers) => boolean): Promise<void> {
    const workers = this.#workers;
    if (workers === undefined || (this.usable && this.idle && keep?.(this.backend, workers))) return;
    this.#closing = true;
    await Promise.allSettled(this.#evaluating);
    await workers[Symbol.asyncDispose]();
  }

  /** Asks for what evaluates nothing: to forget a run that nobody has. */
  async #ping(): Promise<void> {
    const { clock, trialTimeoutMs } = this.#bench;
    const times: number[] = [];
    for (let i = 0; i < pings; i++) {
      const beganAt = clock.now();
      await this.#call(0, { type: 'close', run: 0 }, trialTimeoutMs);
      times.push(clock.now() - beganAt);
    }
    this.#roundTripMs = quantile(
      times.sort((a, b) => a - b),
      0.5,
    );
  }

  /** @throws GlompoError `GLOMPO_INTERRUPTED`, `GLOMPO_WORKER_LOST` also for what does not answer in time */
  async #call<Answer>(worker: number, request: Request, timeoutMs: number): Promise<Answer> {
    const { clock, signal, underWay } = this.#bench;
    const workers = this.#workers as Workers;
    let settled = false;
    const called = underWay
      .call(inner => workers.call(worker, request as Plain, { signal: inner }))
      .finally(() => {
        settled = true;
      });
    // Whoever stops waiting shall not leave a rejection behind.
    called.catch(() => {});
    const answered = Promise.race([called, underWay.aborted]);
    if (timeoutMs > longestTimerMs) await answered.catch(() => {});
    else await clock.atMost(timeoutMs, answered);
    if (signal.aborted) throw interrupted();
    if (!settled) {
      const what = request.type === 'load' ? 'loading the task' : 'an evaluation';
      const overdue = new GlompoError('GLOMPO_WORKER_LOST', `${what} had not ended after ${roundSeconds(timeoutMs)} s`);
      this.#overdue.add(overdue);
      throw overdue;
    }
    return (await called) as Answer;
  }

  /** A worker is gone, or stuck. One and the same trial may take many along; that tells nothing about the backend. */
  #countLoss({ run, first, points }: TrialsToMeasure, error: unknown): void {
    this.#lost++;
    this.#failure = sayOf(error);
    const count = Math.max(1, points.length / this.#dimensions);
    const trials = Array.from({ length: count }, (_, i) => `${run}:${first + i}`);
    if (!trials.some(trial => this.#lostTrials.has(trial))) this.#differentLosses++;
    for (const trial of trials) this.#lostTrials.add(trial);
    // To wait once for something that does not end, and has never worked, is enough.
    const stuck = this.#overdue.has(error as object);
    if ((stuck && !this.works) || this.#differentLosses >= mostLost) this.refuse(this.#failure);
  }

  async #replace(worker: number): Promise<void> {
    try {
      await this.#workers?.replace(worker, this.#reason(this.#failure ?? ''));
      await this.#call(worker, this.#bench.load, this.#bench.trialTimeoutMs);
    } catch (problem) {
      if (this.#bench.signal.aborted) throw problem;
      this.refuse(sayOf(problem));
    }
  }

  #reason(message: string): Reason {
    return { by: 'measurement', message: `${this.backend.name}: ${message}` };
  }
}

export function interrupted(): GlompoError {
  return new GlompoError('GLOMPO_INTERRUPTED', 'the measuring of the task was interrupted');
}

function roundSeconds(milliseconds: number): number {
  return Number((milliseconds / 1000).toPrecision(2));
}

function sayOf(error: unknown): string {
  return GlompoError.is(error) ? error.message : messageOf(error);
}
