import { checkDimensions, isWhole } from './check-record.js';
import type { RecordReader } from './record-reader.js';
import { recordedRun } from './recorded.js';
import { readHistory } from './study-history.js';

/**
 * All that is in a file is what was written, whoever made it.
 *
 * @param which.mayBeWeak also if it was recorded with less detail, so that it can be looked at and not gone on with
 * @throws GlompoError `GLOMPO_RECORD` if it is damaged, or cannot be gone on with
 */
export function checkAll(reader: RecordReader, { mayBeWeak = false } = {}): void {
  reader.askedLast();
  if (!mayBeWeak || isWhole(reader)) {
    const dimensions = readHistory(reader).parameters.length;
    for (const event of reader.told({})) if (event.type === 'trials') checkDimensions(event, dimensions);
  } else {
    for (const _ of reader.told({}));
  }
  for (const run of reader.runs()) recordedRun(run);
}
