/// <reference lib="esnext.disposable" preserve="true" />
import { createStudy, type Study, type StudyOptions } from '@glompo/core';
import { foldRecord } from './fold-record.js';
import { type RecordOptions, recordStudy } from './record-study.js';
import type { Recording } from './recorder.js';
import { openRecord } from './study-record.js';

/** A study that goes on, to be run, and its recording. Its disposal ends the recording. */
export interface ResumedStudy extends AsyncDisposable {
  readonly study: Study;
  readonly recording: Recording;
}

/**
 * Goes on with the study that is recorded in a folder, whatever has ended it: with its live runs where they stood, its seed and its memory; nothing that is recorded
 * is evaluated again.
 *
 * @param options the study as it shall be from now on. Task, parameters, seed and the optimizers of live runs stay what they were; limits, slots, placement, hunters, selectors and the
 *   like may be others
 * @param how as for `recordStudy`
 * @throws GlompoError `GLOMPO_RECORD` if there is no study, it is damaged, in use, or was recorded without its trials; `GLOMPO_OPTION` for what cannot be changed
 */
export async function resumeStudy(
  directory: string,
  options: Omit<StudyOptions, 'history' | 'recorded'>,
  how: Omit<RecordOptions, 'continue' | 'detail'> = {},
): Promise<ResumedStudy> {
  foldRecord(directory);
  const record = openRecord(directory);
  try {
    const history = record.history();
    const study = createStudy({ ...options, history, recorded: true });
    const recording = await recordStudy(study, directory, {
      ...how,
      asked: how.asked ?? record.asked(),
      history,
    });
    // Logs of runs are read when the study begins: the record stays open until its recording is done.
    const close = () => record.close();
    recording.finished.then(close, close);
    return { study, recording, [Symbol.asyncDispose]: () => recording.close() };
  } catch (error) {
    record.close();
    throw error;
  }
}
