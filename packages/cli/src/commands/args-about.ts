import { GlompoError } from '@glompo/core';
import type { Flag } from '../args/flag.js';
import { type Args, readArgs, unknownFlag } from '../args/read-args.js';
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
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function argsAbout(
  given: readonly string[],
  { name, operands, flags }: { readonly name: string; readonly operands: string; readonly flags: readonly Flag[] },
): ArgsAbout {
  const own = new Set(flags.map(flag => flag.name));
  const known = [...flags, ...commonFlags.filter(flag => !own.has(flag.name))];
  const args = readArgs(given, known);
  const [unknown] = args.others;
  if (unknown)
    throw unknownFlag(
      unknown,
      name,
      known.map(flag => flag.name),
    );
  const [directory, ...rest] = args.positionals;
  if (directory === undefined || args.positionals.length > operands.split(' ').length)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `expected glompo ${name} ${operands}, got ${args.positionals.length} of them`,
    );
  return { ...args, directory, rest };
}
