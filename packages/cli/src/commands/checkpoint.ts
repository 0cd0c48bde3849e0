import { writeCheckpoint } from '@glompo/store';
import { exitCodes } from '../output/exit-codes.js';
import { count } from '../output/figures.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { checkpointFlags } from './flags.js';

/** `glompo checkpoint DIR [FILE]`: makes one file of a recorded study, from which it goes on anywhere. */
export const checkpoint: Command = async (given, streams) => {
  const about = { name: 'checkpoint', operands: 'DIR [FILE]', flags: checkpointFlags };
  const { directory, rest, flags } = argsAbout(given, about);
  const made = await writeCheckpoint(directory, rest[0]);
  streams.out(flags.has('json') ? `${JSON.stringify(made)}\n` : `${made.file}\n`);
  if (!flags.has('json') && !flags.has('quiet'))
    streams.err(`a checkpoint after ${count(made.evaluations, 'evaluation')}\n`);
  return exitCodes.ok;
};
