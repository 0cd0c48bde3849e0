import { arrivalOf, type End, type EventOf } from '@glompo/core';
import { damaged } from './record-error.js';
import type { RecordReader } from './record-reader.js';
import type { Row } from './sqlite.js';

/** Whether a run that has ended so may have reached a minimum: a first look at a row, of which there may be a million. */
export function mayHaveArrived(status: string, { body }: Row): boolean {
  return status === 'converged' || (status === 'killed' && typeof body === 'string' && body.includes('knownBasin'));
}

/** How these runs ended, if they have reached a minimum. @param numbers of the events that tell of it, which rise */
export function* readEnds(reader: RecordReader, numbers: readonly number[], dimensions: number): Generator<End> {
  for (const number of numbers) {
    const event = reader.event(number) as EventOf<'run-ended'>;
    for (const found of [event.best, event.at])
      if (found && found.point.length !== dimensions)
        throw damaged(`a point of event ${number} has not ${dimensions} coordinates`);
    if (arrivalOf(event) !== undefined) yield event;
  }
}
