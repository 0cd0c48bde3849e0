import { resolve } from 'node:path';
import {
  type Bounds,
  defineOptions,
  GlompoError,
  type Parameter,
  parseOptions,
  show,
  suggest,
} from '@glompo/core/plugin';
import { wordsOf } from './command.js';
import { type ProgramBounds, parametersOf, startOf } from './parameters.js';

/** What can be said of every program. */
export interface CommonOptions {
  /** The lowest and the highest value of each parameter, by name, or as a list for parameters called `x1`, `x2`, … */
  readonly bounds?: ProgramBounds | Bounds | undefined;
  /** Instead of `bounds`: parameters with everything that can be said of them, such as `scale: 'log'`. */
  readonly parameters?: readonly Parameter[] | undefined;
  /** What is used today, as a list or by name: the first run starts there. */
  readonly start?: readonly number[] | { readonly [name: string]: number } | undefined;
  /** The folder in which the program runs. Default: a private one, new and empty. */
  readonly cwd?: string | undefined;
  /** Variables of its environment, beside those that glompo itself has. */
  readonly env?: { readonly [name: string]: string } | undefined;
  /** Seconds after which it is ended, and its trial has failed. Default: none. */
  readonly timeout?: number | undefined;
  /**
   * Seconds from SIGTERM to SIGKILL where it has to end. Default 0.05. A worker that is replaced waits as long as the study's `abortGrace` says (0.1 by
   * default): keep this one shorter.
   */
  readonly grace?: number | undefined;
  /** Megabytes that it may write to stdout: what writes more is ended, and its trial has failed. Default 16. */
  readonly maxOutputMb?: number | undefined;
  /** What relative paths in the command and in options are relative to. Default: the current folder. */
  readonly baseDirectory?: string | undefined;
}

/** The same, checked, as plain data that travels. */
export type PreparedCommon = {
  readonly words: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly start?: readonly number[];
  readonly cwd?: string;
  readonly env: { readonly [name: string]: string };
  readonly timeout?: number;
  readonly grace: number;
  readonly maxOutputMb: number;
  readonly baseDirectory: string;
};

const flat = defineOptions({
  cwd: { type: 'string', optional: true, description: 'the folder in which it runs' },
  timeout: { type: 'number', above: 0, max: 2_000_000, optional: true, description: 'seconds after which it is ended' },
  grace: { type: 'number', min: 0, default: 0.05, description: 'seconds from SIGTERM to SIGKILL' },
  maxOutputMb: { type: 'number', above: 0, default: 16, description: 'megabytes that it may write' },
  baseDirectory: { type: 'string', optional: true, description: 'what relative paths are relative to' },
});

const structured = ['bounds', 'parameters', 'start', 'env'] as const;

/** Names of all options that every program has. */
export const commonNames: readonly string[] = [...structured, ...Object.keys(flat)];

/** @throws GlompoError `GLOMPO_OPTION` for names that are none of these, with the nearest */
export function checkNames(given: unknown, known: readonly string[], where: string): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new GlompoError('GLOMPO_OPTION', `${where}: expected an object of options, got ${show(given)}`);
  for (const name of Object.keys(given))
    if (!known.includes(name))
      throw new GlompoError('GLOMPO_OPTION', `${where}: unknown option "${name}"${suggest(name, known)}`);
  return given as Readonly<Record<string, unknown>>;
}

/**
 * Checks what every program has.
 *
 * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_BOUNDS`
 */
export function prepareCommon(
  command: unknown,
  given: Readonly<Record<string, unknown>>,
  where: string,
): PreparedCommon {
  const { cwd, timeout, grace, maxOutputMb, baseDirectory } = parseOptions(flat, only(given, Object.keys(flat)), where);
  const from = resolve(baseDirectory ?? '.');
  const parameters = parametersOf(given, where);
  return {
    words: wordsOf(command, from, where),
    parameters,
    ...(given['start'] !== undefined && { start: startOf(given['start'], parameters, where) }),
    ...(cwd !== undefined && { cwd: resolve(from, cwd) }),
    env: environmentOf(given['env'], where),
    ...(timeout !== undefined && { timeout }),
    grace,
    maxOutputMb,
    baseDirectory: from,
  };
}

export function only(given: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

function environmentOf(env: unknown, where: string): { readonly [name: string]: string } {
  if (env === undefined) return {};
  const fail = (what: string) => new GlompoError('GLOMPO_OPTION', `${where}: env: expected texts by name, got ${what}`);
  if (typeof env !== 'object' || env === null || Array.isArray(env)) throw fail(show(env));
  for (const [name, value] of Object.entries(env))
    if (typeof value !== 'string' || name === '' || name.includes('=')) throw fail(`${show(name)}: ${show(value)}`);
  return env as { readonly [name: string]: string };
}
