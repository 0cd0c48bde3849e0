import { GlompoError, Mistakes, suggest } from '@glompo/core';
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
  /** Of a study that goes on: what it chooses optimizers by where no flag says so. Undefined: the default of this version. */
  readonly defaultSelector?: string | undefined;
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
 * @param mistakes takes what is wrong, for the caller to tell it with what else is wrong; a flag without its value has none then, and of one that is
 *   given twice the first counts. Absent: it is thrown, all of it at once. A NUL character is thrown in any case.
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function readArgs(args: readonly string[], known: readonly Flag[], mistakes?: Mistakes): Args {
  const found = mistakes ?? new Mistakes();
  const positionals: string[] = [];
  const flags = new Map<string, readonly string[]>();
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
      const value = inline ?? (following === undefined || /^--|^-[A-Za-z]$/.test(following) ? undefined : following);
      if (word.startsWith('--')) {
        if (value !== undefined && inline === undefined) i++;
        others.push({ name: word.slice(2), value });
        continue;
      }
      // All single letters are near to each other.
      const hint = word.length > 2 ? suggest(word, byWord.keys()) : '';
      found.add(wrong(`${word}: unknown flag${hint} (a task that begins with a dash goes after --)`));
      // Where there is a task already, what follows is meant as a value.
      if (positionals.length > 0 && value !== undefined && !value.startsWith('-')) i++;
      continue;
    }
    const before = flags.get(flag.name);
    const isAgain = before !== undefined && !flag.repeatable;
    if (isAgain) found.add(wrong(`--${flag.name}: is given twice`));
    if (flag.value === undefined) {
      if (inline !== undefined) found.add(wrong(`--${flag.name}: takes no value, got "${inline}"`));
      flags.set(flag.name, ['']);
      continue;
    }
    const value = inline ?? following;
    if (inline === undefined && value !== undefined) i++;
    if (value === undefined)
      found.add(
        wrong(
          `--${flag.name}: expected ${flag.value}${flag.example ? `, such as --${flag.name} ${flag.example}` : ''}, got nothing`,
        ),
      );
    if (!isAgain) flags.set(flag.name, [...(before ?? []), ...(value === undefined ? [] : [value])]);
  }
  if (refuseNul(args, { positionals, flags, others }, found) || mistakes === undefined) found.throwIfAny();
  return { positionals, flags, others };
}

/** Nothing may be done with such a text. @returns whether there is one */
function refuseNul(args: readonly string[], { positionals, flags, others }: Args, mistakes: Mistakes): boolean {
  const refuse = (text: string | undefined, flag?: string) => {
    if (!text?.includes('\0')) return;
    const error = textWithNul(text);
    mistakes.add(flag === undefined ? error : wrong(`--${flag}: ${error.message}`));
  };
  if (!args.some(arg => arg.includes('\0'))) return false;
  for (const [flag, values] of flags) for (const value of values) refuse(value, flag);
  for (const { name, value } of others) refuse(value, name);
  for (const each of positionals) refuse(each);
  return true;
}

/** The values of a flag: texts, and objects where a study file in code has some. */
export function valuesOf({ flags, file }: Pick<Args, 'flags' | 'file'>, flag: string): readonly (string | object)[] {
  return file?.objects.get(flag) ?? flags.get(flag) ?? [];
}

/** @throws GlompoError about each flag that the command does not have */
export function refuseOthers(others: readonly OtherFlag[], command: string, known: readonly Flag[]): void {
  const mistakes = new Mistakes();
  for (const other of others)
    mistakes.add(
      unknownFlag(
        other,
        command,
        known.map(({ name }) => name),
      ),
    );
  mistakes.throwIfAny();
}

/** The error about a flag that nobody knows, with the nearest ones. */
export function unknownFlag({ name }: OtherFlag, command: string, known: Iterable<string>): GlompoError {
  const hint = suggest(name, known).replace(/"([^"]+)"/g, '"--$1"');
  return wrong(`--${name}: unknown flag${hint.startsWith('; did') ? hint : `; glompo help ${command} lists them`}`);
}

function wrong(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', message);
}
