import { ArgumentError } from '../arguments.js';

/** Splits at commas that stand outside of brackets and quotes: `a(b, c), d`. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let [word, depth, quote] = ['', 0, ''];
  for (const letter of text) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if ('(['.includes(letter)) depth++;
    else if (')]'.includes(letter)) depth--;
    if (letter === ',' && depth === 0 && quote === '') {
      words.push(word);
      word = '';
    } else word += letter;
  }
  return [...words, word].map(each => each.trim()).filter(each => each !== '');
}

/** `7`, `1-5`, `1..5`. */
const range = /^(\d+)(?:(?:-|\.\.)(\d+))?$/;

/** Whole numbers such as `1-5,7`. @throws ArgumentError */
export function wholeNumbers(flag: string, text: string): readonly number[] {
  const numbers = text.split(',').flatMap(word => {
    const numbersOf = numbersIn(word.trim());
    if (numbersOf === undefined)
      throw new ArgumentError(`${flag}: expected whole numbers such as 1-5,7, got "${word.trim()}"`);
    return numbersOf;
  });
  return [...new Set(numbers)];
}

/** One number or a range; undefined for anything else. */
export function numbersIn(word: string): readonly number[] | undefined {
  const [, first, last = first] = range.exec(word) ?? [];
  if (first === undefined) return undefined;
  const [from, to] = [Number(first), Number(last)];
  if (from > to || to - from >= 100_000 || to >= 2 ** 32) return undefined;
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
