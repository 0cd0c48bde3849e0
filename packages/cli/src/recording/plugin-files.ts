import { GlompoError } from '@glompo/core';
import type { Args } from '../args/read-args.js';
import { quoted } from './program-flags.js';

/** What is asked for, with the files of `--plugin` that are given now: those of a record count for nothing. */
export function withPluginsOf(now: Pick<Args, 'flags'>, args: Args): Args {
  const flags = new Map(args.flags);
  flags.delete('plugin');
  const given = now.flags.get('plugin');
  if (given !== undefined) flags.set('plugin', given);
  return { ...args, flags };
}

/** The files of `--plugin` that a record names, if none is given now: they are not imported. */
export function pluginsNotGiven(recorded: Pick<Args, 'flags'>, now: Pick<Args, 'flags'>): string | undefined {
  const files = recorded.flags.get('plugin');
  if (files === undefined || now.flags.has('plugin')) return undefined;
  return files.map(file => `--plugin ${quoted(file)}`).join(' ');
}

/** Reads what may name parts of such files: an error says then that they were not imported, and what to do. */
export async function readWithoutPlugins<T>(notGiven: string | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (notGiven === undefined || !isOfNames(error)) throw error;
    throw new GlompoError(
      error.code,
      `${error.message}; the study was started with ${notGiven}, which is imported only if you give it again`,
      { cause: error.cause },
    );
  }
}

/** Whether it is about a name that something imported might have. */
export function isOfNames(error: unknown): error is GlompoError {
  return (
    error instanceof GlompoError &&
    /\bunknown (hunter|checker|selector|rule of start points|optimizer) "/.test(error.message)
  );
}
