import { GlompoError, Mistakes, type StudyHistory, type StudyOptions, type StudyRecord } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { openRegistry } from '../plugins/open-registry.js';
import { addPluginFiles } from '../plugins/plugin-files.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { fromFiles, startWithoutPoints } from '../study/start-points.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { findTask } from '../tasks/find-task.js';
import { changed, readAsked } from './asked.js';
import { afterInterventions } from './interventions.js';
import { pluginsNotGiven, readWithoutPlugins, withPluginsOf } from './plugin-files.js';
import { recordedFile } from './recorded-file.js';
import { type TaskMark, taskMark } from './task-mark.js';
import { checkTrusted, type GivenNow, type Place } from './trusted-task.js';

/** A study that goes on. */
export interface GoingOn {
  readonly args: Args;
  readonly options: StudyOptions;
  /** What is not quite as it was. */
  readonly notes: readonly string[];
}

/**
 * The study that goes on from a record, which must stay open meanwhile. Nothing that the record names is read, imported or run before it is known
 * to be the user's.
 *
 * @param now what shall be different
 * @param now.task where the task is now, which also says that it may be run
 * @param studyFolder where the study is recorded; undefined: in a checkpoint
 * @throws GlompoError
 */
export async function goingOn(record: StudyRecord, now: GivenNow, studyFolder: string | undefined): Promise<GoingOn> {
  if (record.last() === undefined)
    throw new GlompoError(
      'GLOMPO_RECORD',
      'no study has begun there: it was killed while it started, and glompo run begins it anew',
    );
  const asked = readAsked(record.asked());
  const folder = workingDirectory();
  const place = { registry: openRegistry(folder), workingDirectory: folder, studyFolder };
  const before = { ...afterInterventions(asked.args, record), file: await recordedFile(asked.file, { now, place }) };
  const args = withPluginsOf(
    now,
    changed(now.task === undefined ? before : { ...before, positionals: [now.task] }, now),
  );
  const notGiven = pluginsNotGiven(before, now);
  const unread = now.flags.has('start') ? [] : fromFiles(before.flags.get('start') ?? []);
  const described = await readWithoutPlugins(notGiven, () => describedBy(before, { now, args, place, unread }));
  const mark = await taskMark(args, described, place);
  if (differs('taskHash', asked.mark, mark) && !now.flags.has('accept-changed-task'))
    throw new GlompoError(
      'GLOMPO_OPTION',
      'the file with the task has changed since the study was started, and with it perhaps what its values mean: --accept-changed-task goes on',
    );
  const notes = unread.map(text => `--start ${text} is not read again: further runs start without those points`);
  if (notGiven !== undefined) notes.push(`${notGiven} is not imported again: nothing that is asked for needs it`);
  if (differs('taskPackage', asked.mark, mark))
    notes.push(`the task was that of ${asked.mark.taskPackage}, and is that of ${mark.taskPackage} now`);
  const history = record.history();
  checkBudget(now, history);
  return { args, options: { ...described, history }, notes };
}

/** A budget that was used up long ago is a slip: whoever asks for it means another one, such as so many more. */
function checkBudget({ flags }: GivenNow, { evaluations }: StudyHistory): void {
  const budget = Number(flags.get('max-evaluations')?.[0] ?? Number.POSITIVE_INFINITY);
  if (budget < evaluations)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `--max-evaluations: the study has made ${evaluations} evaluations, and counts from its beginning: for 1000 more, --max-evaluations ${evaluations + 1000}; got ${budget}`,
    );
}

interface Description {
  readonly now: GivenNow;
  /** What holds now. */
  readonly args: Args;
  readonly place: Place;
  /** Of `--start`, what the record says and nobody has confirmed. */
  readonly unread: readonly string[];
}

async function describedBy(before: Args, { now, args, place, unread }: Description): Promise<StudyOptions> {
  try {
    const [text] = args.positionals;
    // What the user names now may bring the task along; what is wrong with it is told below.
    await new Mistakes().in(() => addPluginFiles(place.registry, args.flags.get('plugin'), place.workingDirectory));
    if (args.flags.has('command')) checkTrusted(before, { found: undefined, given: now, place });
    else if (text !== undefined) checkTrusted(before, { found: await findTask(text, place), given: now, place });
    if (unread.length === 0) return await studyOfArgs(args, place);
    const flags = new Map([...args.flags].filter(([name]) => name !== 'start'));
    const options = await studyOfArgs({ ...args, flags }, place);
    return { ...options, startPoints: await startWithoutPoints(args.flags.get('start') ?? [], place.registry) };
  } catch (error) {
    if (now.task !== undefined || !GlompoError.is(error, 'GLOMPO_TASK_MODULE')) throw error;
    throw new GlompoError(error.code, `${error.message}; --task says where it is now`, { cause: error.cause });
  }
}

function differs(what: keyof TaskMark, before: TaskMark, now: TaskMark): boolean {
  return before[what] !== undefined && now[what] !== undefined && before[what] !== now[what];
}
