import { isPlainObject, show } from '@glompo/core';
import type { FromFile } from '../args/read-args.js';
import { insideOf } from './inside-of.js';
import { fieldName, type Path } from './path.js';
import type { Source } from './source.js';

/** Where the value of a flag is from. */
export interface Origin {
  readonly path: Path;
  /** The value, as the flag has it. */
  readonly text: string | object;
}

/** Tells messages about flags (`--slots: …`) as messages about the places in a study file that the flags' values are from. */
export function teller(source: Source, origins: ReadonlyMap<string, readonly Origin[]>): FromFile['told'] {
  const at = (path: Path, text: string) => `${source.place(path)}: ${fieldName(path)}: ${text}`;
  return (message, index) => {
    const [, flag = '', said = ''] = /^--([\w-]+): (.*)$/s.exec(message) ?? [];
    const found = origins.get(flag);
    if (found === undefined) return ofTaskOption(message, message);
    const ofOption = flag === 'task' ? ofTaskOption(`task: ${said}`, said) : undefined;
    if (ofOption !== undefined) return ofOption;
    const { path, text } = found[found.length === 1 ? 0 : (index ?? -1)] ?? { path: found[0]?.path.slice(0, 1) ?? [] };
    const value = valueAt(source.fields, path);
    // What is quoted is the value as it stands in the file, not the text made of it.
    const quoted =
      typeof text === 'string' && typeof value !== 'string'
        ? said.replace(`got ${show(text)}`, () => `got ${show(value)}`)
        : said;
    return at([...path, ...insideOf(value, quoted)], quoted);
  };

  /** A task tells of its options without flags: `rastrigin: dims: expected …`. */
  function ofTaskOption(told: string, message: string): string | undefined {
    const options = isPlainObject(source.fields.taskOptions) ? Object.keys(source.fields.taskOptions) : [];
    const name = options.find(each => isAboutOption(told, each));
    if (name !== undefined) return at(['taskOptions', name], message);
    return origins.has('dims') && isAboutOption(told, 'dims') ? at(['dims'], message) : undefined;
  }
}

/** Whether a message is about this option of the task: `rastrigin: dims: expected …`. */
export function isAboutOption(message: string, name: string): boolean {
  return message.includes(`: ${name}: `) || message.includes(`: unknown option "${name}"`);
}

/** What stands at a place; undefined if nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string | number, unknown>>)[step];
  }
  return found;
}
