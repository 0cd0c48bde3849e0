import { defineTask } from '@glompo/core';
import { showCommand } from './command.js';
import { OneShotProgram } from './evaluate-once.js';
import { type PreparedProgram, prepareProgram } from './program-options.js';
import { refuseWhatCannotStart } from './refuse-what-cannot-start.js';

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
