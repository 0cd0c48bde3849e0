import { bug } from '../errors/glompo-error.js';
import type { StudyEvent, StudyEventBody } from './events.js';

/** What is kept in memory for readers: whichever bound is met first. */
const maxEvents = 20_000;
const maxBytes = 32 * 1024 * 1024;
/** The rough size of an event beside its columns. */
const eventBytes = 400;

/** The numbered events of a study. Readers hold cursors: a slow one falls behind, is told of the gap, and never slows the study. */
export class EventLog {
  #events: StudyEvent[] = [];
  /** Their sizes as they were when they came: what a task keeps in its hands may change. */
  #sizes: number[] = [];
  /** Index in `#events` of the oldest one kept; the array is compacted now and then, not at every event. */
  #oldest = 0;
  #last = 0;
  #bytes = 0;
  #ended = false;
  #waiting: (() => void)[] = [];

  get last(): number {
    return this.#last;
  }

  append(body: StudyEventBody, at: { readonly seconds: number; readonly evaluations: number }): void {
    if (this.#ended) throw bug(`the event ${body.type} came after the study had ended`);
    this.#events.push({ ...body, ...at, number: ++this.#last });
    const size = sizeOf(body);
    this.#sizes.push(size);
    this.#bytes += size;
    while (this.#events.length - this.#oldest > maxEvents || this.#bytes > maxBytes) {
      const dropped = this.#events[this.#oldest] as StudyEvent;
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

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** @param from number of the first event wanted */
  async *read(from = 1): AsyncGenerator<StudyEvent, void, void> {
    let next = from;
    for (;;) {
      const kept = this.#events.length - this.#oldest;
      const first = this.#last - kept + 1;
      if (next < first) {
        const { seconds, evaluations } = this.#events[this.#oldest] ?? { seconds: 0, evaluations: 0 };
        yield { type: 'gap', from: next, to: first - 1, number: first - 1, seconds, evaluations };
        next = first;
      } else if (next <= this.#last) {
        yield this.#events[this.#oldest + next - first] as StudyEvent;
        next++;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>(resolve => this.#waiting.push(resolve));
      }
    }
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
      return eventBytes + columns + weightOf(failures) + weightOf(residuals) + weightOf(extras);
    }
    case 'run-started':
      return eventBytes + weightOf(event.point);
    case 'incumbent':
      return eventBytes + weightOf(event.found.point);
    case 'run-ended':
      return eventBytes + weightOf(event.best?.point) + weightOf(event.reason);
    case 'output':
      return eventBytes + event.text.length;
    default:
      return eventBytes;
  }
}

/** The rough size of plain data in memory. */
function weightOf(data: unknown): number {
  if (typeof data === 'string') return 16 + data.length;
  if (typeof data !== 'object' || data === null) return 8;
  if (ArrayBuffer.isView(data)) return 64 + data.byteLength;
  let bytes = 32;
  for (const item of Object.values(data)) bytes += 8 + weightOf(item);
  return bytes;
}
