import { bug } from '@glompo/core/plugin';
import { constants, functions, modulo, power } from './functions.js';

/** A part of an expression, as a function of the point: a number, or true or false. */
type Part<T = number> = (x: Float64Array) => T;

interface Operator {
  /** As it is written. */
  readonly sign: string;
  readonly takes: 'number' | 'condition';
  readonly gives: 'number' | 'condition';
  compile(parts: readonly Part<never>[]): Part<number | boolean>;
}

const arithmetic = (sign: string, compile: (a: Part, b: Part) => Part): Operator => ({
  sign,
  takes: 'number',
  gives: 'number',
  compile: ([a, b]) => compile(a as Part, b as Part),
});
const comparison = (sign: string, compile: (a: Part, b: Part) => Part<boolean>): Operator => ({
  sign,
  takes: 'number',
  gives: 'condition',
  compile: ([a, b]) => compile(a as Part, b as Part),
});
const logic = (sign: string, compile: (a: Part<boolean>, b: Part<boolean>) => Part<boolean>): Operator => ({
  sign,
  takes: 'condition',
  gives: 'condition',
  compile: ([a, b]) => compile(a as Part<boolean>, b as Part<boolean>),
});

/** The operators that an expression may use, by the names that mathjs gives them. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ['add', arithmetic('+', (a, b) => x => a(x) + b(x))],
  ['subtract', arithmetic('-', (a, b) => x => a(x) - b(x))],
  ['multiply', arithmetic('*', (a, b) => x => a(x) * b(x))],
  ['divide', arithmetic('/', (a, b) => x => a(x) / b(x))],
  ['pow', arithmetic('^', (a, b) => x => power(a(x), b(x)))],
  ['mod', arithmetic('%', (a, b) => x => modulo(a(x), b(x)))],
  ['unaryMinus', arithmetic('-', a => x => -a(x))],
  ['unaryPlus', arithmetic('+', a => a)],
  ['smaller', comparison('<', (a, b) => x => a(x) < b(x))],
  ['smallerEq', comparison('<=', (a, b) => x => a(x) <= b(x))],
  ['larger', comparison('>', (a, b) => x => a(x) > b(x))],
  ['largerEq', comparison('>=', (a, b) => x => a(x) >= b(x))],
  ['equal', comparison('==', (a, b) => x => a(x) === b(x))],
  ['unequal', comparison('!=', (a, b) => x => a(x) !== b(x))],
  ['and', logic('and', (a, b) => x => a(x) && b(x))],
  ['or', logic('or', (a, b) => x => a(x) || b(x))],
  ['not', logic('not', a => x => !a(x))],
]);

/**
 * Makes a function of a program: words in postfix order, each a number, the name of a constant or of a variable, or `name/arguments` for an
 * operator, a function or `if`. Whatever the words are, the result computes with numbers and does nothing else.
 *
 * @param variables their names, in the order of the point's coordinates
 */
export function compileProgram(program: string, variables: readonly string[]): Part<unknown> {
  const coordinates = new Map(variables.map((name, i) => [name, i]));
  const stack: Part<unknown>[] = [];
  for (const word of program.split(' ')) {
    const [, name, count] = /^(.*)\/(\d+)$/.exec(word) ?? [];
    if (name === undefined) {
      stack.push(leaf(word, coordinates));
    } else {
      const parts = stack.splice(Math.max(0, stack.length - Number(count))) as Part<never>[];
      if (parts.length !== Number(count)) throw bug(`a compiled expression misses arguments for ${word}`);
      stack.push(operation(name, parts));
    }
  }
  if (stack.length !== 1) throw bug(`a compiled expression leaves ${stack.length} values`);
  return stack[0] as Part<unknown>;
}

function leaf(word: string, coordinates: ReadonlyMap<string, number>): Part {
  const coordinate = coordinates.get(word);
  if (coordinate !== undefined) return x => x[coordinate] as number;
  const value = constants.get(word) ?? Number(word);
  if (Number.isNaN(value)) throw bug(`a compiled expression has the unknown word ${JSON.stringify(word)}`);
  return () => value;
}

function operation(name: string, parts: readonly Part<never>[]): Part<unknown> {
  if (name === 'if') {
    const [condition, yes, no] = parts as readonly Part<unknown>[] as readonly [Part<boolean>, Part, Part];
    return x => (condition(x) ? yes(x) : no(x));
  }
  const known = operators.get(name);
  if (known !== undefined) return known.compile(parts);
  const of = functions.get(name)?.of;
  if (of === undefined) throw bug(`a compiled expression has the unknown operation ${JSON.stringify(name)}`);
  const [a, b] = parts as readonly Part[] as readonly [Part, Part];
  switch (parts.length) {
    case 1:
      return x => of(a(x));
    case 2:
      return x => of(a(x), b(x));
    default:
      return x => of(...parts.map(part => (part as Part)(x)));
  }
}
