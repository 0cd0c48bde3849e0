import type { StudyRecord } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { flagsOfLimits, limitFlags } from '../study/limit-flags.js';

/** What a study was asked for, as it was changed from outside while its last session ran. */
export function afterInterventions(asked: Args, record: StudyRecord): Args {
  let slots: number | undefined;
  let condition: string | undefined;
  for (const event of record.events({ types: ['study-started', 'intervened', 'resized'] })) {
    if (event.type === 'study-started') {
      slots = undefined;
      condition = undefined;
    } else if (event.type === 'resized') slots = event.slots;
    else if (event.intervention.type === 'stop-when') condition = event.intervention.condition;
  }
  const flags = new Map(asked.flags);
  // One that was paused goes on with the slots that it had.
  if (slots !== undefined && slots > 0) flags.set('slots', [String(slots)]);
  if (condition !== undefined) {
    for (const flag of limitFlags) flags.delete(flag);
    for (const [flag, values] of flagsOfLimits(condition)) flags.set(flag, values);
  }
  return { ...asked, flags };
}
