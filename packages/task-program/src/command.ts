import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { GlompoError, show } from '@glompo/core/plugin';
import { commandWords } from './command-words.js';

/**
 * The words of a command that was given as one text or as a list, with the files among them made absolute: programs run in other folders. Files
 * are the program itself if it has a slash, and of the other words those with a slash or an extension that are there.
 *
 * @param from what relative paths are relative to
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function wordsOf(command: unknown, from: string, where: string): readonly string[] {
  const words = typeof command === 'string' ? commandWords(command, where) : command;
  if (!Array.isArray(words) || !words.every(word => typeof word === 'string'))
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${where}: command: expected a text or a list of words, got ${show(command)}`,
    );
  const stray = words.find(word => word.includes('\0'));
  if (stray !== undefined)
    throw new GlompoError('GLOMPO_OPTION', `${where}: command: ${show(stray)} has a zero character in it`);
  const [program, ...others] = words as string[];
  if (program === undefined || program.trim() === '')
    throw new GlompoError('GLOMPO_OPTION', `${where}: command: there is no program in it`);
  return [
    program.includes('/') && !program.includes('{') ? resolve(from, program) : program,
    ...others.map(word => (looksLikeFile(word) && existsSync(resolve(from, word)) ? resolve(from, word) : word)),
  ];
}

function looksLikeFile(word: string): boolean {
  return !/[{}]/.test(word) && !/^[-+]?[\d.]+$/.test(word) && (word.includes('/') || /\.[A-Za-z]\w*$/.test(word));
}

/** A command as messages show it: in one line, cut if it is long. */
export function showCommand(words: readonly string[]): string {
  const quoted = words.map(word => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`));
  const text = quoted.join(' ').replace(/\s+/g, ' ');
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
