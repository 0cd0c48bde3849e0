import { GlompoError, type StudyOptions, type TaskModule } from '@glompo/core';
import { openRecord } from '@glompo/store';
import { type Args, readArgs } from '../args/read-args.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { changed, hashOf, readAsked } from '../recording/asked.js';
import { checkTrusted } from '../recording/trusted-task.js';
import { studyOfArgs } from '../study/study-of-args.js';
import type { Command } from './command.js';
import { resumeFlags } from './flags.js';
import { minimise } from './run.js';

/** @param asRecorded the task is where the record says, and may have moved */
async function described(args: Args, workingDirectory: string, asRecorded: boolean): Promise<StudyOptions> {
  try {
    return await studyOfArgs(args, { registry: openRegistry(workingDirectory), workingDirectory });
  } catch (error) {
    if (!asRecorded || !GlompoError.is(error, 'GLOMPO_TASK_MODULE')) throw error;
    throw new GlompoError(error.code, `${error.message}; --task says where it is now`, { cause: error.cause });
  }
}

/** `glompo resume DIR …`: goes on with the study that is recorded there, with what is changed by flags. */
export const resume: Command = async (given, streams) => {
  const { positionals, flags, others } = readArgs(given, resumeFlags);
  const [directory, ...more] = positionals;
  if (directory === undefined || more.length > 0)
    throw new GlompoError('GLOMPO_OPTION', `expected glompo resume DIR, got ${positionals.length} folders`);
  using record = openRecord(directory);
  const before = readAsked(record.asked());
  const [task] = flags.get('task') ?? [];
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
  return await minimise(args, { ...options, history: record.history() }, { directory, streams, shown: flags });
};
