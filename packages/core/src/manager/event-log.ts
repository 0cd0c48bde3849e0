import { sizeOfPlain } from '../contracts/plain-size.js';
import { bug } from '../errors/glompo-error.js';
import type { StudyEvent, StudyEventBody } from './events.js';

/** What is kept in memory for readers: whichever bound is met first. */
const maxEvents = 20_000;
const maxBytes = 16 * 1024 * 1024;
/** The rough size of an event beside its columns. */
const eventBytes = 400;
/** What a reader that keeps up may have left unread before the study waits for it. */
const maxUnreadEvents = maxEvents / 2;
const maxUnreadBytes = maxBytes / 2;

/** How far a reader that keeps up has come: the number of its next event, and the bytes of all before it. */
interface Cursor {
  next: number;
  bytes: number;
}

/**
 * The numbered events of a study. Readers hold cursors: a slow one falls behind, is told of the gap, and never slows the study. One that
 * must get every event keeps up: nothing is dropped that it has not read, and while it is far behind, the log is congested.
 */
export class EventLog {
  #events: StudyEvent[] = [];
  /** Their sizes as they were when they came: what a task keeps in its hands may change. */
  #sizes: number[] = [];
  /** Index in `#events` of the oldest one kept; the array is compacted now and then, not at every event. */
  #oldest = 0;
  /** Number of the event before the first one. */
  readonly #before: number;
  #last: number;
  #bytes = 0;
  /** Of all events that ever came. */
  #bytesEver = 0;
  #ended = false;
  #waiting: (() => void)[] = [];
  readonly #keepingUp = new Set<Cursor>();
  /** Somebody has been told that the log is congested, and not yet that it no longer is. */
  #toldCongested = false;
  /** Numbers of batches of trials that are not safe yet, in order; undefined: nobody says what is. */
  #unsafe: number[] | undefined;
  /** Called when the log is no longer congested, or more of it is safe. */
  onRelief: (() => void) | undefined;

  /** @param last the number of the event before the first one */
  constructor(last = 0) {
    this.#before = last;
    this.#last = last;
  }

  get last(): number {
    return this.#last;
  }

  /** No further event is taken. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Readers that must get every event are far behind: what makes events should wait for them. */
  get congested(): boolean {
    if (this.#keepingUp.size === 0) return false;
    this.#toldCongested = !this.#ended && [...this.#keepingUp].some(cursor => this.#isBehind(cursor));
    return this.#toldCongested;
  }

  /** Batches of trials that would be lost with this program; 0 if nobody keeps them. */
  get unsafe(): number {
    return this.#unsafe?.length ?? 0;
  }

  /** All events up to this number are safe, as somebody says who keeps them; +Infinity: nobody does any more. */
  safe(upTo: number): void {
    const before = this.#unsafe ?? [];
    this.#unsafe = upTo === Number.POSITIVE_INFINITY ? undefined : before.filter(number => number > upTo);
    if (this.unsafe < before.length) this.onRelief?.();
  }

  append(body: StudyEventBody, at: { readonly seconds: number; readonly evaluations: number }): void {
    if (this.#ended) throw bug(`the event ${body.type} came after the study had ended`);
    this.#events.push({ ...body, ...at, number: ++this.#last });
    if (body.type === 'trials') this.#unsafe?.push(this.#last);
    const size = sizeOf(body);
    this.#sizes.push(size);
    this.#bytes += size;
    this.#bytesEver += size;
    const unread = this.#unread();
    while (this.#events.length - this.#oldest > maxEvents || this.#bytes > maxBytes) {
      const dropped = this.#events[this.#oldest] as StudyEvent;
      if (dropped.number >= unread) break;
      this.#bytes -= this.#sizes[this.#oldest] as number;
      // The slot is overwritten, so that what the event held is free at once.
      this.#events[this.#oldest++] = {
        type: 'gap',
        from: dropped.number,
        to: dropped.number,
        number: dropped.number,
        seconds: 0,
        evaluations: 0,
      };
    }
    if (this.#oldest > maxEvents) {
      this.#events = this.#events.slice(this.#oldest);
      this.#sizes = this.#sizes.slice(this.#oldest);
      this.#oldest = 0;
    }
    this.#wake();
  }

  /** All events that come of this work, which awaits nothing, belong to one step. */
  together(work: () => void): void {
    const before = this.#last;
    try {
      work();
    } finally {
      // Nobody has seen them yet: readers go on when this has returned.
      const end = this.#events.length;
      const first = Math.max(this.#oldest, end - (this.#last - before));
      for (let at = first; at < end - 1; at++) (this.#events[at] as { more?: true }).more = true;
    }
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /**
   * @param from number of the first event wanted
   * @param keepUp drop nothing that this reader has not read; it counts from this call, and until it ends or is left
   */
  read(from = this.#before + 1, keepUp = false): AsyncGenerator<StudyEvent, void, void> {
    const cursor: Cursor = { next: from, bytes: this.#bytesBefore(from) };
    if (!keepUp) return this.#read(cursor);
    this.#keepingUp.add(cursor);
    const events = this.#read(cursor);
    const leave = events.return.bind(events);
    // A generator that was never begun would not notice that it is left.
    events.return = value => {
      this.#release(cursor);
      return leave(value);
    };
    return events;
  }

  async *#read(cursor: Cursor): AsyncGenerator<StudyEvent, void, void> {
    try {
      for (;;) {
        const kept = this.#events.length - this.#oldest;
        const first = this.#last - kept + 1;
        if (cursor.next < first) {
          const { seconds, evaluations } = this.#events[this.#oldest] ?? { seconds: 0, evaluations: 0 };
          const from = cursor.next;
          cursor.next = first;
          cursor.bytes = this.#bytesBefore(first);
          yield { type: 'gap', from, to: first - 1, number: first - 1, seconds, evaluations };
        } else if (cursor.next <= this.#last) {
          const at = this.#oldest + cursor.next - first;
          const event = this.#events[at] as StudyEvent;
          cursor.bytes += this.#sizes[at] as number;
          cursor.next++;
          this.#relieve();
          yield event;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>(resolve => this.#waiting.push(resolve));
        }
      }
    } finally {
      this.#release(cursor);
    }
  }

  #bytesBefore(number: number): number {
    let bytes = this.#bytesEver;
    const first = this.#last - (this.#events.length - this.#oldest) + 1;
    for (let at = Math.max(number, first); at <= this.#last; at++)
      bytes -= this.#sizes[this.#oldest + at - first] as number;
    return bytes;
  }

  /** Number of the first event that somebody has not read who must get it. */
  #unread(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { next } of this.#keepingUp) if (next < first) first = next;
    return first;
  }

  #isBehind({ next, bytes }: Cursor): boolean {
    return this.#last + 1 - next > maxUnreadEvents || this.#bytesEver - bytes > maxUnreadBytes;
  }

  #release(cursor: Cursor): void {
    if (this.#keepingUp.delete(cursor)) this.#relieve();
  }

  #relieve(): void {
    if (!this.#toldCongested || this.congested) return;
    this.#toldCongested = false;
    this.onRelief?.();
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function sizeOf(event: StudyEventBody): number {
  switch (event.type) {
    case 'trials': {
      const { points, values, failures, gradients, residuals, extras } = event.trials;
      const columns = points.byteLength + values.byteLength + (gradients?.byteLength ?? 0);
      return eventBytes + columns + sizeOfPlain(failures) + sizeOfPlain(residuals) + sizeOfPlain(extras);
    }
    case 'run-started':
      return eventBytes + sizeOfPlain(event.point);
    case 'incumbent':
      return eventBytes + sizeOfPlain(event.found.point);
    case 'run-ended':
      return eventBytes + sizeOfPlain(event.best?.point) + sizeOfPlain(event.reason);
    case 'snapshot':
      return eventBytes + sizeOfPlain(event.state);
    case 'decided':
      return eventBytes + sizeOfPlain(event.memory);
    case 'output':
      return eventBytes + event.text.length;
    default:
      return eventBytes;
  }
}
