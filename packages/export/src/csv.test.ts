import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportStudy } from './export-study.js';
import { folder } from './folder.test.fixture.js';
import { allTrials, events, recordOf } from './recorded-events.test.fixture.js';

const file = join(folder(), 'trials.csv');

/** Cells as RFC 4180 has them, each with whether it was quoted. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n/gy)) {
    const cells = [...(line[1] as string).matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",]*)/g)].map(
      ([, cell]) => cell as string,
    );
    rows.push(cells.map(cell => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell)));
  }
  return rows;
}

test('all trials are in a table that a spreadsheet reads, and no text in it is a formula or a command', async () => {
  await exportStudy(recordOf(events), file, { format: 'csv' });
  const text = readFileSync(file, 'utf8');
  const [head, ...rows] = parse(text) as [string[], ...string[][]];
  const own = ['x', "'=1+2", 'x.value', 'x.', 'a"b,c \ufffd[31m', '../../etc\ufffd/passwd', 'x.Value_2'];
  expect(head.slice(0, 8)).toEqual([
    'evaluation',
    'run',
    'optimizer',
    'trial',
    'seconds',
    'value',
    'outcome',
    'failure',
  ]);
  expect(head.slice(8, 15)).toEqual(own);
  expect(head.slice(15, 17)).toEqual(['gradient.x', 'gradient.=1+2']);
  expect(head.slice(22)).toEqual(['residuals', 'extras']);
  expect(rows).toHaveLength(allTrials.length);
  for (const [i, row] of rows.entries()) {
    const { evaluation, run, trial, value, failed, point, gradient } = allTrials[i] as (typeof allTrials)[number];
    expect(row).toHaveLength(head.length);
    expect([row[0], row[1], row[3], row[5]].map(Number)).toEqual([evaluation, run, trial, failed ? 0 : value]);
    expect([row[5], row[6]]).toEqual(failed ? ['', 'timed-out'] : [`${value}`, 'ok']);
    expect(row.slice(8, 15).map(Number)).toEqual([...point]);
    if (gradient && !Number.isNaN(gradient[0])) expect(row.slice(15, 22).map(Number)).toEqual([...gradient]);
    else expect(row.slice(15, 22).join('')).toBe('');
    for (const cell of [row[2], row[7], ...row.slice(22)]) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: there are none
  expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]/);
});
