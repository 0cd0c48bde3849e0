import { existsSync, type Stats, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlompoError, show } from '@glompo/core';
import { textWithNul } from '../args/nul.js';
import { findInstalled, type InstalledPackage, readPackage } from './installed-packages.js';
import { packageModule } from './package-module.js';

/** What `--plugin` names. */
export type FoundPlugin =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'package'; readonly found: InstalledPackage };

/** `mine`, `@me/mine`, `mine/extra`. */
const packageName = /^((?:@[\w.~-]+\/)?[A-Za-z\d_~-][\w.~-]*)(?:\/([^/].*))?$/;
const scriptExtension = /\.[cm]?[jt]s$/;

/**
 * What `--plugin` names, in this order: a file (a path, or a `file:` URL), the folder of a package, a package that is installed where `folder` is,
 * or a module of such a package (`mine/extra`).
 *
 * @throws GlompoError `GLOMPO_PLUGIN_INVALID` if there is none, `GLOMPO_OPTION` for a NUL character
 */
export function findPlugin(text: string, folder: string): FoundPlugin {
  const path = text.startsWith('file:') ? pathOfUrl(text) : resolve(folder, text);
  // `%00` in an URL.
  if (path.includes('\0')) throw textWithNul(text);
  const status = statusOf(path);
  if (status?.isFile()) return { type: 'file', path };
  if (status && existsSync(join(path, 'package.json'))) return { type: 'package', found: readPackage(path) };
  const [, name, subpath] = packageName.exec(text) ?? [];
  const found = name === undefined ? undefined : findInstalled(name, folder);
  if (found !== undefined && subpath === undefined) return { type: 'package', found };
  if (found !== undefined) {
    const file = packageModule(found, `./${subpath}`);
    if (file !== undefined) return { type: 'file', path: file };
    throw invalid(`${show(text)}: the package ${found.name} has no such module`);
  }
  if (status) throw invalid(`${show(text)} is neither a file nor the folder of a package`);
  throw invalid(
    isPackage(text)
      ? `${show(text)} is no file, and no package of that name is installed (npm install ${name})`
      : `${show(text)} does not exist`,
  );
}

/** The same, found from `folder`, as it is named from the working directory. What is not there keeps its name, or has the path that it would have. */
export function pluginSeenFromHere(text: string, folder: string, workingDirectory: string): string {
  const path = (file: string) => relative(workingDirectory, file) || '.';
  const place = placeOf(text, folder);
  if (place === undefined) return isPackage(text) ? text : path(resolve(folder, text));
  return isPackage(text) && !statusOf(resolve(folder, text)) && placeOf(text, workingDirectory) === place
    ? text
    : path(place);
}

function placeOf(text: string, folder: string): string | undefined {
  try {
    const plugin = findPlugin(text, folder);
    return plugin.type === 'file' ? plugin.path : plugin.found.directory;
  } catch (error) {
    if (!(error instanceof GlompoError)) throw error;
    return undefined;
  }
}

/** Whether it can be meant as the name of a package. */
function isPackage(text: string): boolean {
  return packageName.test(text) && !scriptExtension.test(text);
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function pathOfUrl(text: string): string {
  try {
    return fileURLToPath(text);
  } catch (cause) {
    throw new GlompoError('GLOMPO_PLUGIN_INVALID', `${show(text)}: expected a file of this machine`, { cause });
  }
}

function invalid(message: string): GlompoError {
  return new GlompoError('GLOMPO_PLUGIN_INVALID', message);
}
