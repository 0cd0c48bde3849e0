import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlompoError, show, suggest } from '@glompo/core';
import { textWithNul } from '../args/nul.js';
import type { Args } from '../args/read-args.js';
import { pluginSeenFromHere } from '../plugins/find-plugin.js';
import { findTask } from '../tasks/find-task.js';
import type { Surroundings } from '../tasks/task-of-args.js';
import { fields, type Item } from './fields.js';
import { insideOf } from './inside-of.js';
import { fieldName, type Path } from './path.js';
import { type Origin, teller, valueAt } from './places.js';
import { readSource, type Source } from './source.js';
import { textsWithNul } from './texts-with-nul.js';

const mostMistakes = 100;

/** Words of `createStudy` that a study file has under another name. */
const otherNames: Readonly<Record<string, string>> = {
  backend: 'optimizersOn and trialsOn',
  cancelKilled: 'finishKilled',
  startPoints: 'start',
  optimizer: 'optimizers',
  hunter: 'hunters',
  noHunters: 'hunters: none',
  noSpawnUntil: 'spawnUntil: none',
  noShare: 'share: none',
  noSpareWorker: 'spareWorker: false',
};

/**
 * What a study file says, as the arguments of `glompo run`. Mistakes are kept in it, for `studyOfArgs` to tell them with all others.
 *
 * @param file its path, from the working directory
 * @throws GlompoError `GLOMPO_OPTION` if it cannot be read at all
 */
export async function argsOfStudyFile(file: string, surroundings: Surroundings): Promise<Args> {
  const { workingDirectory } = surroundings;
  if (file.includes('\0')) throw textWithNul(file);
  const absolute = resolve(workingDirectory, file);
  const path = fromHere(relative(workingDirectory, absolute));
  const shown = relative(workingDirectory, absolute);
  const source = await readSource(absolute, shown);
  const folder = dirname(absolute);

  const mistakes: GlompoError[] = [];
  const wrong = (at: Path, { code, message, cause }: GlompoError, what?: 'key') => {
    const path = [...at, ...insideOf(valueAt(source.fields, at), message)];
    mistakes.push(new GlompoError(code, `${source.place(path, what)}: ${fieldName(path)}: ${message}`, { cause }));
  };
  const hasNul = (field: Path) => {
    const found = [...textsWithNul(valueAt(source.fields, field))];
    for (const { path, text } of found) wrong([...field, ...path], textWithNul(text));
    return found.length > 0;
  };
  const flags = new Map<string, readonly string[]>();
  const objects = new Map<string, readonly (string | object)[]>();
  const origins = new Map<string, readonly Origin[]>();
  for (const [name, value] of Object.entries(source.fields)) {
    if (value === undefined || name === 'task') continue;
    // Who has made so many mistakes reads no more of them.
    if (mistakes.length > mostMistakes) break;
    const field = fields.get(name);
    const reading = { isCode: source.isCode, wrong: (path: Path, error: GlompoError) => wrong([name, ...path], error) };
    if (field === undefined) {
      wrong([name], unknownField(name), 'key');
      continue;
    }
    if (hasNul([name])) continue;
    try {
      if (field.none !== undefined && (value === 'none' || value === false)) {
        flags.set(field.none, ['']);
        origins.set(field.none, [{ path: [name], text: '' }]);
        continue;
      }
      const items = field.read(value, reading).map(item => here(item, field.flag, { folder, workingDirectory }));
      if (items.length === 0) continue;
      origins.set(
        field.flag,
        items.map(item => ({ path: [name, ...item.path], text: item.given })),
      );
      const given = items.map(item => item.given);
      if (given.every(each => typeof each === 'string')) flags.set(field.flag, given);
      else if (name === 'optimizers' && given.length === 1 && 'next' in (given[0] as object))
        objects.set('selector', given);
      else objects.set(field.flag, given);
    } catch (error) {
      if (!(error instanceof GlompoError)) throw error;
      wrong([name], error);
    }
  }

  let positionals: readonly string[] = [];
  const { task } = source.fields;
  if (task === undefined) {
    if (!flags.has('command') && !('command' in source.fields))
      wrong(['task'], new GlompoError('GLOMPO_OPTION', 'is missing: a module, the name of a task, or an expression'));
  } else if (!hasNul(['task'])) {
    origins.set('task', [{ path: ['task'], text: typeof task === 'string' ? task : '' }]);
    try {
      const given = await taskIn(task, { source, folder, surroundings });
      positionals = [typeof given === 'string' ? given : path];
      if (typeof given === 'object') objects.set('task', [given]);
    } catch (error) {
      if (!(error instanceof GlompoError)) throw error;
      wrong(['task'], error);
    }
  }
  return {
    positionals,
    flags,
    others: [],
    file: {
      path,
      file: absolute,
      isCommand: flags.has('command'),
      objects,
      mistakes,
      told: teller(source, origins),
    },
  };
}

/** A path of the file's, as one from here. */
function here(
  item: Item,
  flag: string,
  { folder, workingDirectory }: { readonly folder: string; readonly workingDirectory: string },
): Item {
  const { given } = item;
  if (typeof given !== 'string') return item;
  const moved = (path: string) => relative(workingDirectory, resolve(folder, path)) || '.';
  if (flag === 'dir' && given !== '') return { ...item, given: moved(given) };
  if (flag === 'plugin' && !given.startsWith('file:'))
    return { ...item, given: pluginSeenFromHere(given, folder, workingDirectory) };
  if (flag === 'start' && given.startsWith('@') && given !== '@')
    return { ...item, given: `@${moved(given.slice(1))}` };
  return item;
}

/** TASK as it would stand on the command line here, or an object that `createStudy` takes. @throws GlompoError */
async function taskIn(
  task: unknown,
  where: { readonly source: Source; readonly folder: string; readonly surroundings: Surroundings },
): Promise<string | object> {
  const { source, folder, surroundings } = where;
  if (task instanceof URL) return task.protocol === 'file:' ? pathFromHere(fileURLToPath(task), surroundings) : task;
  if (typeof task === 'object' && task !== null && source.isCode && ('evaluate' in task || 'module' in task)) {
    const { module } = task as { readonly module?: unknown };
    // Relative to the file, as everything in it.
    if (typeof module === 'string' && /^\.{1,2}\//.test(module))
      return { ...task, module: new URL(module, `file://${join(folder, '/')}`).href };
    return task;
  }
  if (typeof task !== 'string')
    throw new GlompoError(
      'GLOMPO_OPTION',
      `expected a module, the name of a task or an expression${source.isCode ? ', or a task, a { module, options } or a URL' : ''}, got ${show(task)}`,
    );
  try {
    const found = await findTask(task, { ...surroundings, workingDirectory: folder });
    return found.type === 'file' ? pathFromHere(found.file, surroundings) : task;
  } catch (error) {
    // One of the plugins may bring it along.
    if (source.fields.plugins !== undefined && GlompoError.is(error, 'GLOMPO_PLUGIN_UNKNOWN')) return task;
    throw error;
  }
}

function pathFromHere(file: string, { workingDirectory }: Surroundings): string {
  return fromHere(relative(workingDirectory, file));
}

function fromHere(path: string): string {
  return /^(?:\.\.[/\\]|[/\\]|[A-Za-z]:)/.test(path) ? path : `./${path}`;
}

function unknownField(name: string): GlompoError {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  return new GlompoError(
    'GLOMPO_OPTION',
    `unknown field${other === undefined ? suggest(name, ['task', ...fields.keys()]) : `; it is called ${other} here`}`,
  );
}
