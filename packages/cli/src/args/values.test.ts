import { expect, test } from 'vitest';
import { failedTrials, numberFrom0, wholeNumber } from './values.js';

test('what follows when trials fail: a word, or a number in a row and a word', () => {
  const read = (text: string) => failedTrials('failed-trials', text);
  expect(['worst', 'end-run', 'end-study'].map(read)).toEqual(['worst', 'end-run', 'end-study']);
  expect(read('1_000:end-study')).toEqual({ inARow: 1000, action: 'end-study' });
  for (const text of ['', 'worst ', '2:worst', '0:end-run', '-1:end-run', '1.5:end-run', ':end-run', '1:2:end-run'])
    expect(() => read(text)).toThrow('--failed-trials: expected worst, end-run, end-study, or the last two with');
});

test('0 is a number of retries, and a time', () => {
  expect(wholeNumber('retries', '0')).toBe(0);
  expect(() => wholeNumber('retries', '-1')).toThrow('--retries: expected an integer of at least 0, got "-1"');
  expect(numberFrom0('abort-grace', '0')).toBe(0);
  expect(() => numberFrom0('abort-grace', 'soon')).toThrow(
    '--abort-grace: expected a number of at least 0, got "soon"',
  );
});
