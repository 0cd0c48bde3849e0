import { GlompoError, type OptionsSpec, type Plain, type PlainObject } from '@glompo/core';
import type { Flag } from '../args/flag.js';
import { type Args, unknownFlag } from '../args/read-args.js';
import { positiveInteger, taskOptionValue, wrongValue } from '../args/values.js';
import { declaredOptions } from './declared-options.js';

/** A command with flags, for messages about them. */
export interface FlaggedCommand {
  readonly name: string;
  readonly flags: readonly Flag[];
}

/**
 * The options of the task, from `--dims`, `--task-option key=value` and the flags that only the task knows: `--atoms 38` is one if the task
 * module declares an option `atoms`.
 *
 * @param own what TASK itself says in its parentheses
 * @param known the options that may be flags, where no module declares them
 * @param command whose flags these are
 * @throws GlompoError `GLOMPO_OPTION`: unknown flags, with the nearest that the command or the task knows
 */
export async function taskOptions(
  args: Args,
  {
    own,
    module,
    known,
  }: { readonly own: PlainObject; readonly module: string | undefined; readonly known?: OptionsSpec },
  command: FlaggedCommand,
): Promise<PlainObject> {
  const options: Record<string, Plain | undefined> = { ...own };
  const add = (flag: string, key: string, value: Plain) => {
    if (Object.hasOwn(options, key))
      throw new GlompoError('GLOMPO_OPTION', `${flag}: the task's option ${key} is given twice`);
    options[key] = value;
  };
  for (const text of args.flags.get('dims') ?? []) add('--dims', 'dims', positiveInteger('dims', text));
  for (const text of args.flags.get('task-option') ?? []) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) throw wrongValue('task-option', 'key=value', text);
    add('--task-option', key, taskOptionValue(value));
  }
  if (args.others.length === 0) return options;
  const declared = known ?? (module === undefined ? undefined : await declaredOptions(module)) ?? {};
  for (const other of args.others) {
    const option = declared[other.name];
    if (option === undefined)
      throw unknownFlag(other, command.name, [...command.flags.map(({ name }) => name), ...Object.keys(declared)]);
    if (other.value === undefined && option.type !== 'boolean')
      throw new GlompoError('GLOMPO_OPTION', `--${other.name}: expected a value, got nothing`);
    add(`--${other.name}`, other.name, other.value === undefined ? true : taskOptionValue(other.value));
  }
  return options;
}
