import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, normalize, resolve } from 'node:path';
import { defineOptions, GlompoError, parseOptions, show } from '@glompo/core/plugin';
import {
  type CommonOptions,
  checkNames,
  commonNames,
  only,
  type PreparedCommon,
  prepareCommon,
} from './common-options.js';
import { type Fact, type Known, parsePattern, usedParameters, usesFact } from './placeholders.js';
import type { Reading } from './read-evaluation.js';

/** Where a program writes its value, and how. */
export type ProgramOutput =
  | 'last-number'
  | 'json'
  | {
      /** A file in the private directory, `{output}` in the command, instead of stdout. */
      readonly file?: string | undefined;
      /** Default: `json` for a file whose name ends in `.json`, `last-number` otherwise. */
      readonly format?: 'last-number' | 'json' | undefined;
      /** Instead of `format`: the value is what the group of this has matched last. A text is a regular expression over lines (flag `m`). */
      readonly pattern?: RegExp | string | undefined;
    };

/** Options of `program`. */
export interface ProgramOptions extends CommonOptions {
  /** What it reads on stdin: the coordinates in one line, the trial as a JSON object, or a text with placeholders. Default: nothing. */
  readonly stdin?: 'numbers' | 'json' | (string & {}) | undefined;
  /** Files in its private directory, by name: each the path of a text with placeholders. */
  readonly template?: { readonly [name: string]: string } | undefined;
  /** Default: the last line on stdout that is a number. */
  readonly output?: ProgramOutput | undefined;
  /** Exit codes that are no failure. Default [0]. */
  readonly acceptExitCodes?: readonly number[] | undefined;
  /** Whose private directories are kept. Default none. */
  readonly keep?: 'none' | 'failed' | 'all' | undefined;
  /** Where they are kept, called by run and trial: `3-17`. Default `kept-trials` in the base directory. */
  readonly keepIn?: string | undefined;
}

/** The same, checked, as plain data that travels: templates are read once, so that all trials get the same ones. */
export type PreparedProgram = PreparedCommon & {
  readonly stdin?: string;
  /** Texts by name of the file. */
  readonly template: { readonly [name: string]: string };
  readonly output: { readonly file?: string; readonly reading: Reading };
  readonly acceptExitCodes: readonly number[];
  readonly keep: 'none' | 'failed' | 'all';
  readonly keepIn: string;
};

/** The file that `{input}` is where there is no template. */
export const defaultInput = 'input.json';
/** The file that `{output}` is where `output` names none. */
const defaultOutput = 'output.json';

export const programFacts: readonly Fact[] = ['run', 'trial', 'seed', 'directory', 'input', 'output'];

const flat = defineOptions({
  stdin: { type: 'string', optional: true, description: '"numbers", "json" or a text with placeholders' },
  acceptExitCodes: { type: 'numbers', min: 0, max: 255, default: [0], description: 'exit codes that are no failure' },
  keep: { type: 'choice', of: ['none', 'failed', 'all'], default: 'none', description: 'whose directories are kept' },
  keepIn: { type: 'string', optional: true, description: 'where they are kept' },
});

const names = ['template', 'output', ...Object.keys(flat), ...commonNames];

/**
 * Checks a command and its options.
 *
 * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_BOUNDS`
 */
export function prepareProgram(command: unknown, options: unknown): PreparedProgram {
  const where = 'program';
  const given = checkNames(options, names, where);
  const common = prepareCommon(command, given, where);
  const { stdin, acceptExitCodes, keep, keepIn } = parseOptions(flat, only(given, Object.keys(flat)), where);
  const prepared: PreparedProgram = {
    ...common,
    ...(stdin !== undefined && { stdin }),
    template: templatesOf(given['template'], common.baseDirectory, where),
    output: outputOf(given['output'], where),
    acceptExitCodes,
    keep,
    keepIn: resolve(common.baseDirectory, keepIn ?? 'kept-trials'),
  };
  return checkPlaces(prepared, where);
}

/** Every placeholder stands for something, and every parameter goes somewhere. */
function checkPlaces(prepared: PreparedProgram, where: string): PreparedProgram {
  const { words, parameters, stdin, template, output } = prepared;
  const known: Known = { names: parameters.map(({ name }) => name), facts: programFacts };
  const inCommand = words.map(word => parsePattern(word, known, `${where}: command`));
  const elsewhere = Object.entries(template).map(([name, text]) =>
    parsePattern(text, known, `${where}: template ${name}`),
  );
  if (stdin !== undefined && stdin !== 'numbers' && stdin !== 'json')
    elsewhere.push(parsePattern(stdin, known, `${where}: stdin`));
  const hasRequest = usesFact([...inCommand, ...elsewhere], 'input') && Object.keys(template).length === 0;
  if (stdin !== 'numbers' && stdin !== 'json' && !hasRequest) {
    const used = usedParameters([...inCommand, ...elsewhere], parameters.length);
    const forgotten = known.names.filter((_, i) => !used.has(i));
    if (forgotten.length > 0)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `${where}: command: ${forgotten.map(show).join(', ')} ${forgotten.length === 1 ? 'goes' : 'go'} nowhere: put {${forgotten[0]}} for one, or {${known.names.includes('x') ? 'point' : 'x'}} for all of them, into the command, or give stdin or a template`,
      );
  }
  const writes = usesFact([...inCommand, ...elsewhere], 'output');
  return writes && output.file === undefined
    ? {
        ...prepared,
        output: { file: defaultOutput, reading: output.reading === 'last-number' ? 'json' : output.reading },
      }
    : prepared;
}

function templatesOf(given: unknown, from: string, where: string): { readonly [name: string]: string } {
  if (given === undefined) return {};
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `${where}: template: ${message}`);
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw fail(`expected the paths of templates by the names of files, got ${show(given)}`);
  return Object.fromEntries(
    Object.entries(given as Readonly<Record<string, unknown>>).map(([name, path]) => {
      if (typeof path !== 'string') throw fail(`${name}: expected the path of a template, got ${show(path)}`);
      return [checkFileName(name, `${where}: template`), readTemplate(resolve(from, path), fail)];
    }),
  );
}

function readTemplate(path: string, fail: (message: string) => GlompoError): string {
  try {
    if (!statSync(path).isFile()) throw fail(`${path} is not a file`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof GlompoError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw fail(`${path} does not exist`);
    throw fail(code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? `${path} is no text in UTF-8` : `${path}: ${message}`);
  }
}

function outputOf(given: unknown, where: string): PreparedProgram['output'] {
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `${where}: output: ${message}`);
  if (given === undefined) return { reading: 'last-number' };
  if (given === 'last-number' || given === 'json') return { reading: given };
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw fail(`expected "last-number", "json", { file } or { pattern }, got ${show(given)}`);
  const { file, format, pattern } = checkNames(given, ['file', 'format', 'pattern'], `${where}: output`);
  if (format !== undefined && format !== 'last-number' && format !== 'json')
    throw fail(`format: expected "last-number" or "json", got ${show(format)}`);
  if (format !== undefined && pattern !== undefined) throw fail('there are a format and a pattern: give one of them');
  if (file !== undefined && typeof file !== 'string')
    throw fail(`file: expected the name of a file, got ${show(file)}`);
  const name = file === undefined ? undefined : checkFileName(file, `${where}: output`);
  const byName = name?.endsWith('.json') ? 'json' : 'last-number';
  return {
    ...(name !== undefined && { file: name }),
    reading: pattern === undefined ? (format ?? byName) : patternOf(pattern, fail),
  };
}

function patternOf(pattern: unknown, fail: (message: string) => GlompoError): Reading {
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp))
    throw fail(`pattern: expected a regular expression, got ${show(pattern)}`);
  try {
    const { source, flags } = new RegExp(pattern, typeof pattern === 'string' ? 'm' : pattern.flags.replace('y', ''));
    // An empty alternative matches anything: the answer has as many entries as there are groups, and one.
    if ((new RegExp(`${source}|`, flags).exec('') as RegExpExecArray).length !== 2)
      throw fail(`pattern: expected one group in parentheses, the value, in /${source}/`);
    return { pattern: source, flags };
  } catch (error) {
    throw error instanceof GlompoError ? error : fail(`pattern: ${(error as Error).message}`);
  }
}

/** A file's name inside of the private directory. */
function checkFileName(name: string, where: string): string {
  const path = normalize(name);
  if (name === '' || isAbsolute(path) || path.startsWith('..') || path === '.')
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${where}: ${show(name)} is no name of a file inside of the private directory of an evaluation`,
    );
  return path;
}
