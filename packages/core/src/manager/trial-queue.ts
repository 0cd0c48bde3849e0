import type { Want } from '../contracts/task.js';
import { bug } from '../errors/glompo-error.js';
import type { Proposals, TrialBatch } from '../worker/protocol.js';
import type { Departure } from './driver.js';
import { joined, type Results } from './trial-batches.js';

/** Points of one run to be evaluated together, in one message. */
export interface Dispatch {
  readonly first: number;
  readonly count: number;
  readonly points: Float64Array;
  readonly wants: readonly Want[];
  /** Points that were lost with a worker go alone: it is not known which of them it was. */
  readonly alone: boolean;
}

/** Its points without the first `done`. */
export function rest({ first, count, points, ...like }: Dispatch, done: number): Dispatch {
  return { ...like, first: first + done, count: count - done, points: points.slice((points.length / count) * done) };
}

/** Its first point. */
export function firstOf({ count, points, ...like }: Dispatch): Dispatch {
  return { ...like, count: 1, points: points.slice(0, points.length / count) };
}

type Before = Pick<Departure, 'told' | 'asked' | 'owed' | 'highest' | 'untold'>;

const untouched: Before = { told: 0, asked: 0, owed: [], highest: 0, untold: new Map() };

interface Group {
  first: number;
  count: number;
  points: Float64Array;
  readonly wants: readonly Want[];
  readonly alone: boolean;
}

/** The proposals of one pooled run between `ask` and `tell`: what waits to be dispatched, and results that wait for predecessors. */
export class TrialQueue {
  readonly #dimensions: number;
  #groups: Group[] = [];
  #results: TrialBatch[] = [];
  #asked: number;
  #evaluated: number;
  #nextToTell: number;
  #waiting = 0;
  #ready = 0;
  readonly #onWaiting: ((more: number) => void) | undefined;
  /** Numbers of points that were asked before, and not told, and that are to be asked again: the next points are these. */
  readonly #owed: number[];
  /** Of these and of the next ones, the results that are there. */
  readonly #known: Map<number, TrialBatch>;

  /**
   * @param before what had become of its points before
   * @param onWaiting hears how many points more (or less) wait
   */
  constructor(dimensions: number, before: Before = untouched, onWaiting?: (more: number) => void) {
    const { told, asked, owed, highest, untold } = before;
    this.#dimensions = dimensions;
    this.#onWaiting = onWaiting;
    this.#asked = asked;
    this.#owed = [...owed];
    this.#known = new Map(untold);
    this.#evaluated = highest;
    this.#nextToTell = told + 1;
  }

  /** The highest ordinal of which there is a result. */
  get evaluated(): number {
    return this.#evaluated;
  }
  /** Asked so far. */
  get asked(): number {
    return this.#asked;
  }
  /** The ordinal of the point that is dispatched next; without one, of the next that is asked. */
  get oldestWaiting(): number {
    return this.#groups[0]?.first ?? this.#asked + 1;
  }
  /** Asked and not dispatched. */
  get waiting(): number {
    return this.#waiting;
  }
  /** Asked and not told. */
  get outstanding(): number {
    return this.#asked + 1 - this.#nextToTell;
  }
  /** Told so far. */
  get told(): number {
    return this.#nextToTell - 1;
  }
  /** Results whose predecessors are all there. */
  get ready(): number {
    return this.#ready;
  }

  /** @returns false if there is a result for one of these points that was another one: the optimizer does not repeat itself */
  ask(proposals: readonly Proposals[]): boolean {
    for (const { points, wants } of proposals) {
      const count = points.length / this.#dimensions;
      if (this.#owed.length > 0 || this.#known.size > 0) {
        for (let i = 0; i < count; i++) if (!this.#askAgain(this.#row(points, i), wants)) return false;
      } else {
        this.#groups.push({ first: this.#asked + 1, count, points, wants, alone: false });
        this.#asked += count;
        this.#setWaiting(this.#waiting + count);
      }
    }
    return true;
  }

  #askAgain(point: Float64Array, wants: readonly Want[]): boolean {
    const first = this.#owed.shift() ?? ++this.#asked;
    const known = this.#known.get(first);
    if (known === undefined) {
      this.#groups.push({ first, count: 1, points: point, wants, alone: false });
      this.#setWaiting(this.#waiting + 1);
      return true;
    }
    this.#known.delete(first);
    this.add(known);
    return known.points.every((coordinate, i) => coordinate === point[i]);
  }

  #row(points: Float64Array, i: number): Float64Array {
    return points.subarray(i * this.#dimensions, (i + 1) * this.#dimensions);
  }

  /** Takes up to `limit` of the oldest waiting points. */
  take(limit: number): Dispatch {
    const group = this.#groups[0];
    if (group === undefined) throw bug('a trial was dispatched from an empty queue');
    const count = group.alone ? 1 : Math.min(limit, group.count);
    const n = count * this.#dimensions;
    const { first, wants, alone } = group;
    const dispatch = { first, count, points: group.points.slice(0, n), wants, alone };
    if (count === group.count) this.#groups.shift();
    else {
      group.points = group.points.subarray(n);
      group.first += count;
      group.count -= count;
    }
    this.#setWaiting(this.#waiting - count);
    return dispatch;
  }

  /** Points that were dispatched and not evaluated wait again, before all others. */
  putBack(dispatch: Dispatch): void {
    const at = this.#groups.findIndex(({ first }) => first > dispatch.first);
    this.#groups.splice(at < 0 ? this.#groups.length : at, 0, { ...dispatch });
    this.#setWaiting(this.#waiting + dispatch.count);
  }

  /** Forgets the points after the last one of which there is a result. To be called while none is under way. */
  dropNew(): void {
    for (const group of this.#groups) group.count = Math.min(group.count, this.#evaluated + 1 - group.first);
    this.#groups = this.#groups.filter(({ count }) => count > 0);
    this.#setWaiting(this.#groups.reduce((sum, { count }) => sum + count, 0));
    this.#asked = this.#evaluated;
  }

  drop(): void {
    this.#groups = [];
    this.#setWaiting(0);
  }

  add(trials: TrialBatch): void {
    this.#evaluated = Math.max(this.#evaluated, trials.first + trials.values.length - 1);
    let at = this.#results.length;
    while (at > 0 && (this.#results[at - 1] as TrialBatch).first > trials.first) at--;
    this.#results.splice(at, 0, trials);
    this.#countReady();
  }

  /** What the optimizer may be told: in ask order, each as soon as all before it are there. */
  takeReady(): Results | undefined {
    let ready = 0;
    for (let next = this.#nextToTell; this.#results[ready]?.first === next; ready++) {
      next += (this.#results[ready] as TrialBatch).values.length;
    }
    if (ready === 0) return undefined;
    const results = joined(this.#results.splice(0, ready));
    this.#nextToTell += results.told.values.length;
    this.#countReady();
    return results;
  }

  /** For optimizers that profit from each result at once: any one, predecessors or not. */
  takeAny(): Results | undefined {
    const trials = this.#results.shift();
    if (trials === undefined) return undefined;
    this.#nextToTell += trials.values.length;
    this.#countReady();
    return joined([trials]);
  }

  get results(): number {
    return this.#results.length;
  }

  #setWaiting(waiting: number): void {
    this.#onWaiting?.(waiting - this.#waiting);
    this.#waiting = waiting;
  }

  #countReady(): void {
    let next = this.#nextToTell;
    for (const { first, values } of this.#results) {
      if (first !== next) break;
      next += values.length;
    }
    this.#ready = next - this.#nextToTell;
  }
}
