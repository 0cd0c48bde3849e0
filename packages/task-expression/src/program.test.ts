import { expect, test } from 'vitest';
import { compileProgram } from './program.js';

const at = Float64Array.of(3, 4);

test('a program computes what its words say, last things first', () => {
  expect(compileProgram('x 1 subtract/2 2 pow/2 y add/2', ['x', 'y'])(at)).toBe(8);
  expect(compileProgram('x y larger/2 x y if/3', ['x', 'y'])(at)).toBe(4);
  expect(compileProgram('x y 12 hypot/3', ['x', 'y'])(at)).toBe(13);
});

test('only the side of a condition that holds is computed', () => {
  expect(compileProgram('x 0 larger/2 1 x 0 divide/2 if/3', ['x'])(at)).toBe(1);
});

test.each([
  ['x constructor/1', 'unknown operation "constructor"'],
  ['x eval/1', 'unknown operation "eval"'],
  ['x __proto__/1', 'unknown operation "__proto__"'],
  ['process', 'unknown word "process"'],
  ['constructor', 'unknown word "constructor"'],
  ['x add/2', 'misses arguments for add/2'],
  ['x y', 'leaves 2 values'],
])('a program that no expression gives is refused: %s', (program, message) => {
  expect(() => compileProgram(program, ['x', 'y'])).toThrow(message);
});
