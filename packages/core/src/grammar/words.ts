/** A decimal number; digits may be grouped as in `1_000`. */
const number = /^[+-]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^[+-]?Infinity$/;
const partName = /^[A-Za-z@][\w.@/-]*$/;
const key = /^[A-Za-z][\w-]*$/;
const bareString = /^[A-Za-z][\w.-]*$/;

/** A word without quotes: a number, `true`, `false`, or itself. */
export function readWord(word: string): boolean | number | string {
  if (word === 'true' || word === 'false') return word === 'true';
  if (number.test(word)) return Number(word.replaceAll('_', ''));
  if (infinity.test(word)) return Number(word);
  return word;
}

/** Whether a word may be the name of a part. */
export function isPartName(word: string): boolean {
  return partName.test(word) && typeof readWord(word) === 'string';
}

/** Whether a word may stand before `=`. */
export function isKey(word: string): boolean {
  return key.test(word);
}

/** A string as the grammar writes it: bare where it reads back as the same string, quoted elsewhere. */
export function writeString(text: string): string {
  return bareString.test(text) && readWord(text) === text ? text : JSON.stringify(text);
}
