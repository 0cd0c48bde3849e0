import { GlompoError, type PlainObject, parseOptions, type TaskModule } from '@glompo/core';
import { type PersistentOptions, type ProgramOptions, persistentProgram, program } from '@glompo/task-program';
import { parseBounds } from '../args/bounds.js';
import { wrongValue } from '../args/values.js';
import { commandOptions } from './command-options.js';

/**
 * The task that a command is.
 *
 * @param boundsText what `--bounds` says: it names the parameters
 * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_BOUNDS`; the message begins with the flag that is wrong
 */
export function commandTask(
  command: string,
  boundsText: string | undefined,
  { options: given, workingDirectory }: { readonly options: PlainObject; readonly workingDirectory: string },
): TaskModule {
  const { dims, ...others } = given;
  const bounds = boundsOf(boundsText, dims);
  const codes = others['exit-codes'];
  const flags = typeof codes === 'number' ? { ...others, 'exit-codes': [codes] } : others;
  const { persistent, ...options } = parseOptions(commandOptions, flags, '--command');
  const common: PersistentOptions = {
    bounds,
    baseDirectory: workingDirectory,
    cwd: options.cwd,
    env: pairsOf('env', 'NAME=VALUE', options.env),
    timeout: options.timeout,
    grace: options.grace,
    maxOutputMb: options['max-output-mb'],
  };
  try {
    if (persistent) {
      const [stray] = Object.keys(flags).filter(name => onlyOnce.has(name));
      if (stray !== undefined)
        throw new GlompoError(
          'GLOMPO_OPTION',
          `${stray}: a persistent program has no such option: it is asked by lines of JSON`,
        );
      return persistentProgram(command, { ...common, startTimeout: options['start-timeout'] });
    }
    if (options['start-timeout'] !== undefined)
      throw new GlompoError('GLOMPO_OPTION', 'start-timeout: is for persistent programs only (--persistent)');
    return program(command, {
      ...common,
      stdin: options.stdin,
      template: pairsOf('template', 'NAME=PATH', options.template),
      output: outputOf(options),
      acceptExitCodes: options['exit-codes'],
      keep: options.keep,
      keepIn: options['keep-in'],
    });
  } catch (error) {
    if (!(error instanceof GlompoError)) throw error;
    const told = error.message.replace(/^(program|persistentProgram): (command: )?/, '');
    throw new GlompoError(error.code, `--command: ${told}`, { cause: error.cause });
  }
}

/** Options of programs that are started for every point. */
const onlyOnce = new Set([
  'stdin',
  'template',
  'output',
  'output-file',
  'output-pattern',
  'exit-codes',
  'keep',
  'keep-in',
]);

function boundsOf(text: string | undefined, dims: unknown): NonNullable<ProgramOptions['bounds']> {
  if (text === undefined)
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      '--command: --bounds are missing: they name its parameters: --bounds x=-5:5,y=0:1',
    );
  const bounds = parseBounds(text);
  if (dims !== undefined && bounds.type !== 'all')
    throw new GlompoError('GLOMPO_OPTION', '--dims: --bounds has a pair for each parameter already');
  switch (bounds.type) {
    case 'named':
      return bounds.pairs;
    case 'each':
      return bounds.pairs;
    case 'all':
      if (typeof dims !== 'number')
        throw new GlompoError(
          'GLOMPO_BOUNDS',
          '--bounds: one pair for all parameters of --command, but how many are there? Name them (x=-5:5,y=-5:5), or give --dims',
        );
      return Array.from({ length: dims }, () => bounds.pair);
    default:
      return bounds satisfies never;
  }
}

function outputOf(options: {
  readonly output?: 'last-number' | 'json';
  readonly 'output-file'?: string;
  readonly 'output-pattern'?: string;
}): ProgramOptions['output'] {
  const { output: format, 'output-file': file, 'output-pattern': pattern } = options;
  return file === undefined && pattern === undefined ? format : { file, format, pattern };
}

/** `a=1,b=2`. */
function pairsOf(
  flag: string,
  expected: string,
  text: string | undefined,
): { readonly [name: string]: string } | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map(item => {
      const at = item.indexOf('=');
      if (at < 1) throw wrongValue(flag, `${expected}, several by commas`, text);
      return [item.slice(0, at).trim(), item.slice(at + 1)];
    }),
  );
}
