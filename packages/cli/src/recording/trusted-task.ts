import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlompoError, show } from '@glompo/core';
import type { Args } from '../args/read-args.js';

/**
 * Refuses what somebody else's record could make this computer run: a program, or a module from outside of the current folder. The names of tasks and
 * plugins are those of this folder's packages, and expressions only compute.
 *
 * @param recorded what the record says
 * @param how.module the URL of the task's module
 * @param how.given what the user says now
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function checkTrusted(
  recorded: Args,
  {
    module,
    given,
    workingDirectory,
  }: { readonly module: string; readonly given: Args['flags']; readonly workingDirectory: string },
): void {
  const program = recorded.flags.get('command')?.[0];
  if (program !== undefined && !given.has('command'))
    throw new GlompoError(
      'GLOMPO_OPTION',
      `--command: the study runs a program, ${show(program)}: give it again to say that it may`,
    );
  const [text = ''] = recorded.positionals;
  if (
    !module.startsWith('file:') ||
    fileURLToPath(module) !== resolve(workingDirectory, text.replace(/^file:\/\//, ''))
  )
    return;
  const way = relative(realpathSync(workingDirectory), realpathSync(fileURLToPath(module)));
  if (way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `the study's task is the module ${show(text)}, outside of this folder: give it by --task to say that it may be run`,
  );
}
