import { defineOptions, defineTask } from '@glompo/core/plugin';
import { showCommand } from './command.js';
import { OneShotProgram } from './evaluate-once.js';
import { type PreparedProgram, prepareProgram } from './program-options.js';
import { refuseWhatCannotStart } from './refuse-what-cannot-start.js';

/** For lists; what `program` takes besides is taken here, too. */
export const options = defineOptions({
  command: { type: 'string', description: 'the program and its arguments: ./simulate {x}' },
  bounds: { type: 'points', description: '[low, high] for each parameter' },
  stdin: { type: 'string', optional: true, description: 'what it reads: numbers, json, or a text with placeholders' },
  output: { type: 'string', default: 'last-number', description: 'how it tells its value: last-number or json' },
  timeout: { type: 'number', optional: true, description: 'seconds after which it is ended and has failed' },
});

/** The task that a program is: its options are those of `program` with the command among them, or what that function has made of them. */
export default defineTask(({ prepared: given, command, ...options }) => {
  const prepared = (given as PreparedProgram | undefined) ?? prepareProgram(command, options);
  refuseWhatCannotStart(prepared, 'program');
  const once = new OneShotProgram(prepared);
  return {
    name: showCommand(prepared.words),
    parameters: prepared.parameters,
    ...(prepared.start && { start: Float64Array.from(prepared.start) }),
    evaluate: (x, context) => once.evaluate(x, context),
  };
});
