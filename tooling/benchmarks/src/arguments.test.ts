import { expect, test } from 'vitest';
import { readArguments } from './arguments.js';

const read = (...args: string[]) => readArguments(args, ['B1', 'B4', 'B10']);

test('nothing means every bar, and peers', () => {
  expect(read()).toEqual({ command: 'bars', only: undefined, peers: true, json: false, smoke: false });
});

test('--only chooses bars, in their own order, and peers only if they are named', () => {
  expect(read('--only', 'b10,B1', '--json')).toMatchObject({ only: ['B1', 'B10'], peers: false, json: true });
  expect(read('--only', 'B4', '--only', 'peers')).toMatchObject({ only: ['B4'], peers: true });
});

test('parallelism has every task and row unless some are chosen', () => {
  const table = read('parallelism');
  expect(table).toMatchObject({ command: 'parallelism', tasks: ['cpu', 'sleep', 'uneven'], repeat: 3 });
  expect(table.command === 'parallelism' && table.rows.length).toBe(13);
  expect(read('parallelism', '--task', 'sleep', '--row', 'threads/processes,auto', '--repeat', '5')).toMatchObject({
    tasks: ['sleep'],
    rows: ['threads/processes', 'auto'],
    repeat: 5,
  });
});

test.each([
  [['--only', 'B7'], '--only: unknown "B7": expected B1, B4, B10, peers'],
  [['--only', ''], '--only: unknown "": expected B1, B4, B10, peers'],
  [['--task', 'cpu'], '--task belongs to "parallelism"'],
  [['paralelism'], 'unknown word "paralelism": expected "parallelism" or nothing'],
  [['parallelism', 'B1'], 'one thing at a time, not also "B1"'],
  [['parallelism', '--only', 'B1'], '--only chooses bars, not rows of the table: use --task and --row'],
  [['parallelism', '--repeat', '0'], '--repeat: expected a positive integer, got "0"'],
  [['parallelism', '--row', 'thread/inline'], '--row: unknown "thread/inline": expected inline/with-optimizer, '],
  [['--jsn'], "Unknown option '--jsn'"],
])('%j is refused in a sentence', (args, message) => {
  expect(() => read(...args)).toThrow(message);
});
