import { GlompoError } from '@glompo/core';
import { askStudy, type DoorRequest } from '@glompo/store';
import type { Flag } from '../args/flag.js';
import { type Args, readArgs, unknownFlag } from '../args/read-args.js';
import { numberIn } from '../args/values.js';
import type { Streams } from '../output/streams.js';
import { commonFlags } from './flags.js';

/** After so long it is said that somebody waits. */
const patienceMs = 3_000;

/** The arguments of a command about a recorded study: `glompo NAME DIR …`. @throws GlompoError `GLOMPO_OPTION` */
export function argsAbout(
  given: readonly string[],
  { name, usage, flags }: { readonly name: string; readonly usage: string; readonly flags: readonly Flag[] },
): Args & { readonly directory: string; readonly rest: readonly string[] } {
  const known = [...flags, ...commonFlags];
  const args = readArgs(given, known);
  for (const other of args.others)
    throw unknownFlag(
      other,
      name,
      known.map(each => each.name),
    );
  const [directory, ...rest] = args.positionals;
  const most = usage.split(' ').length - 2;
  if (directory === undefined || args.positionals.length > most)
    throw new GlompoError('GLOMPO_OPTION', `expected ${usage}, got ${args.positionals.length} of them`);
  return { ...args, directory, rest };
}

/** @throws GlompoError `GLOMPO_OPTION` */
export function runNumber(text: string | undefined): number {
  const run = text === undefined ? undefined : numberIn(text);
  if (Number.isSafeInteger(run) && (run as number) >= 1) return run as number;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `RUN: expected the number of a run, got ${text === undefined ? 'nothing' : `"${text}"`}`,
  );
}

/** Asks it of the study, and says that it waits where that takes long: a task that keeps the manager's thread lets nobody in. */
export async function ask(directory: string, request: DoorRequest, streams: Streams): Promise<void> {
  const timer = setTimeout(() => streams.err('waiting until the study answers …\n'), patienceMs);
  try {
    await askStudy(directory, request);
  } finally {
    clearTimeout(timer);
  }
}
