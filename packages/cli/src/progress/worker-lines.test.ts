import { expect, test } from 'vitest';
import { WorkerLines } from './worker-lines.js';

const piece = (run: number | undefined, text: string, stream: 'stdout' | 'stderr' = 'stdout') => ({
  ...(run !== undefined && { run }),
  stream,
  text,
});

test('lines of several runs and streams that come in pieces are whole, and each of its own', () => {
  const lines = new WorkerLines();
  expect(lines.take(piece(1, 'rea'))).toEqual([]);
  expect(lines.take(piece(2, 'half '))).toEqual([]);
  expect(lines.take(piece(1, 'error\n', 'stderr'))).toEqual([{ run: 1, text: 'error' }]);
  expect(lines.take(piece(1, 'ding\nmesh\r\n\nrest'))).toEqual([
    { run: 1, text: 'reading' },
    { run: 1, text: 'mesh' },
    { run: 1, text: '' },
  ]);
  expect(lines.take(piece(undefined, 'loading\n'))).toEqual([{ run: undefined, text: 'loading' }]);
  expect(lines.rest()).toEqual([
    { run: 2, text: 'half ' },
    { run: 1, text: 'rest' },
  ]);
  expect(lines.rest()).toEqual([]);
  expect([lines.count, lines.runs]).toEqual([7, 2]);
});

test('the last line is counted before its end has come', () => {
  const lines = new WorkerLines();
  lines.take(piece(1, 'one\ntw'));
  expect(lines.count).toBe(2);
  lines.take(piece(1, 'o\n'));
  expect(lines.count).toBe(2);
});

test('100 MB without an end of line are one line that is cut', () => {
  const lines = new WorkerLines();
  const megabyte = 'x'.repeat(2 ** 20);
  for (let i = 0; i < 100; i++) expect(lines.take(piece(1, megabyte))).toEqual([]);
  expect(lines.take(piece(1, 'y\nz'))).toEqual([{ run: 1, text: `${'x'.repeat(4000)}… (cut)` }]);
  expect(lines.count).toBe(2);
});

test('of many beginnings without an end, the oldest is given out as it is', () => {
  const lines = new WorkerLines();
  const given = Array.from({ length: 300 }, (_, run) => lines.take(piece(run, `run ${run}`))).flat();
  expect(given).toHaveLength(300 - 256);
  expect(given[0]).toEqual({ run: 0, text: 'run 0' });
  expect(lines.rest()).toHaveLength(256);
  expect([lines.count, lines.runs]).toEqual([300, 300]);
});
