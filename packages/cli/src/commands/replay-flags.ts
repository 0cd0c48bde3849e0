import type { Flag } from '../args/flag.js';
import { limitFlags } from '../study/limit-flags.js';
import { runFlags } from './run-flags.js';

/** Those of `glompo run` that say how is decided. */
const deciding: readonly string[] = ['hunter', 'hunt-every', 'optimizer', 'selector', 'spawn-until', ...limitFlags];
const switches: readonly string[] = ['no-hunters', 'plugin'];

/** The flags of `glompo replay`, in the order of its help. */
export const replayFlags: readonly Flag[] = [
  {
    name: 'try',
    value: "'NAME(key=value, …)'",
    repeatable: true,
    description:
      'one alternative more, with a name for the table and any of hunter (or none), huntEvery, selector, spawnUntil, stop',
    example: "'patient(hunter=all(minTrials(2000), bestUnmoving), huntEvery=1000)'",
  },
  ...runFlags.filter(({ name }) => deciding.includes(name)).map(flag => ({ ...flag, default: 'as recorded' })),
  ...runFlags.filter(({ name }) => switches.includes(name)),
  { name: 'json', description: 'print the whole report as one JSON object: every run, and why' },
];
