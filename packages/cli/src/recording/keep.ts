import type { GlompoError, Study, StudyOptions } from '@glompo/core';
import { openDoor, type RecordOptions, recordStudy } from '@glompo/store';
import type { Args } from '../args/read-args.js';
import { askedOf } from './asked.js';
import type { TaskMark } from './task-mark.js';

/** A study that is recorded in a folder, and hears there what other programs want of it. */
export interface Kept {
  /** All that has happened is in the record. Rejects if it is not. */
  close(): Promise<void>;
}

/** @param about.warn hears of what nobody else is told of */
export async function keep(
  study: Study,
  directory: string,
  {
    args,
    mark,
    options: { history },
    how,
    warn,
  }: {
    readonly args: Args;
    readonly mark: TaskMark;
    readonly options: StudyOptions;
    readonly how: RecordOptions;
    readonly warn: (error: GlompoError) => void;
  },
): Promise<Kept> {
  const asked = askedOf(args, mark);
  const recording = await recordStudy(study, directory, { ...how, asked, history });
  // What is not recorded would have to be evaluated again: nobody should go on for hours without.
  recording.finished.catch((error: GlompoError) => {
    warn(error);
    study.intervene({ type: 'stop' }).catch(() => {});
  });
  try {
    const door = await openDoor(study, directory, { onFailure: warn });
    return {
      async close() {
        await door.close();
        await recording.close();
      },
    };
  } catch (error) {
    await recording.close();
    throw error;
  }
}
