import type { TaskModule } from '@glompo/core/plugin';
import { type PersistentOptions, preparePersistent } from './persistent-options.js';
import { refuseWhatCannotStart } from './refuse-what-cannot-start.js';

/**
 * A task from a program that is costly to start: every worker starts it once, with its first evaluation, and then writes a line of JSON to
 * its stdin for each point, `{"id":1,"x":[…],"parameters":{…},"run":1,"trial":1,"seed":…,"wants":[…]}`, and reads one from its stdout:
 * `{"id":1,"value":…}`, with `gradient`, `residuals` and `extras` if it has them, or `{"id":1,"error":"why"}`.
 *
 * @param command words as in a shell, of which none is started, or a list of words
 * @throws GlompoError `GLOMPO_OPTION`, also if there is no such program, `GLOMPO_BOUNDS`
 */
export function persistentProgram(command: string | readonly string[], options: PersistentOptions): TaskModule {
  const prepared = preparePersistent(command, options);
  refuseWhatCannotStart(prepared, 'persistentProgram');
  return { module: new URL('./persistent-program.task.js', import.meta.url).href, options: { prepared } };
}
