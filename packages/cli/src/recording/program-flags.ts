import type { Args } from '../args/read-args.js';
import { printable } from '../output/figures.js';

/** What shapes a program beside its command, each by the name of the option, and as it is given. Its parameters (`--bounds`, `--dims`) are numbers. */
export function programFlags({ flags, others }: Omit<Args, 'positionals'>): readonly {
  readonly name: string;
  readonly text: string;
}[] {
  return [
    ...(flags.get('task-option') ?? []).map(option => ({
      name: option.split('=', 1)[0] as string,
      text: `--task-option ${quoted(option)}`,
    })),
    ...others.map(({ name, value }) => ({
      name,
      text: value === undefined ? `--${printable(name)}` : `--${printable(name)} ${quoted(value)}`,
    })),
  ];
}

/** As a shell takes it, and a terminal shows it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${printable(word).replace(/'/g, "'\\''")}'`;
}
