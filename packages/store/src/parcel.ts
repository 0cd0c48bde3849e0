import type { EventOf, StudyEvent } from '@glompo/core';

type TrialBatch = EventOf<'trials'>['trials'];

/** A column of numbers: its place among all numbers of a parcel. */
type Stretch = readonly [from: number, to: number];
type PackedBatch = Omit<TrialBatch, 'points' | 'values' | 'gradients'> & {
  readonly points: Stretch;
  readonly values: Stretch;
  readonly gradients?: Stretch;
};
type PackedEvent = Exclude<StudyEvent, { readonly type: 'trials' }> | PackedTrials;
type PackedTrials = Omit<EventOf<'trials'>, 'trials'> & { readonly trials: PackedBatch };

/** Events on their way to another thread: the numbers of all trials in one stretch of memory that moves there. */
export interface Parcel {
  readonly events: readonly PackedEvent[];
  readonly numbers: Float64Array<ArrayBuffer>;
}

export function pack(events: readonly StudyEvent[]): Parcel {
  let length = 0;
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const { points, values, gradients } = event.trials;
    length += points.length + values.length + (gradients?.length ?? 0);
  }
  const numbers = new Float64Array(length);
  let used = 0;
  const put = (column: Float64Array): Stretch => {
    numbers.set(column, used);
    used += column.length;
    return [used - column.length, used];
  };
  const packed = events.map((event): PackedEvent => {
    if (event.type !== 'trials') return owned(event);
    const { points, values, gradients, ...rest } = event.trials;
    const trials = {
      ...(rest.residuals === undefined && rest.extras === undefined ? rest : owned(rest)),
      points: put(points),
      values: put(values),
      ...(gradients && { gradients: put(gradients) }),
    };
    return { ...event, trials };
  });
  return { events: packed, numbers };
}

/** The columns of all trials share the parcel's memory. */
export function unpack({ events, numbers }: Parcel): StudyEvent[] {
  const at = ([from, to]: Stretch) => numbers.subarray(from, to);
  return events.map(event => {
    if (event.type !== 'trials') return event;
    const { points, values, gradients, ...rest } = event.trials;
    const trials = { ...rest, points: at(points), values: at(values), ...(gradients && { gradients: at(gradients) }) };
    return { ...event, trials };
  });
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
