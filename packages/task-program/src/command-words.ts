import { GlompoError } from '@glompo/core/plugin';

/** What a shell would do something with, outside of quotes. */
const forShells = new Map([
  ['|', 'joins programs'],
  ['&', 'joins programs'],
  [';', 'joins programs'],
  ['\n', 'joins programs'],
  ['<', 'reads files'],
  ['>', 'writes files'],
  ['(', 'groups programs'],
  [')', 'groups programs'],
  ['$', 'fills in variables'],
  ['`', 'runs programs'],
  ['*', 'looks for files'],
  ['?', 'looks for files'],
  ['[', 'looks for files'],
]);

/** Whether there is nothing but blanks before or behind a place. */
function isAtEdge(command: string, at: number): boolean {
  return command.slice(0, at).trim() === '' || command.slice(at).trim() === '';
}

/**
 * The words of a command, split as a POSIX shell splits them: by blanks, with `'…'`, `"…"` and backslashes. No shell is started: what only a
 * shell could do is refused.
 *
 * @param where what the command belongs to, as it begins every message
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function commandWords(command: string, where: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `${where}: command: ${message}`);
  const refuse = (what: string, does: string) =>
    fail(
      `${JSON.stringify(what)} at character ${at + 1} ${does} in a shell, and no shell is started: quote it if it is meant as it stands, or give the command to a shell by ["sh", "-c", "…"] (as one text: sh -c '…')`,
    );

  function quoted(): string {
    const end = command.indexOf("'", at + 1);
    if (end === -1) throw fail(`the quote ' at character ${at + 1} is not closed`);
    const inside = command.slice(at + 1, end);
    at = end + 1;
    return inside;
  }

  function doubleQuoted(): string {
    const start = at++;
    let inside = '';
    for (; ; at++) {
      const letter = command[at];
      if (letter === undefined) throw fail(`the quote " at character ${start + 1} is not closed`);
      if (letter === '"') break;
      if (letter === '$' || letter === '`') throw refuse(letter, forShells.get(letter) as string);
      if (letter === '\\' && '$`"\\\n'.includes(command[at + 1] ?? ' ')) {
        at++;
        if (command[at] !== '\n') inside += command[at];
      } else inside += letter;
    }
    at++;
    return inside;
  }

  while (at < command.length) {
    const letter = command[at] as string;
    const atStart = word === undefined;
    const isBlank = letter === ' ' || letter === '\t' || (letter === '\n' && isAtEdge(command, at));
    if (isBlank) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (letter === "'") word = (word ?? '') + quoted();
    else if (letter === '"') word = (word ?? '') + doubleQuoted();
    else if (letter === '\\') {
      const next = command[at + 1];
      if (next === undefined) throw fail('ends with a backslash');
      // A line that goes on.
      if (next !== '\n') word = (word ?? '') + next;
      at += 2;
    } else if (forShells.has(letter)) throw refuse(letter, forShells.get(letter) as string);
    else if (letter === '~' && atStart) throw refuse(letter, 'stands for the home directory');
    else if (letter === '#' && atStart) throw refuse(letter, 'begins a comment');
    else if (letter === '=' && words.length === 0 && /^[A-Za-z_]\w*$/.test(word ?? ''))
      throw fail(`${word}= sets a variable in a shell, and no shell is started: use the option env`);
    else {
      word = (word ?? '') + letter;
      at++;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
