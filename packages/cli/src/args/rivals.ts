import { GlompoError } from '@glompo/core';
import type { Args } from './read-args.js';

/** Flags of which the last one that was given counts. */
const pairs = [
  ['hunter', 'no-hunters'],
  ['spawn-until', 'no-spawn-until'],
  ['share', 'no-share'],
] as const;
const rivals: ReadonlyMap<string, string> = new Map(
  pairs.flatMap(([flag, none]) => [
    [flag, none],
    [none, flag],
  ]),
);

/** @throws GlompoError if both `flag` and the one that says that there is none are given */
export function refuseBoth({ flags }: Pick<Args, 'flags'>, flag: (typeof pairs)[number][0]): void {
  const none = rivals.get(flag) as string;
  if (flags.has(flag) && flags.has(none))
    throw new GlompoError('GLOMPO_OPTION', `--${none}: there is a --${flag}, too: give one of them`);
}

/** The flag that cannot be given beside this one, and gives way to it. */
export function rivalOf(flag: string): string | undefined {
  return rivals.get(flag);
}
