import { resolve } from 'node:path';
import { GlompoError, type PlainObject, type Study, type StudyHistory, show } from '@glompo/core';
import { makeFolder, removeFolders } from '@glompo/core/node';
import { type CheckpointOptions, CheckpointSchedule } from './checkpoint-schedule.js';
import { type Detail, details } from './detail.js';
import { recordError } from './record-error.js';
import type { Durability } from './record-writer.js';
import { Recorder, type Recording } from './recorder.js';
import { WriterThread } from './writer-thread.js';

export interface RecordOptions {
  /**
   * What a machine that crashes or loses its power may take along. `batch`: nothing that `committed` tells of. `second`: about the last second. `end`: what the
   * system has not yet written out by itself. A process that is killed loses nothing of it in any case. Default `batch`.
   */
  readonly durability?: Durability | undefined;
  /**
   * How much is recorded: `trials`, all; `improvements`, only trials that bettered the best of their run, of several that came together the best one; `none`, no trials. With less than all
   * trials the study cannot be gone on with, and needs no `recorded: true`; runs, their ends, decisions with their reasons, and incumbents are there in any case. Default `trials`.
   */
  readonly detail?: Detail | undefined;
  /** When checkpoints are made meanwhile. Default: never. */
  readonly checkpoints?: CheckpointOptions | undefined;
  /** What was asked for, such as the task, its options, and versions: it is stored as it is. */
  readonly asked?: PlainObject | undefined;
  /** What the study was made with, which goes on with the one that is recorded there. Absent: it begins, and the folder must hold none. */
  readonly history?: Pick<StudyHistory, 'events'> | undefined;
  /** The file of a checkpoint that the study goes on from (`history` is what `openCheckpoint` gives of it): its copy is the record's beginning, in a folder that holds none. */
  readonly from?: string | undefined;
}

/**
 * Records a study in a folder, from before its `run()` until it has ended. The study waits when it is far ahead of the disk. Close the recording of
 * a study that never runs. Of a study that does not begin nothing is left, and a record that was to go on is as it was.
 *
 * @param directory is made if it is not there; the record is `study.db` in it
 * @throws GlompoError `GLOMPO_RECORD` if the folder is in use, cannot be written, or holds a study; `GLOMPO_OPTION`
 */
export async function recordStudy(
  study: Pick<Study, 'events' | 'safe'>,
  directory: string,
  { durability = 'batch', detail = 'trials', checkpoints, asked = {}, history, from }: RecordOptions = {},
): Promise<Recording> {
  if (!['batch', 'second', 'end'].includes(durability))
    throw new GlompoError('GLOMPO_OPTION', `durability: expected batch, second or end, got ${show(durability)}`);
  if (!details.includes(detail))
    throw new GlompoError('GLOMPO_OPTION', `detail: expected trials, improvements or none, got ${show(detail)}`);
  const folder = resolve(directory);
  const schedule = checkpoints && new CheckpointSchedule(folder, checkpoints);
  let made: readonly string[];
  try {
    made = makeFolder(folder);
  } catch (error) {
    throw recordError(error, folder);
  }
  const tidy = () => removeFolders(made);
  try {
    const start = { directory: folder, durability, detail, asked, after: history?.events };
    const writer = await WriterThread.start({ ...start, from: from === undefined ? undefined : resolve(from) });
    const events = study.events({ from: writer.last + 1, keepUp: true });
    const onSafe = (upTo: number) => study.safe(upTo);
    return new Recorder(events, writer, { detail, checkpoints: schedule, onSafe, studyOver: () => over(study), tidy });
  } catch (error) {
    tidy();
    throw error;
  }
}

/** Resolves when a study has ended, without reading what happens in it. */
async function over(study: Pick<Study, 'events'>): Promise<void> {
  for await (const _ of study.events({ from: Number.MAX_SAFE_INTEGER }));
}
