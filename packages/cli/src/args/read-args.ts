import { GlompoError, suggest } from '@glompo/core';
import type { Flag } from './flag.js';
import { textWithNul } from './nul.js';

/** What a command line says, unchecked. */
export interface Args {
  readonly positionals: readonly string[];
  /** Values by name of the flag, in the order given; switches have none. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  /** `--name value` or `--name=value` where the command has no such flag, in the order given. */
  readonly others: readonly OtherFlag[];
  /** The study file that part of it is from. */
  readonly file?: FromFile | undefined;
}

/** What a study file gives beside texts. */
export interface FromFile {
  /** The path of the file, from the working directory. */
  readonly path: string;
  /** The same, absolute. What its values name is relative to its folder. */
  readonly file: string;
  /** Whether its `command` is the program that is run. */
  readonly isCommand: boolean;
  /** Parts that are objects of a file in code, by the flag in whose place they stand, with the texts beside them. `task` stands for TASK. */
  readonly objects: ReadonlyMap<string, readonly (string | object)[]>;
  /** What is wrong in it, beside what its texts say. */
  readonly mistakes: readonly GlompoError[];
  /** A message about a flag, as one about the place in the file; undefined if what it is about is not from the file. */
  told(message: string, index: number | undefined): string | undefined;
}

export interface OtherFlag {
  readonly name: string;
  readonly value: string | undefined;
}

/**
 * Reads arguments: `--name value`, `--name=value`, `--switch`, short switches such as `-q`. After `--` everything is positional. The value
 * of a flag may begin with a dash (`--target -5`), but not be a flag.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function readArgs(args: readonly string[], known: readonly Flag[]): Args {
  const positionals: string[] = [];
  const flags = new Map<string, string[]>();
  const others: OtherFlag[] = [];
  const byWord = new Map<string, Flag>(
    known.flatMap(flag => [
      [`--${flag.name}`, flag] as const,
      ...(flag.short ? [[`-${flag.short}`, flag] as const] : []),
    ]),
  );
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === '--') {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (!/^-[^\d.]/.test(arg)) {
      positionals.push(arg);
      continue;
    }
    const [, word = arg, inline] = /^(--[^=]*)=(.*)$/s.exec(arg) ?? [];
    const next = args[i + 1];
    const following = next !== undefined && next !== '--' && !byWord.has(next.replace(/=.*$/s, '')) ? next : undefined;
    const flag = byWord.get(word);
    if (flag === undefined) {
      if (!word.startsWith('--'))
        throw wrong(
          `${word}: unknown flag${suggest(word, byWord.keys())} (a task that begins with a dash goes after --)`,
        );
      const value = inline ?? (following?.startsWith('--') ? undefined : following);
      if (value !== undefined && inline === undefined) i++;
      refuseNul(value, word);
      others.push({ name: word.slice(2), value });
      continue;
    }
    const values = flags.get(flag.name) ?? [];
    if (values.length > 0 && !flag.repeatable) throw wrong(`--${flag.name}: is given twice`);
    if (flag.value === undefined) {
      if (inline !== undefined) throw wrong(`--${flag.name}: takes no value, got "${inline}"`);
      flags.set(flag.name, ['']);
      continue;
    }
    const value = inline ?? following;
    if (value === undefined)
      throw wrong(
        `--${flag.name}: expected ${flag.value}${flag.example ? `, such as --${flag.name} ${flag.example}` : ''}, got nothing`,
      );
    if (inline === undefined) i++;
    refuseNul(value, `--${flag.name}`);
    flags.set(flag.name, [...values, value]);
  }
  for (const each of positionals) refuseNul(each);
  return { positionals, flags, others };
}

/** @throws GlompoError `GLOMPO_OPTION`, which begins with the flag whose value it is */
function refuseNul(text: string | undefined, flag?: string): void {
  if (!text?.includes('\0')) return;
  const error = textWithNul(text);
  throw flag === undefined ? error : wrong(`${flag}: ${error.message}`);
}

/** The values of a flag: texts, and objects where a study file in code has some. */
export function valuesOf({ flags, file }: Pick<Args, 'flags' | 'file'>, flag: string): readonly (string | object)[] {
  return file?.objects.get(flag) ?? flags.get(flag) ?? [];
}

/** The error about a flag that nobody knows, with the nearest ones. */
export function unknownFlag({ name }: OtherFlag, command: string, known: Iterable<string>): GlompoError {
  const hint = suggest(name, known).replace(/"([^"]+)"/g, '"--$1"');
  return wrong(`--${name}: unknown flag${hint.startsWith('; did') ? hint : `; glompo help ${command} lists them`}`);
}

function wrong(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', message);
}
