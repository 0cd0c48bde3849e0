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

  /** How many there are, without those that make nobody wait. */
  length(worker: number): number {
    return this.#line(worker).filter(({ aside }) => !aside).length;
  }

  /** The calls that workers are busy with. */
  *underWay(): Generator<Call, void, void> {
    for (const [call] of this.#lines) if (call) yield call;
  }

  /** The worker is busy with a call that says nothing: what waits behind it may wait for ever. */
  isSilent(worker: number): boolean {
    return this.#line(worker)[0]?.silent ?? false;
  }

  /** The calls that wait for the one that a worker is busy with. */
  behind(worker: number): readonly Call[] {
    return this.#line(worker).slice(1);
  }

  /** The call that its worker is busy with, if that is another one. */
  before(call: Call): Call | undefined {
    const [first] = this.#line(call.worker);
    return first === call ? undefined : first;
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
    // The one that the worker was busy with is understood first: it had not come to the others.
    this.acquit(call.worker, call);
    if (gone || call.innocent) return new LostCall('unbegun', error);
    const overdueMs = call.overdueMs ?? this.#overdueMs(call);
    return overdueMs === undefined ? new LostCall('died', error) : new LostCall('overdue', error, overdueMs);
  }

  /** Its trial has lasted too long, and when it was aborted for that, it took its worker along. */
  #overdueMs({ heardAt, computing, rules }: Call): number | undefined {
    const { timeoutMs } = rules;
    if (timeoutMs === undefined || heardAt === undefined || computing) return undefined;
    return this.#now() - heardAt >= timeoutMs ? timeoutMs : undefined;
  }

  #line(worker: number): Call[] {
    return this.#lines[worker] as Call[];
  }
}
