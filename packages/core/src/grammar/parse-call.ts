import { GlompoError } from '../errors/glompo-error.js';
import { type Call, type CallValue, isCall } from './call.js';
import { isKey, isPartName, readWord } from './words.js';

/**
 * Reads the one grammar of every part: `name(positional, …, key=value, …)`. Values are numbers (`-5`, `1e-3`, `1_000`, `Infinity`),
 * `true`, `false`, strings (quoted with `"` or `'`, or bare words), lists `[a, b]` and further calls. `name` alone is `name()`.
 *
 * @throws GlompoError `GLOMPO_SYNTAX`, with the line and a caret under the place
 */
export function parseCall(text: string): Call {
  const value = new Reader(text).whole();
  if (typeof value === 'object' && isCall(value)) return value;
  if (typeof value === 'string' && isPartName(value)) return { name: value, positional: [], named: {} };
  throw new Reader(text).error('expected a name such as cmaes or cmaes(sigma=0.3)', text.search(/\S/));
}

/** Reads one value of the grammar: a number, a word, a list, a call … */
export function parseValue(text: string): CallValue {
  return new Reader(text).whole();
}

/** Deeper nesting is a mistake, and would end in an overflow of the stack. */
const deepest = 100;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): CallValue {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.error('expected nothing more');
    return value;
  }

  error(expected: string, at = this.#at): GlompoError {
    const before = this.#text.lastIndexOf('\n', at - 1) + 1;
    const after = this.#text.indexOf('\n', at);
    // A long line is cut around the place.
    const from = Math.max(before, at - 60);
    const line = this.#text.slice(from, Math.min(after < 0 ? this.#text.length : after, at + 40)).replaceAll('\t', ' ');
    const place = at >= this.#text.length ? ' at the end' : '';
    return new GlompoError('GLOMPO_SYNTAX', `${expected}${place}:\n  ${line}\n  ${' '.repeat(at - from)}^`);
  }

  #value(): CallValue {
    if (++this.#depth > deepest) throw this.error(`nested deeper than ${deepest} levels`);
    this.#space();
    const start = this.#at;
    const next = this.#text[start];
    let value: CallValue;
    if (next === '[') value = this.#list();
    else if (next === '"' || next === "'") value = this.#quoted(next);
    else {
      const word = this.#word();
      if (word === '') throw this.error('expected a value');
      value = readWord(word);
      if (typeof value === 'number' && !Number.isFinite(value) && !word.endsWith('Infinity'))
        throw this.error('expected a number below 1.8e308', start);
      this.#space();
      if (this.#text[this.#at] === '(') {
        if (!isPartName(word)) throw this.error('expected a name before "("', start);
        value = this.#call(word);
      }
    }
    this.#depth--;
    return value;
  }

  #call(name: string): Call {
    const positional: CallValue[] = [];
    const named: Record<string, CallValue> = {};
    this.#items(')', () => {
      const start = this.#at;
      const word = this.#word();
      this.#space();
      if (this.#text[this.#at] === '=') {
        if (!isKey(word)) throw this.error('expected the name of an option before "="', start);
        if (Object.hasOwn(named, word)) throw this.error(`"${word}" is given twice`, start);
        this.#at++;
        named[word] = this.#value();
        return;
      }
      if (Object.keys(named).length > 0) throw this.error('expected key=value, as before', start);
      this.#at = start;
      positional.push(this.#value());
    });
    return { name, positional, named };
  }

  #list(): readonly CallValue[] {
    const values: CallValue[] = [];
    this.#items(']', () => values.push(this.#value()));
    return values;
  }

  /** What stands between the bracket here and its end, separated by commas; one may follow the last. */
  #items(end: string, item: () => void): void {
    this.#at++;
    for (;;) {
      this.#space();
      if (this.#take(end)) return;
      item();
      this.#space();
      if (this.#take(end)) return;
      if (!this.#take(',')) throw this.error(`expected "," or "${end}"`);
    }
  }

  #quoted(quote: string): string {
    const start = this.#at++;
    let value = '';
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) throw this.error(`expected ${quote} that ends the text begun here`, start);
      this.#at++;
      if (next === quote) return value;
      value += next === '\\' ? this.#escape() : next;
    }
  }

  #escape(): string {
    const next = this.#text[this.#at] ?? '';
    if (next === 'u') {
      const hex = /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at + 1, this.#at + 5));
      if (hex === null) throw this.error('expected four hexadecimal digits after \\u');
      this.#at += 5;
      return String.fromCharCode(Number.parseInt(hex[0], 16));
    }
    const value = escapes[next] ?? (/["'\\/]/.test(next) ? next : undefined);
    if (value === undefined) throw this.error('expected one of n r t b f u " \' \\ / after a backslash');
    this.#at++;
    return value;
  }

  #word(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !/[\s,()[\]="']/.test(this.#text[this.#at] as string)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #take(wanted: string): boolean {
    if (this.#text[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] as string)) this.#at++;
  }
}
