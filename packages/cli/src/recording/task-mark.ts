import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { StudyOptions } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { installedPackages } from '../plugins/installed-packages.js';
import { findTask } from '../tasks/find-task.js';
import type { Surroundings } from '../tasks/task-of-args.js';

/** By what it is seen whether a task is another one than before; neither: it is an expression, or a program that is looked for in PATH. */
export interface TaskMark {
  /** SHA-256 of the file with the task, or of the program that `--command` names by a path. */
  readonly taskHash?: string;
  /** The package that brings the task, with its version. */
  readonly taskPackage?: string;
}

/** @param options what has become of `args` */
export async function taskMark(
  args: Args,
  { task }: Pick<StudyOptions, 'task'>,
  surroundings: Surroundings,
): Promise<TaskMark> {
  if (args.flags.has('command')) return hashed(programOf(task));
  const found = await findTask(args.positionals[0] as string, surroundings);
  switch (found.type) {
    case 'file':
      return hashed(found.file);
    case 'registered': {
      const installed = installedPackages(surroundings.workingDirectory).find(({ name }) => name === found.package);
      const version = installed?.json?.version;
      return { taskPackage: typeof version === 'string' ? `${found.package} ${version}` : found.package };
    }
    case 'expression':
      return {};
    default:
      return found satisfies never;
  }
}

/** The program itself, where its command is a path. */
function programOf(task: StudyOptions['task']): string | undefined {
  const options = 'module' in task ? (task.options as { prepared?: { words?: readonly string[] } }) : undefined;
  const program = options?.prepared?.words?.[0];
  if (program === undefined || !isAbsolute(program)) return undefined;
  return statSync(program, { throwIfNoEntry: false })?.isFile() ? program : undefined;
}

function hashed(file: string | undefined): TaskMark {
  const taskHash = file === undefined ? undefined : fileHash(file);
  return taskHash === undefined ? {} : { taskHash };
}

/** SHA-256 of a file. */
export function fileHash(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    // What may be run need not be readable.
    return undefined;
  }
}
