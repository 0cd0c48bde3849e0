import type { TaskModule } from '@glompo/core/plugin';
import { type ProgramOptions, prepareProgram } from './program-options.js';
import { refuseWhatCannotStart } from './refuse-what-cannot-start.js';

/**
 * A task from an executable that is started for every point:
 * `program('./simulate {x} {y}', { bounds: { x: [-5, 5], y: [-5, 5] } })`.
 *
 * @param command words as in a shell, of which none is started, or a list of words
 * @returns a task that travels: it can be evaluated inline, on threads and on processes
 * @throws GlompoError `GLOMPO_OPTION`, also if there is no such program, `GLOMPO_BOUNDS`
 */
export function program(command: string | readonly string[], options: ProgramOptions): TaskModule {
  const prepared = prepareProgram(command, options);
  refuseWhatCannotStart(prepared, 'program');
  return { module: new URL('./program.task.js', import.meta.url).href, options: { prepared } };
}
