import { GlompoError, Mistakes } from '@glompo/core';
import { foldRecord, openRecord } from '@glompo/store';
import { needed, together } from '../args/mistakes.js';
import { readArgs } from '../args/read-args.js';
import { goingOn } from '../recording/going-on.js';
import type { Command } from './command.js';
import { minimaShown, minimise } from './run.js';
import { resumeFlags } from './run-flags.js';

/** `glompo resume DIR …`: goes on with the study that is recorded there, with what is changed by flags. */
export const resume: Command = async (given, streams) => {
  const mistakes = new Mistakes();
  const { positionals, flags, others } = readArgs(given, resumeFlags, mistakes);
  mistakes.inSync(() => minimaShown(flags));
  const [directory, ...more] = positionals;
  using record = await needed(mistakes, () => {
    if (directory === undefined || more.length > 0)
      throw new GlompoError('GLOMPO_OPTION', `expected glompo resume DIR, got ${positionals.length} folders`);
    foldRecord(directory);
    return openRecord(directory);
  });
  const task = flags.get('task')?.[0];
  const { args, options, notes } = await together(mistakes, () => goingOn(record, { flags, others, task }, directory));
  return await minimise(args, options, { directory, streams, shown: flags, notes });
};
