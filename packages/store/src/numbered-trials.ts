import type { EventOf, Found } from '@glompo/core';
import { checkDimensions } from './check-record.js';
import { damaged } from './record-error.js';
import type { RecordReader } from './record-reader.js';
import { harmless } from './tables.js';

/** Counts of so many batches are read at once. */
const page = 4096;

const batches = `SELECT ${harmless('number')}, ${harmless('count')} FROM trials WHERE number > ? ORDER BY number LIMIT ?`;

/** The evaluations with these numbers, counted as they were recorded, from 1. Reads no other trials. @param numbers each larger than the one before */
export function* readNumbered(reader: RecordReader, numbers: readonly number[], dimensions: number): Generator<Found> {
  let at = 0;
  let made = 0;
  for (let after = 0; at < numbers.length; ) {
    const rows = reader.all(batches, after, page);
    if (rows.length === 0) throw damaged(`it has ${made} evaluations where ${numbers.at(-1)} were made`);
    for (const { number, count } of rows) {
      if (typeof number !== 'number' || typeof count !== 'number')
        throw damaged('a batch of its trials has no number, or no count');
      after = number;
      const before = made;
      made += count;
      if ((numbers[at] ?? Number.POSITIVE_INFINITY) > made) continue;
      const event = reader.event(after) as EventOf<'trials'>;
      checkDimensions(event, dimensions);
      for (; (numbers[at] ?? Number.POSITIVE_INFINITY) <= made; at++)
        yield foundAt(event, (numbers[at] as number) - before - 1, dimensions);
    }
  }
}

function foundAt({ number, run, trials }: EventOf<'trials'>, i: number, dimensions: number): Found {
  const { first, points, values } = trials;
  const value = values[i];
  if (value === undefined) throw damaged(`the columns of event ${number} do not fit each other`);
  return { value, point: points.slice(i * dimensions, (i + 1) * dimensions), run, trial: first + i };
}
