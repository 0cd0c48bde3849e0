import { exitCodes } from '../output/exit-codes.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { ask, runNumber } from './living-study.js';

/** `glompo stop DIR [RUN]`: ends the study that runs in DIR in order, or one of its runs. */
export const stop: Command = async (given, streams) => {
  const { directory, rest } = argsAbout(given, { name: 'stop', operands: 'DIR [RUN]', flags: [] });
  const [run] = rest;
  await ask(directory, run === undefined ? { type: 'stop' } : { type: 'stop-run', run: runNumber(run) }, streams);
  return exitCodes.ok;
};
