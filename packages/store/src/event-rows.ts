import { type EventOf, isPlainObject, type Plain, type PlainObject, type StudyEvent } from '@glompo/core';
import { bytesOf, numbersOf } from './little-endian.js';
import { decodePlain, encodePlain } from './plain-json.js';
import { damaged } from './record-error.js';
import { checkBatch, checkShape } from './shapes.js';
import type { Cell, Row } from './sqlite.js';
import { checked, type EventTable } from './tables.js';

type TrialBatch = EventOf<'trials'>['trials'];

export function tableOf({ type }: StudyEvent): EventTable {
  switch (type) {
    case 'trials':
    case 'told':
      return type;
    case 'output':
      return 'printed';
    default:
      return 'events';
  }
}

/** The row of an event in the table that it belongs to, but for its session. */
export function toRow(event: StudyEvent): Cell[] {
  const { number, seconds, evaluations } = event;
  const place = [number, seconds, evaluations];
  switch (event.type) {
    case 'trials':
      return [...place, ...trialCells(event)];
    case 'told':
      return [...place, event.run, event.first, event.trials, event.asked];
    case 'output':
      return [...place, event.run ?? null, bodyOf(event)];
    // These are kept elsewhere, and only the last ones.
    case 'snapshot':
      return [...place, event.type, event.run, null];
    case 'decided':
      return [...place, event.type, null, null];
    default:
      return [...place, event.type, 'run' in event ? event.run : null, bodyOf(event)];
  }
}

/** What is in an event beside its columns, as JSON. */
export function bodyOf(event: StudyEvent): string {
  const { number, seconds, evaluations, more, type, run, ...body } = event as StudyEvent & { readonly run?: number };
  return encodePlain(body as PlainObject);
}

/** @throws GlompoError `GLOMPO_RECORD` if the row is not what was written */
export function fromRow(table: EventTable, row: Row): StudyEvent {
  const { number, seconds, evaluations, type, run, ...columns } = checked(table, row);
  const place = { number, seconds, evaluations, ...(run !== null && { run }) };
  switch (table) {
    case 'trials': {
      const trials = batchOf(columns);
      checkBatch(trials, number as number);
      return checkShape({ type: 'trials', ...place, told: columns.told === 1, trials } as EventOf<'trials'>);
    }
    case 'told': {
      const { first, count, asked } = columns;
      return checkShape({ type: 'told', ...place, first, trials: count, asked } as EventOf<'told'>);
    }
    case 'printed':
      return checkShape({ ...contentOf(columns.body), type: 'output', ...place } as EventOf<'output'>);
    case 'events':
      // What is in the body does not take the place of a column.
      return kept(type) ? checkShape(event(type, place, columns.body)) : event(type, place, columns.body);
  }
}

const event = (type: Cell | undefined, place: object, body: Cell | undefined) =>
  ({ ...contentOf(body), type, ...place }) as StudyEvent;

/** Of the others there is only that they happened. */
const kept = (type: Cell | undefined) => type !== 'snapshot' && type !== 'decided';

/** The last snapshot of a run, from its own table. */
export function snapshotFromRow(row: Row): EventOf<'snapshot'> {
  const { number, seconds, evaluations, run, body } = checked('snapshots', row);
  return checkShape({ ...contentOf(body), type: 'snapshot', number, seconds, evaluations, run } as EventOf<'snapshot'>);
}

/** What is in a `body`; nothing if it is kept elsewhere. */
export function contentOf(body: Cell | undefined): { readonly [key: string]: Plain | undefined } {
  const content = typeof body === 'string' ? decodePlain(body) : {};
  if (!isPlainObject(content)) throw damaged('the body of a row is no object');
  return content;
}

function trialCells({ run, told, trials }: EventOf<'trials'>): Cell[] {
  const { first, points, values, failures, gradients, residuals, extras } = trials;
  return [
    ...[run, told ? 1 : 0, first, values.length, leastFinite(values)],
    failures.length === 0 ? null : encodePlain(failures),
    residuals === undefined ? null : encodePlain(residuals),
    extras === undefined ? null : encodePlain(extras),
    ...[bytesOf(points), bytesOf(values), gradients === undefined ? null : bytesOf(gradients)],
  ];
}

/** A stretch of memory of its own for each column. */
function batchOf({ first, points, results, gradients, failures, residuals, extras }: Row): TrialBatch {
  return {
    first,
    points: numbersOf(points as Uint8Array),
    values: numbersOf(results as Uint8Array),
    failures: typeof failures === 'string' ? decodePlain(failures) : [],
    ...(gradients !== null && { gradients: numbersOf(gradients as Uint8Array) }),
    ...(typeof residuals === 'string' && { residuals: decodePlain(residuals) }),
    ...(typeof extras === 'string' && { extras: decodePlain(extras) }),
  } as TrialBatch;
}

function leastFinite(values: Float64Array): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < least && value > Number.NEGATIVE_INFINITY) least = value;
  return Number.isFinite(least) ? least : null;
}
