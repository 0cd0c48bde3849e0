import { existsSync, readFileSync } from 'node:fs';
import type { MethodName, Problem } from './methods.js';
import { solve } from './methods.js';

/** What one study came to. */
export interface LennardJonesRow extends Problem {
  readonly method: MethodName;
  readonly seed: number;
  readonly value: number | null;
  readonly solved: boolean;
  /** Gradient evaluations. */
  readonly evaluations: number;
  /** Descents. */
  readonly runs: number;
  readonly killed: number;
  readonly seconds: number;
}

export async function measureRow(method: MethodName, seed: number, problem: Problem): Promise<LennardJonesRow> {
  const { value, evaluations, runs, seconds } = await solve(method, seed, problem);
  const solved = value !== null && value <= problem.target + 1e-3;
  return { method, seed, ...problem, value, solved, evaluations, runs: runs.started, killed: runs.killed, seconds };
}

/** The rows of a file that are about this problem. */
export function readRows(file: string, { atoms, target, maxEvaluations, maxSeconds }: Problem): LennardJonesRow[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as LennardJonesRow)
    .filter(row => row.atoms === atoms && row.target === target)
    .filter(row => row.maxEvaluations === maxEvaluations && row.maxSeconds === maxSeconds);
}
