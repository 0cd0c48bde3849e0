import type { EventOf, StudyEvent } from '@glompo/core';

type Trials = EventOf<'trials'>;
/** What batches of trials rarely have, for those that do. */
type Rest = Pick<Trials['trials'], 'failures' | 'residuals' | 'extras'>;

/**
 * Events on their way to another thread. There may be very many small batches of trials: they are in one stretch of memory, which moves there,
 * each as its header and its columns.
 */
export interface Parcel {
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly rest: ReadonlyMap<number, Rest>;
  /** All other events. */
  readonly others: readonly StudyEvent[];
}

/** number, seconds, evaluations, run, told, first, and the lengths of points, values and gradients (-1: there are none). */
const headerLength = 9;

export function pack(events: readonly StudyEvent[]): Parcel {
  const numbers = new Float64Array(events.reduce((sum, event) => sum + lengthOf(event), 0));
  const rest = new Map<number, Rest>();
  const others: StudyEvent[] = [];
  let at = 0;
  const put = (column: Float64Array) => {
    numbers.set(column, at);
    at += column.length;
  };
  for (const event of events) {
    if (event.type !== 'trials') {
      others.push(owned(event));
      continue;
    }
    const { first, points, values, gradients, failures, residuals, extras } = event.trials;
    numbers[at++] = event.number;
    numbers[at++] = event.seconds;
    numbers[at++] = event.evaluations;
    numbers[at++] = event.run;
    numbers[at++] = event.told ? 1 : 0;
    numbers[at++] = first;
    numbers[at++] = points.length;
    numbers[at++] = values.length;
    numbers[at++] = gradients?.length ?? -1;
    put(points);
    put(values);
    if (gradients) put(gradients);
    if (failures.length > 0 || residuals || extras)
      rest.set(event.number, owned({ failures, ...(residuals && { residuals }), ...(extras && { extras }) }));
  }
  return { numbers, rest, others };
}

/** In the order of their numbers. The columns of all trials share the parcel's memory. */
export function unpack({ numbers, rest, others }: Parcel): StudyEvent[] {
  const events: StudyEvent[] = [];
  let next = 0;
  for (let at = 0; at < numbers.length; ) {
    const header = numbers.subarray(at, at + headerLength);
    const [number, seconds, evaluations, run, told, first, points, values, gradients] = header as unknown as Header;
    for (; next < others.length && (others[next] as StudyEvent).number < number; next++)
      events.push(others[next] as StudyEvent);
    at += headerLength;
    const take = (length: number) => {
      at += length;
      return numbers.subarray(at - length, at);
    };
    const trials = {
      first,
      points: take(points),
      values: take(values),
      ...(gradients >= 0 && { gradients: take(gradients) }),
      ...(rest.get(number) ?? { failures: [] }),
    };
    events.push({ type: 'trials', number, seconds, evaluations, run, told: told === 1, trials });
  }
  events.push(...others.slice(next));
  return events;
}

type Header = [number, number, number, number, number, number, number, number, number];

function lengthOf(event: StudyEvent): number {
  if (event.type !== 'trials') return 0;
  const { points, values, gradients } = event.trials;
  return headerLength + points.length + values.length + (gradients?.length ?? 0);
}

/** The same data; an array that is a view into larger memory is copied, since all of that would travel with it. */
function owned<T>(data: T): T {
  if (typeof data !== 'object' || data === null) return data;
  if (data instanceof Float64Array || data instanceof Uint8Array) {
    if (data.byteLength === data.buffer.byteLength) return data;
    return (data instanceof Float64Array ? new Float64Array(data) : new Uint8Array(data)) as T;
  }
  if (Array.isArray(data)) {
    const items = data.map(owned);
    return items.every((item, i) => item === data[i]) ? data : (items as T);
  }
  const entries = Object.entries(data).map(([key, value]) => [key, owned(value)] as const);
  if (entries.every(([key, value]) => value === data[key as keyof T])) return data;
  return Object.fromEntries(entries) as T;
}
