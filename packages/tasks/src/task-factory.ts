import { type Input, type OptionsSpec, parseOptions, type TaskModule } from '@glompo/core/plugin';

/**
 * The function that makes a task that travels. Options are checked when it is called, so a mistake shows where it was made.
 *
 * @param module URL of the module whose default export makes the task from these options
 */
export function taskFactory<S extends OptionsSpec>(
  name: string,
  spec: S,
  module: string,
): (options?: Input<S>) => TaskModule {
  return options => ({ module, options: parseOptions(spec, options, name) });
}
