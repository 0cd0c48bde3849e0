import { defineOptions, defineTask } from '@glompo/core/plugin';
import { showCommand } from './command.js';
import { type PreparedPersistent, preparePersistent } from './persistent-options.js';
import { PersistentPool } from './persistent-pool.js';
import { refuseWhatCannotStart } from './refuse-what-cannot-start.js';

/** For lists; what `persistentProgram` takes besides is taken here, too. */
export const options = defineOptions({
  command: { type: 'string', description: 'the program and its arguments: python3 model.py' },
  bounds: { type: 'points', description: '[low, high] for each parameter' },
  timeout: { type: 'number', optional: true, description: 'seconds for an answer' },
});

/** The task that a persistent program is: its options are those of `persistentProgram` with the command among them, or what that function has made of them. */
export default defineTask(({ prepared: given, command, ...options }) => {
  const prepared = (given as PreparedPersistent | undefined) ?? preparePersistent(command, options);
  refuseWhatCannotStart(prepared, 'persistentProgram');
  const pool = new PersistentPool(prepared);
  return {
    name: showCommand(prepared.words),
    parameters: prepared.parameters,
    ...(prepared.start && { start: Float64Array.from(prepared.start) }),
    evaluate: (x, context) => pool.evaluate(x, context),
    close: () => pool.close(),
  };
});
