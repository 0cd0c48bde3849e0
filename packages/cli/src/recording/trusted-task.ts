import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlompoError, type Registry, show } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { cut } from '../output/figures.js';
import type { FoundTask } from '../tasks/find-task.js';
import { programFlags, quoted } from './program-flags.js';

/** The package whose tasks run what their options say. */
const runsPrograms = '@glompo/task-program';
const longest = 2000;

/** What the user says now. */
export type GivenNow = Omit<Args, 'positionals'> & { readonly task: string | undefined };

/** Where a study goes on. */
export interface Place {
  readonly registry: Registry;
  readonly workingDirectory: string;
  /** The folder in which the study is recorded, which may be somebody else's work as a whole; undefined: it is in one file. */
  readonly studyFolder: string | undefined;
}

/**
 * Refuses what somebody else's record could make this computer run: a module that is not the user's own, or a program, of which the user has to
 * say everything again. The names of other tasks and plugins are those of this folder's packages, and expressions only compute.
 *
 * @param recorded what the record says
 * @param how.found what the task is; undefined: a program (`--command`)
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function checkTrusted(
  recorded: Args,
  { found, given, place }: { readonly found: FoundTask | undefined; readonly given: GivenNow; readonly place: Place },
): void {
  if (found === undefined) {
    if (!given.flags.has('command'))
      throw new GlompoError(
        'GLOMPO_OPTION',
        `--command: the study runs a program, ${show(recorded.flags.get('command')?.[0])}: give it again to say that it may`,
      );
    checkShape(recorded, given);
    return;
  }
  if (isProgram(found, place.registry)) {
    if (given.task === undefined)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `the study runs a program, as its task says: --task ${quoted(recorded.positionals[0] ?? '')} says that it may`,
      );
    checkShape(recorded, given);
    return;
  }
  if (given.task !== undefined || found.type !== 'file') return;
  const why = foreign(found.file, place);
  if (why === undefined) return;
  const text = show(recorded.positionals[0]);
  throw new GlompoError(
    'GLOMPO_OPTION',
    `the study's task is the module ${text}, ${why}: give it by --task to say that it may be run`,
  );
}

/** Also if it is named by the path of its file. */
function isProgram(found: FoundTask, registry: Registry): boolean {
  if (found.type === 'expression') return false;
  if (found.type === 'registered' && found.package === runsPrograms) return true;
  const file = realpathSync(fileURLToPath(found.module));
  return registry
    .entries('task')
    .some(entry => entry.package === runsPrograms && realpathSync(fileURLToPath(entry.module as string)) === file);
}

/** Why a file is not to be run unless the user names it. */
export function foreign(file: string, { workingDirectory, studyFolder }: Place): string | undefined {
  const real = realpathSync(file);
  if (!isInside(real, workingDirectory)) return 'outside of this folder';
  if (studyFolder !== undefined && isInside(real, studyFolder)) return 'in the folder of the study';
  if ([file, real].some(path => path.split(sep).includes('node_modules'))) return 'in a package';
  return undefined;
}

function isInside(real: string, folder: string): boolean {
  const way = relative(realpathSync(folder), real);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way;
}

/** Everything that the record says of a program is said again, with the same words or others. */
function checkShape(recorded: Args, given: GivenNow): void {
  const now = new Set(programFlags(given).map(({ name }) => name));
  const missing = programFlags(recorded).filter(({ name }) => !now.has(name));
  if (missing.length === 0) return;
  const held = missing.map(({ text }) => text).join(' ');
  throw new GlompoError(
    'GLOMPO_OPTION',
    `what the record says of the program counts only if you say it again, with these words or others: the record holds ${cut(held, longest)}`,
  );
}
