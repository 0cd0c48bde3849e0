import { GlompoError } from '../errors/glompo-error.js';
import type { Call } from './call.js';
import { LostCall } from './lost-call.js';

/** The calls on their way to each worker of a crew, in the order in which they are answered: the worker is busy with the first. */
export class CallLines {
  readonly #lines: Call[][] = [];
  readonly #now: () => number;

  /** @param now milliseconds, monotonic */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(worker: number): void {
    this.#lines[worker] = [];
  }

  length(worker: number): number {
    return this.#line(worker).length;
  }

  /** The calls that workers are busy with. */
  *underWay(): Generator<Call, void, void> {
    for (const [call] of this.#lines) if (call) yield call;
  }

  enter(call: Call): void {
    const line = this.#line(call.worker);
    line.push(call);
    if (line.length === 1) call.heardAt = this.#now();
  }

  /** It was answered or lost. */
  leave(call: Call): void {
    const line = this.#line(call.worker);
    line.splice(line.indexOf(call), 1);
    call.settle();
    if (line[0]) line[0].heardAt ??= this.#now();
  }

  /** Their worker is ended: all but the culprit have nothing to do with it. */
  acquit(worker: number, culprit?: Call): void {
    for (const call of this.#line(worker)) if (call !== culprit) call.innocent = true;
  }

  /** What became of a call that was not answered: a `LostCall`, or the error as it came. */
  understood(call: Call, error: unknown): unknown {
    const gone = GlompoError.is(error, 'GLOMPO_WORKER_GONE');
    if (!gone && !GlompoError.is(error, 'GLOMPO_WORKER_LOST')) return error;
    // The one that the worker was busy with is told first: it had not come to the others.
    this.acquit(call.worker, call);
    if (gone || call.innocent) return new LostCall('unbegun', error);
    return new LostCall(call.overdue || this.#isOverdue(call) ? 'overdue' : 'died', error);
  }

  /** Its trial has lasted too long, and when it was aborted for that, it took its worker along. */
  #isOverdue({ heardAt, computing, rules }: Call): boolean {
    const { timeoutMs } = rules;
    return timeoutMs !== undefined && heardAt !== undefined && !computing && this.#now() - heardAt >= timeoutMs;
  }

  #line(worker: number): Call[] {
    return this.#lines[worker] as Call[];
  }
}
