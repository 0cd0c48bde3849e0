import { expect, it } from 'vitest';
import { lennardJonesReport } from './lennard-jones-report.js';
import type { LennardJonesRow } from './lennard-jones-row.js';
import type { MethodName } from './methods.js';

const problem = { atoms: 38, target: -1, maxEvaluations: 1000, maxSeconds: 10 };

function row(method: MethodName, evaluations: number, solved = true): LennardJonesRow {
  return { method, seed: 1, ...problem, value: -1, solved, evaluations, runs: evaluations / 10, killed: 0, seconds: 2 };
}

it('compares medians with the first method, and counts what was not reached as infinite', () => {
  const rows = [
    ...[100, 300, 200].map(evaluations => row('plain', evaluations)),
    ...[50, 150, 100].map(evaluations => row('managed', evaluations)),
    row('hunted', 100),
    row('hunted', 1000, false),
    row('hunted', 1000, false),
  ];
  const [, , plain, managed, hunted] = lennardJonesReport(rows).split('\n');
  expect(plain).toBe('| plain | 3/3 | 200 | 200 | 10.0 | 1 | 2.0 (at most 2.0) |');
  expect(managed).toContain('| managed | 3/3 | 100 | 100 | 10.0 | 0.50 (');
  expect(hunted).toContain('| hunted | 1/3 | ∞ | 700 |');
});
