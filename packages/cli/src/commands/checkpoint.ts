import { GlompoError } from '@glompo/core';
import { writeCheckpoint } from '@glompo/store';
import { readArgs, unknownFlag } from '../args/read-args.js';
import { exitCodes } from '../output/exit-codes.js';
import { count } from '../output/figures.js';
import type { Command } from './command.js';
import { checkpointFlags, commonFlags } from './flags.js';

/** `glompo checkpoint DIR [FILE]`: makes one file of a recorded study, from which it goes on anywhere. */
export const checkpoint: Command = async (given, streams) => {
  const known = [...checkpointFlags, ...commonFlags];
  const { positionals, flags, others } = readArgs(given, known);
  const [directory, file, ...more] = positionals;
  for (const other of others)
    throw unknownFlag(
      other,
      'checkpoint',
      known.map(({ name }) => name),
    );
  if (directory === undefined || more.length > 0)
    throw new GlompoError('GLOMPO_OPTION', `expected glompo checkpoint DIR [FILE], got ${positionals.length} of them`);
  const made = await writeCheckpoint(directory, file);
  streams.out(flags.has('json') ? `${JSON.stringify(made)}\n` : `${made.file}\n`);
  if (!flags.has('json') && !flags.has('quiet'))
    streams.err(`a checkpoint after ${count(made.evaluations, 'evaluation')}\n`);
  return exitCodes.ok;
};
