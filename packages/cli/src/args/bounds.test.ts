import { box, parametersFromBounds } from '@glompo/core';
import { expect, test } from 'vitest';
import { parseBounds, resolveBounds } from './bounds.js';

const parameters = parametersFromBounds(box(3, -9, 9));
const bounds = (text: string) => resolveBounds(parseBounds(text), parameters);

test('one pair is for all, a list for each, names for some', () => {
  expect(bounds('-5:5')).toEqual(box(3, -5, 5));
  expect(bounds('-5:5, 0:1e-3 ,-2:-1')).toEqual([
    [-5, 5],
    [0, 1e-3],
    [-2, -1],
  ]);
  expect(bounds('x3=-1:1, x1=1_000:2_000')).toEqual([
    [1000, 2000],
    [-9, 9],
    [-1, 1],
  ]);
});

test.each([
  ['5', 'expected low:high'],
  ['a:b', 'expected low:high'],
  ['1:2:3', 'expected low:high'],
  ['x1=0:1,2:3', 'expected low:high'],
  ['=0:1', 'expected low:high'],
  ['x1=0:1,x1=0:2', 'x1: is given twice'],
  ['0:1,2:1,0:1', 'parameter 2: the bounds are reversed: low 2 is above high 1'],
  ['x2=3:3', 'x2: the bounds are equal (3)'],
  ['0:nan', 'a study needs finite bounds, got 0:NaN'],
  ['0:1,0:1', "expected one pair for each of the task's 3 parameters, got 2"],
  ['x22=0:1', 'the task has no parameter "x22"; did you mean "x2"?'],
])('%s is refused', (text, message) => {
  expect(() => bounds(text)).toThrow(`--bounds: ${message}`);
});
