import { GlompoError, type StudyOptions, type StudyRecord, type TaskModule } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { changed, hashOf, readAsked } from './asked.js';
import { afterInterventions } from './interventions.js';
import { checkTrusted } from './trusted-task.js';

/** @param asRecorded the task is where the record says, and may have moved */
async function described(args: Args, workingDirectory: string, asRecorded: boolean): Promise<StudyOptions> {
  try {
    return await studyOfArgs(args, { registry: openRegistry(workingDirectory), workingDirectory });
  } catch (error) {
    if (!asRecorded || !GlompoError.is(error, 'GLOMPO_TASK_MODULE')) throw error;
    throw new GlompoError(error.code, `${error.message}; --task says where it is now`, { cause: error.cause });
  }
}

/**
 * The study that goes on from a record, which must stay open meanwhile.
 *
 * @param now what shall be different
 * @param now.task where the task is now, which also says that it may be run
 * @throws GlompoError
 */
export async function goingOn(
  record: StudyRecord,
  { flags, others, task }: Omit<Args, 'positionals'> & { readonly task: string | undefined },
): Promise<{ readonly args: Args; readonly options: StudyOptions }> {
  const asked = readAsked(record.asked());
  const before = { ...asked, args: afterInterventions(asked.args, record) };
  const own = task === undefined ? before.args : { ...before.args, positionals: [task] };
  const args = changed(own, { flags, others });
  const folder = workingDirectory();
  const options = await described(args, folder, task === undefined);
  const { module } = options.task as TaskModule;
  if (task === undefined) checkTrusted(before.args, { module, given: flags, workingDirectory: folder });
  if (before.taskHash !== undefined && before.taskHash !== hashOf(module) && !flags.has('accept-changed-task'))
    throw new GlompoError(
      'GLOMPO_OPTION',
      'the file with the task has changed since the study was started, and with it perhaps what its values mean: --accept-changed-task goes on',
    );
  return { args, options: { ...options, history: record.history() } };
}
