import type { Args, FromFile } from '../args/read-args.js';
import { rivalOf } from '../args/rivals.js';
import { isAboutOption } from './places.js';

/** Flags whose values come after those of the file, where all others take their place. */
const added: readonly string[] = ['task-option', 'plugin'];

/**
 * What a study file says, with what the command line says in its place.
 *
 * @param before.file must be there
 * @param now without TASK
 */
export function withFlags(before: Args, now: Omit<Args, 'positionals'>): Args {
  const flags = new Map(before.flags);
  for (const [flag, values] of now.flags) {
    flags.set(flag, added.includes(flag) ? [...(flags.get(flag) ?? []), ...values] : values);
    const rival = rivalOf(flag);
    if (rival !== undefined && !now.flags.has(rival)) flags.delete(rival);
  }
  const own = new Set(now.flags.get('task-option'));
  const replaced = optionsIn(now);
  const options = (flags.get('task-option') ?? []).filter(
    option => own.has(option) || !replaced.has(option.split('=', 1)[0] as string),
  );
  if (options.length > 0) flags.set('task-option', options);
  else flags.delete('task-option');
  if (replaced.has('dims') && !now.flags.has('dims')) flags.delete('dims');
  return {
    ...before,
    flags,
    others: now.others,
    file: before.file && fileWithout(before.file, now, before.flags.get('plugin')?.length),
  };
}

/** The options of a task that are given. Each is replaced by itself. */
function optionsIn({ flags, others }: Pick<Args, 'flags' | 'others'>): ReadonlySet<string> {
  return new Set([
    ...others.map(({ name }) => name),
    ...(flags.get('task-option') ?? []).map(option => option.split('=', 1)[0] as string),
    ...(flags.has('dims') ? ['dims'] : []),
  ]);
}

/** What is left of a file's objects, and of its places, where there are other flags now. @param plugins that it names, of all that there are */
export function fileWithout(file: FromFile, now: Pick<Args, 'flags' | 'others'>, plugins = 0): FromFile {
  const { flags } = now;
  const options = [...optionsIn(now)];
  const isReplaced = (flag: string) => flags.has(flag) || flags.has(rivalOf(flag) ?? '');
  return {
    ...file,
    isCommand: file.isCommand && !flags.has('command'),
    objects: new Map([...file.objects].filter(([flag]) => !isReplaced(flag) || flag === 'task')),
    told(message, index) {
      const [, flag = ''] = /^--([\w-]+): /.exec(message) ?? [];
      if ((flag === '' || flag === 'task') && options.some(name => isAboutOption(message, name)))
        return message.replace(/^--task: /, '');
      const isOurs = flag === 'plugin' ? (index ?? 0) < plugins : !flags.has(flag) || flag === 'task';
      return isOurs ? file.told(message, index) : undefined;
    },
  };
}
