import { expect, test } from 'vitest';
import { splitWords, wholeNumbers } from './words.js';

test('commas inside of brackets and quotes belong to a word', () => {
  expect(splitWords('a(b, c(d=[1, 2])), x: e("f,g") ,, h')).toEqual(['a(b, c(d=[1, 2]))', 'x: e("f,g")', 'h']);
});

test('numbers are listed, or from the first to the last, each once', () => {
  expect(wholeNumbers('--seeds', '1-3,7,2..4')).toEqual([1, 2, 3, 7, 4]);
  for (const wrong of ['', '3-1', '-1', '1.5', '0-99999999', 'x'])
    expect(() => wholeNumbers('--seeds', wrong)).toThrow('--seeds: expected whole numbers');
});
