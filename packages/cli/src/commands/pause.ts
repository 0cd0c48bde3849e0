import { exitCodes } from '../output/exit-codes.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { ask, runNumber } from './living-study.js';

/** `glompo pause DIR RUN`: the run gets nothing more to do. */
export const pause: Command = async (given, streams) => {
  const { directory, rest } = argsAbout(given, { name: 'pause', operands: 'DIR RUN', flags: [] });
  await ask(directory, { type: 'pause-run', run: runNumber(rest[0]) }, streams);
  return exitCodes.ok;
};

/** `glompo continue DIR RUN`: until this is said. */
export const continueRun: Command = async (given, streams) => {
  const { directory, rest } = argsAbout(given, { name: 'continue', operands: 'DIR RUN', flags: [] });
  await ask(directory, { type: 'continue-run', run: runNumber(rest[0]) }, streams);
  return exitCodes.ok;
};
