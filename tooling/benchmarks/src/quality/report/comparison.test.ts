import { expect, test } from 'vitest';
import type { Results, SessionRow } from '../results-file.js';
import { type RunRow, rowId } from '../run-row.js';
import { successVerdict } from './comparison.js';
import { reportMarkdown } from './markdown.js';
import { reportPage } from './page.js';
import { type Report, reportOf } from './report.js';
import { reportText } from './text.js';

const budget = 10_000;
const minimum = 7;

/** Ten runs of each method, with this many solved; the others end at an error. */
function reported(solved: Readonly<Record<string, number>>, error = 3, group = 'sphere(dims=2)'): Report {
  const seeds = Array.from({ length: 10 }, (_, i) => i);
  const session: SessionRow = {
    type: 'session',
    format: 1,
    purpose: 'development',
    budget,
    precision: 1e-8,
    problems: [{ text: 'sphere(dims=2)', group, instance: null }],
    methods: Object.fromEntries(Object.keys(solved).map(label => [label, 'managed()'])),
    seeds,
    skipped: {},
    versions: {},
    code: '',
    machine: { cpu: 'one', cores: 1, memoryBytes: 1, node: 'v20', loadAverage: [] },
    began: '',
  };
  const runs = Object.entries(solved).flatMap(([label, count]) =>
    seeds.map((seed): RunRow => {
      const isSolved = seed < count;
      const job = { label, problem: 'sphere(dims=2)', seed };
      return {
        type: 'run',
        ...job,
        id: rowId(job),
        method: 'managed()',
        group,
        instance: null,
        budget,
        precision: 1e-8,
        dimensions: 2,
        minimum,
        evaluations: isSolved ? 100 : budget,
        solved: isSolved,
        best: minimum + (isSolved ? 1e-9 : error),
        improvements: [1, minimum + 50, 20, minimum + error, ...(isSolved ? [100, minimum + 1e-9] : [])],
        seconds: 1,
        cpuSeconds: 1,
        notes: {},
      };
    }),
  );
  const results: Results = { sessions: [session], runs };
  return reportOf([{ file: 'q.jsonl', results }]);
}

test('only an interval that excludes something says something', () => {
  expect(successVerdict({ low: 0.01, high: 0.5 })).toBe('more often');
  expect(successVerdict({ low: -0.15, high: 0.5 })).toBe('not less often');
  expect(successVerdict({ low: -0.16, high: 0.5 })).toBe('undecided');
  expect(successVerdict({ low: -0.3, high: -0.01 })).toBe('less often');
});

test('ten of ten against none is shown in every way, and the running time pays for tries in vain', () => {
  const { comparisons, summaries } = reported({ good: 10, bad: 0, half: 5 });
  const [againstBad, againstHalf, againstBest] = comparisons;
  expect(againstBad).toMatchObject({ first: 'good', against: 'bad', area: 'larger' });
  expect(againstBad?.problems).toMatchObject([{ success: 'more often', errors: 'smaller', a12: 1, otherSolved: 0 }]);
  expect(againstHalf?.problems).toMatchObject([{ success: 'more often', a12: 0.75, otherSolved: 0.5 }]);
  expect(againstBest).toMatchObject({ against: 'the best of the others', problems: [{ against: 'half' }] });
  expect(summaries['sphere(dims=2)']).toMatchObject({
    good: { solved: 10, runningTime: 100, errorQuartiles: [1e-8, 1e-8, 1e-8] },
    bad: { solved: 0, runningTime: Number.POSITIVE_INFINITY, errorQuartiles: [3, 3, 3] },
    half: { solved: 5, runningTime: (5 * 100 + 5 * budget) / 5 },
  });
});

test('equal results of few runs are undecided, not equal', () => {
  const { comparisons } = reported({ one: 5, other: 5 });
  expect(comparisons[0]).toMatchObject({
    area: 'undecided',
    problems: [{ success: 'undecided', errors: 'undecided' }],
  });
  const text = reportText(reported({ one: 5, other: 5 }));
  expect(text).toContain('not shown to be worse, and not shown not to be');
});

test('the curve ends at the share of targets that were reached, and the area follows from the targets', () => {
  const { curves, summaries } = reported({ all: 10, none: 0 }, 0.9);
  expect(curves.all?.at(-1)?.share).toBe(1);
  // 10^(2 − 0.2 k) ≥ 0.9 for k = 0 … 10, of 51.
  expect(curves.none?.at(-1)?.share).toBeCloseTo(11 / 51, 12);
  // At 20 evaluations ÷ 2, but for the two targets of 50 or more that the first one reaches.
  const width = Math.log(budget / 2);
  expect(summaries['sphere(dims=2)']?.none?.area).toBeCloseTo((2 + 9 * (1 - Math.log(10) / width)) / 51, 12);
});

test('names of methods and problems are text, whatever is in them', () => {
  const report = reported({ '<script>alert(1)</script>\u001b[2J': 3, 'a|b`c': 2 }, 3, 'x<svg onload=y>&"');
  expect(reportPage(report)).not.toMatch(/<script|<svg onload/);
  expect(reportPage(report)).not.toContain('\u001b');
  expect(reportText(report)).not.toContain('\u001b');
  expect(reportMarkdown(report)).not.toMatch(/<script|<svg/);
  expect(reportMarkdown(report)).toContain('a\\|b\\`c');
});
