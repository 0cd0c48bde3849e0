import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import type { EvaluateAnswer, TrialBatch, Verdict } from '../worker/protocol.js';
import { Call } from './call.js';
import { type Crew, callsPerWorker } from './crew.js';
import { type Floor, stuckReason } from './driver.js';
import { isPunished } from './failed-trials.js';
import type { LiveRun } from './live-run.js';
import { LostCall } from './lost-call.js';
import type { QueuePlaces } from './queue-places.js';
import { TrialLosses, trialsOf } from './trial-losses.js';
import { type Dispatch, firstOf, rest, type TrialQueue } from './trial-queue.js';

export interface TrialMessagesOptions {
  readonly pool: Crew;
  readonly queue: TrialQueue;
  readonly places: QueuePlaces;
  /** A message was answered, or lost. */
  onSettled(): void;
}

/** Sends the waiting points of one run to the workers of a pool, and takes in what comes of them. */
export class TrialMessages {
  readonly #run: LiveRun;
  readonly #floor: Floor;
  readonly #pool: Crew;
  readonly #queue: TrialQueue;
  readonly #places: QueuePlaces;
  readonly #onSettled: () => void;
  readonly #maxSlots: number;
  readonly #losses: TrialLosses;
  /** With the ordinal of the trial that each is busy with, or begins with. */
  readonly #inFlight = new Map<Call, number>();
  /** Why the study is over, if it is: nothing is made again. */
  #over: Reason | undefined;

  constructor(run: LiveRun, floor: Floor, { pool, queue, places, onSettled }: TrialMessagesOptions) {
    this.#run = run;
    this.#floor = floor;
    this.#pool = pool;
    this.#queue = queue;
    this.#places = places;
    this.#onSettled = onSettled;
    this.#maxSlots = run.resolved.choice.maxSlots ?? Number.POSITIVE_INFINITY;
    this.#losses = new TrialLosses(run, floor);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** As many are on their way as there may be. */
  get full(): boolean {
    return this.#inFlight.size >= this.#maxSlots;
  }

  /** There is something to send, and a worker for it. */
  get ready(): boolean {
    const { slots, budget, policy } = this.#floor;
    return (
      !this.full &&
      this.#queue.waiting > 0 &&
      // Not of a run that has failed too often.
      !isPunished(this.#run.streak, policy.consequence) &&
      budget.available > 0 &&
      this.#pool.hasVacancy(slots)
    );
  }

  /** Aborts those on their way: the run ends, or the whole study. */
  cancel(reason: Reason, end: 'run' | 'study'): void {
    if (end === 'study') this.#over = reason;
    for (const call of this.#inFlight.keys()) {
      if (this.#over) call.abort(reason);
      // A worker that does not answer is ended: the slot must come back.
      else void this.#pool.cancel(call, reason, this.#floor.policy.graceMs);
    }
  }

  /** The run has ended: what is still under way is not made. */
  close(reason: Reason): void {
    for (const [call, trial] of this.#inFlight) if (call.underWay) this.#losses.cancel(trial, reason);
    this.#losses.close();
  }

  /** Sends the next message. */
  async send(): Promise<void> {
    const { slots, budget, order, strict } = this.#floor;
    const { messageSize, messageLength } = this.#pool;
    const workMs = messageLength.milliseconds;
    const wanted = strict ? 1 : messageSize.trials(workMs, this.#pool.outstanding / (callsPerWorker * slots.total));
    const reserved = budget.reserve(wanted);
    const dispatch = this.#queue.take(reserved);
    const granted = dispatch.count;
    budget.settle(reserved - granted);
    const worker = this.#pool.vacancy(slots);
    if (worker === undefined) throw bug('a trial was to be dispatched with every worker busy');
    order.serve(this.#places.now);
    this.#places.dispatched(this.#queue.oldestWaiting);
    const { first, points, wants } = dispatch;
    const rules = this.#pool.rules(false);
    // A copy travels, since threads take the memory along, and the points may have to be sent again.
    const request = {
      type: 'evaluate',
      run: this.#run.id,
      first,
      points: points.slice(),
      wants,
      rules,
      // Where trials suddenly take longer, the others of the message shall not wait.
      milliseconds: 2 * workMs,
    } as const;
    let done = 0;
    let settled = 0;
    const take = (trials: TrialBatch) => {
      if (trials.values.length === 0) return;
      done += trials.values.length;
      this.#losses.settled(trials.first, trials.values.length);
      this.#queue.add(trials);
      if (this.#inFlight.has(call)) this.#inFlight.set(call, first + done);
    };
    const call = new Call(worker, {
      run: this.#run.id,
      rules,
      onReport: ({ trials }) => {
        if (trials === undefined) return;
        take(trials);
        // What is no longer reserved must be in the books before anything else is dispatched.
        this.#floor.state.record(this.#run, trials, { told: false });
        budget.settle(trials.values.length);
        settled += trials.values.length;
        this.#floor.serve();
      },
    });
    this.#inFlight.set(call, first);
    this.#pool.outstanding += dispatch.count;
    try {
      const answer = await this.#pool.evaluate<EvaluateAnswer>(call, request, slots);
      const { trials, stuck, cancelled } = answer;
      take(trials);
      messageSize.observe(done, answer);
      messageLength.observe(answer.idleMs, answer.busyMs);
      this.#pool.pace.observe(done, answer.busyMs);
      if (done < dispatch.count && !this.#run.ending) this.#queue.putBack(rest(dispatch, done));
      const reason = this.#run.ending?.reason ?? this.#over;
      if (cancelled && reason) this.#losses.cancel(first + done, reason);
      if (stuck) this.#pool.replace(worker, stuckReason(this.#run.id, first + done - 1));
      this.#inFlight.delete(call);
      this.#onSettled();
      // The workers have their next messages before this one's results are entered in the books, unless those are the end of this run, or must be
      // there before its optimizer is told of them.
      const { policy, recorded } = this.#floor;
      if (policy.consequence === undefined && !recorded) this.#floor.serve();
      this.#floor.state.record(this.#run, trials, { told: false });
    } catch (error) {
      this.#inFlight.delete(call);
      this.#lost(error, { dispatch: rest(dispatch, done), call });
    } finally {
      this.#pool.outstanding -= dispatch.count;
      budget.settle(granted - settled);
      this.#onSettled();
    }
  }

  #lost(error: unknown, { dispatch, call }: { readonly dispatch: Dispatch; readonly call: Call }): void {
    const run = this.#run;
    const { first, count } = dispatch;
    if (!(error instanceof LostCall)) {
      const message = `trial ${first} of run ${run.id} could not be evaluated: ${(error as Error).message}`;
      run.ending ??= { status: 'failed', reason: { by: 'manager', message } };
      return;
    }
    // The study is over: its trials are not made again, and nobody needs the worker.
    if (this.#over && error.begun) this.#losses.abandon(first, error);
    if (this.#over) return;
    this.#pool.revive(call.worker, {
      by: 'manager',
      message: `a worker was lost with trial ${first} of run ${run.id}: ${error.message}`,
    });
    if (count === 0) return;
    if (run.ending) {
      if (error.begun) this.#losses.cancel(first, run.ending.reason);
    } else if (!error.begun) {
      this.#queue.putBack(dispatch);
    } else if (count === 1 || call.rules.reportMs === 0) {
      const verdict = this.#losses.blame(first, error);
      if (count > 1) this.#queue.putBack(rest(dispatch, 1));
      if (verdict) this.#fail(verdict, dispatch);
      else this.#queue.putBack({ ...firstOf(dispatch), alone: true });
    } else {
      this.#losses.suspect(first, count, { lost: error, again: count });
      this.#queue.putBack({ ...dispatch, alone: true });
    }
  }

  /** The first trial of a message ends without a value. */
  #fail(verdict: Verdict, dispatch: Dispatch): void {
    const trials = trialsOf(verdict, firstOf(dispatch).points);
    this.#losses.settled(verdict.trial, 1);
    this.#queue.add(trials);
    this.#floor.state.record(this.#run, trials, { told: false });
  }
}
