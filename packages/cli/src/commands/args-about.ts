import { GlompoError, Mistakes } from '@glompo/core';
import type { Flag } from '../args/flag.js';
import { type Args, readArgs, refuseOthers } from '../args/read-args.js';
import { commonFlags } from './flags.js';

/** The arguments of a command about a recorded study. */
export interface ArgsAbout extends Args {
  readonly directory: string;
  /** What follows the folder. */
  readonly rest: readonly string[];
}

/**
 * Reads `glompo NAME DIR …`.
 *
 * @param command.operands what it takes, `DIR` first, as its usage says it: `DIR [FILE]`
 * @throws GlompoError `GLOMPO_OPTION`, about every mistake at once
 */
export function argsAbout(
  given: readonly string[],
  { name, operands, flags }: { readonly name: string; readonly operands: string; readonly flags: readonly Flag[] },
): ArgsAbout {
  const own = new Set(flags.map(flag => flag.name));
  const known = [...flags, ...commonFlags.filter(flag => !own.has(flag.name))];
  const mistakes = new Mistakes();
  const args = readArgs(given, known, mistakes);
  mistakes.inSync(() => refuseOthers(args.others, name, known));
  const [directory = '', ...rest] = args.positionals;
  if (args.positionals.length === 0 || args.positionals.length > operands.split(' ').length)
    mistakes.add(
      new GlompoError('GLOMPO_OPTION', `expected glompo ${name} ${operands}, got ${args.positionals.length} of them`),
    );
  mistakes.throwIfAny();
  return { ...args, directory, rest };
}
