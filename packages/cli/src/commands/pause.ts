import { exitCodes } from '../output/exit-codes.js';
import type { Command } from './command.js';
import { argsAbout, ask, runNumber } from './living-study.js';

/** `glompo pause DIR RUN`: the run gets nothing more to do. */
export const pause: Command = async (given, streams) => {
  const { directory, rest } = argsAbout(given, { name: 'pause', usage: 'glompo pause DIR RUN', flags: [] });
  await ask(directory, { type: 'pause-run', run: runNumber(rest[0]) }, streams);
  return exitCodes.ok;
};

/** `glompo continue DIR RUN`: until this is said. */
export const continueRun: Command = async (given, streams) => {
  const { directory, rest } = argsAbout(given, { name: 'continue', usage: 'glompo continue DIR RUN', flags: [] });
  await ask(directory, { type: 'continue-run', run: runNumber(rest[0]) }, streams);
  return exitCodes.ok;
};
