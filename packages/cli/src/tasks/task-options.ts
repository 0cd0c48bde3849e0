import { GlompoError, Mistakes, type OptionsSpec, type Plain, type PlainObject, parseOptions } from '@glompo/core';
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
 * @param known the options that may be flags, where they need not be asked of the module
 * @param checkedAs the name of the task, if its options shall be compared with those that are known now, and not when it is loaded
 * @param command whose flags these are
 * @throws GlompoError `GLOMPO_OPTION`: unknown flags, with the nearest that the command or the task knows; and whatever else is wrong
 */
export async function taskOptions(
  args: Args,
  {
    own,
    module,
    known,
    checkedAs,
  }: {
    readonly own: PlainObject;
    readonly module: string | undefined;
    readonly known?: OptionsSpec | undefined;
    readonly checkedAs?: string | undefined;
  },
  command: FlaggedCommand,
): Promise<PlainObject> {
  const options: Record<string, Plain | undefined> = { ...own };
  const mistakes = new Mistakes();
  const add = (flag: string, key: string, read: () => Plain) =>
    mistakes.inSync(() => {
      if (Object.hasOwn(options, key))
        throw new GlompoError('GLOMPO_OPTION', `${flag}: the task's option ${key} is given twice`);
      options[key] = undefined;
      options[key] = read();
    });
  for (const text of args.flags.get('dims') ?? []) add('--dims', 'dims', () => positiveInteger('dims', text));
  for (const text of args.flags.get('task-option') ?? []) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined) mistakes.add(wrongValue('task-option', 'key=value', text));
    else add('--task-option', key, () => taskOptionValue(value));
  }
  const declared =
    args.others.length === 0
      ? {}
      : (known ?? (module === undefined ? undefined : await mistakes.in(() => declaredOptions(module))) ?? {});
  for (const other of args.others) {
    const option = Object.hasOwn(declared, other.name) ? declared[other.name] : undefined;
    const flag = `--${other.name}`;
    if (option === undefined)
      mistakes.add(
        unknownFlag(other, command.name, [...command.flags.map(({ name }) => name), ...Object.keys(declared)]),
      );
    else
      add(flag, other.name, () => {
        const { value } = other;
        if (value === undefined && option.type !== 'boolean')
          throw new GlompoError('GLOMPO_OPTION', `${flag}: expected a value, got nothing`);
        return value === undefined ? true : taskOptionValue(value);
      });
  }
  if (known !== undefined && checkedAs !== undefined) mistakes.inSync(() => parseOptions(known, options, checkedAs));
  mistakes.throwIfAny();
  return options;
}
