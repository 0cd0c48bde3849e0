import { type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type Call,
  GlompoError,
  optionsOfCall,
  type PlainObject,
  parseCall,
  type Registry,
  show,
  suggest,
} from '@glompo/core';
import { declaredOptions } from './declared-options.js';

/** What TASK on the command line is, by where it was found. */
export type FoundTask =
  /** A path, or a `file:` URL. */
  | { readonly type: 'file'; readonly file: string; readonly module: string; readonly options: PlainObject }
  /** A name that a package has registered. */
  | {
      readonly type: 'registered';
      readonly name: string;
      readonly package: string;
      readonly module: string;
      readonly options: PlainObject;
    }
  | { readonly type: 'expression'; readonly expression: string };

const scriptExtension = /\.[cm]?[jt]s$/;
/** `./engine`, `/srv/engine`, `~/engine`, `C:\\engine`. */
const pathLike = /^(\.{0,2}\/|~|[A-Za-z]:\\)/;
/** `data:…`, `https://…`, `node:fs`. */
const urlLike = /^[A-Za-z][A-Za-z\d+.-]+:/;

/**
 * Tells what TASK is, in this order: the path of a file, or what looks like one (ends in `.js`, `.mjs`, `.cjs`, `.ts`, `.mts` or `.cts`, begins with `./`, `../`, `/`); the name
 * of a registered task, with options or without (`lennard-jones(atoms=38)`); an expression. A single word that is none of them is
 * unknown.
 *
 * @throws GlompoError `GLOMPO_TASK_MODULE` for a file that is not there, or a URL of anything else, `GLOMPO_PLUGIN_UNKNOWN` with the nearest names
 */
export async function findTask(
  text: string,
  { registry, workingDirectory }: { readonly registry: Registry; readonly workingDirectory: string },
): Promise<FoundTask> {
  if (text.trim() === '')
    throw new GlompoError('GLOMPO_OPTION', 'TASK: expected a module, the name of a task or an expression, got ""');
  const path = text.startsWith('file:') ? pathOfUrl(text) : resolve(workingDirectory, text);
  const status = statusOf(path);
  if (status?.isFile()) return { type: 'file', file: path, module: pathToFileURL(path).href, options: {} };
  if (urlLike.test(text) && !text.startsWith('file:')) throw noFile(text);
  if (scriptExtension.test(text) || pathLike.test(text) || text.startsWith('file:'))
    throw new GlompoError('GLOMPO_TASK_MODULE', `task module ${path} ${status ? 'is not a file' : 'does not exist'}`);
  const known = registry.entries('task').map(({ name }) => name);
  const name = /^\s*([A-Za-z@][\w.@/-]*)\s*(\(|$)/.exec(text)?.[1];
  if (name !== undefined && registry.has('task', name)) return registered(parseCall(text), registry);
  if (name !== undefined && (name === text.trim() || /^[^()]*\([^()]*[^<>=!]=[^=]/.test(text)))
    throw new GlompoError(
      'GLOMPO_PLUGIN_UNKNOWN',
      `unknown task ${show(name)}: it is no file, no expression and no registered task${suggest(name, known)}`,
    );
  return { type: 'expression', expression: text };
}

/** @throws GlompoError `GLOMPO_TASK_MODULE` for a URL that is none of a file here */
function pathOfUrl(text: string): string {
  try {
    return fileURLToPath(text);
  } catch (cause) {
    throw noFile(text, cause);
  }
}

function noFile(text: string, cause?: unknown): GlompoError {
  return new GlompoError('GLOMPO_TASK_MODULE', `task module ${show(text)}: expected a file of this machine`, { cause });
}

/** Undefined for what is no path of a file, such as an expression that is longer than paths may be. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

async function registered(call: Call, registry: Registry): Promise<FoundTask> {
  const { module, options = {} } = registry.task(call.name);
  const spec = call.positional.length > 0 ? await declaredOptions(module) : undefined;
  const entry = registry.entries('task').find(({ name }) => name === call.name);
  return {
    type: 'registered',
    name: call.name,
    package: entry?.package as string,
    module,
    options: { ...options, ...optionsOfCall(call, spec) },
  };
}
