import type { Args, FromFile } from '../args/read-args.js';
import { rivalOf } from '../args/rivals.js';

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
  // Of the options of a task, each is replaced by itself.
  const own = new Set(now.flags.get('task-option'));
  const replaced = new Set([
    ...now.others.map(({ name }) => name),
    ...[...own].map(option => option.split('=', 1)[0]),
    ...(now.flags.has('dims') ? ['dims'] : []),
  ]);
  const options = (flags.get('task-option') ?? []).filter(
    option => own.has(option) || !replaced.has(option.split('=', 1)[0]),
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

/** What is left of a file's objects, and of its places, where there are other flags now. @param plugins that it names, of all that there are */
export function fileWithout(file: FromFile, { flags }: Pick<Args, 'flags'>, plugins = 0): FromFile {
  const isReplaced = (flag: string) => flags.has(flag) || flags.has(rivalOf(flag) ?? '');
  return {
    ...file,
    isCommand: file.isCommand && !flags.has('command'),
    objects: new Map([...file.objects].filter(([flag]) => !isReplaced(flag) || flag === 'task')),
    told(message, index) {
      const [, flag = ''] = /^--([\w-]+): /.exec(message) ?? [];
      const isOurs = flag === 'plugin' ? (index ?? 0) < plugins : !flags.has(flag) || flag === 'task';
      return isOurs ? file.told(message, index) : undefined;
    },
  };
}
