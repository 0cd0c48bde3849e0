import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { InstalledPackage } from './installed-packages.js';

/** Conditions of `exports` under which an import is, of those that Node knows. */
const conditions = new Set(['node', 'import', 'module-sync', 'default']);

/**
 * The file that an import of a package gives, as Node finds it: by `exports`, then by `main`. (What imports a package of the user's is not in the
 * user's folder, so that Node cannot be asked.)
 *
 * @param subpath `.`, or what follows the name: `./extra`
 * @returns undefined if there is none
 */
export function packageModule({ directory, json }: InstalledPackage, subpath: string): string | undefined {
  const { exports } = json ?? {};
  if (exports === undefined || exports === null) {
    if (subpath !== '.') return existing(directory, subpath);
    const { main } = json ?? {};
    const [given, index] = [typeof main === 'string' ? `./${main}` : undefined, './index.js'];
    return (given && (existing(directory, given) ?? existing(directory, `${given}.js`))) ?? existing(directory, index);
  }
  const target = isMap(exports) ? targetIn(exports, subpath) : subpath === '.' ? targetOf(exports) : undefined;
  return target === undefined ? undefined : existing(directory, target);
}

function targetIn(exports: Readonly<Record<string, unknown>>, subpath: string): string | undefined {
  if (Object.hasOwn(exports, subpath)) return targetOf(exports[subpath]);
  for (const [key, value] of Object.entries(exports)) {
    const [before = '', after] = key.split('*');
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    if (subpath.length < before.length + after.length) continue;
    const rest = subpath.slice(before.length, subpath.length - after.length);
    return targetOf(value)?.replaceAll('*', () => rest);
  }
  return undefined;
}

/** `{ ".": …, "./extra": … }`; anything else is about `.`. */
function isMap(exports: unknown): exports is Readonly<Record<string, unknown>> {
  return typeof exports === 'object' && exports !== null && Object.keys(exports).some(key => key.startsWith('.'));
}

function targetOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null) return undefined;
  for (const [condition, value] of Object.entries(given)) {
    const target = Array.isArray(given) || conditions.has(condition) ? targetOf(value) : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}

function existing(directory: string, path: string): string | undefined {
  const file = join(directory, path);
  return file.startsWith(directory + sep) && existsSync(file) ? file : undefined;
}
