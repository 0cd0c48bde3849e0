import type { PlacementProposal } from '@glompo/core/measure';
import type { Args } from '../args/read-args.js';

/** Flags of `glompo doctor` that `glompo run` understands in the same way. */
const kept = ['command', 'dims', 'task-option', 'bounds'] as const;

/** The command that uses a proposal, to be pasted into a shell. */
export function runCommand({ positionals, flags, others }: Args, { placement, slots }: PlacementProposal): string {
  const [task = ''] = positionals;
  const words = [
    ...kept.flatMap(name => (flags.get(name) ?? []).map(value => [name, value] as const)),
    ...others.map(({ name, value }) => [name, value] as const),
    ['optimizers-on', placement.optimizers] as const,
    ['trials-on', placement.trials] as const,
    ['slots', String(slots)] as const,
  ].flatMap(([name, value]) => {
    if (value === undefined) return [`--${name}`];
    return value.startsWith('-') ? [quoted(`--${name}=${value}`)] : [`--${name}`, quoted(value)];
  });
  if (flags.has('command')) return ['glompo run', ...words].join(' ');
  return task.startsWith('-')
    ? ['glompo run', ...words, '--', quoted(task)].join(' ')
    : ['glompo run', quoted(task), ...words].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}
