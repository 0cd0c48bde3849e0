import { availableParallelism } from 'node:os';
import { ArgumentError } from '../arguments.js';
import { machine } from '../machine.js';
import { codeFingerprint } from './fingerprint.js';
import { measureRun } from './measure-run.js';
import { createMethod, methodNames, type NamedMethod, namedMethod } from './methods/methods.js';
import { probePeer } from './methods/peer.js';
import { loadProblem } from './problems/problem.js';
import { isInstanceOfSeed, listProblems, problemOfSeed } from './problems/problem-list.js';
import { instancesFor, purposeOf } from './purpose.js';
import type { QualityArguments } from './quality-arguments.js';
import type { SessionRow } from './results-file.js';
import { type Job, rowId } from './run-row.js';

/** What a call is about to do, checked as far as it can be before anything is measured. @throws ArgumentError, GlompoError */
export async function planSession(given: QualityArguments): Promise<SessionRow> {
  const { seeds, budget, precision, python } = given;
  const purpose = purposeOf(seeds, given.instances ?? []);
  const problems = await listProblems(given.functions, { ...given, fallback: instancesFor[purpose] });
  purposeOf(
    seeds,
    problems.flatMap(({ instance }) => instance ?? []),
    problems.some(isInstanceOfSeed) ? seeds : [],
  );
  const named = (given.methods ?? methodNames).map(namedMethod);
  checkLabels(named);
  const versions: Record<string, string> = { node: process.version };
  const skipped: Record<string, string> = {};
  const methods: Record<string, string> = {};
  for (const { label, text, peer } of named) {
    const probe = peer === undefined ? undefined : probePeer(peer, python);
    if (probe && 'missing' in probe) {
      skipped[label] = probe.missing;
      continue;
    }
    if (peer && probe) versions[peer] = probe.version;
    methods[label] = text;
    if (peer === undefined) await tryOut(text, problemOfSeed(problems[0]?.text as string, seeds[0] as number));
  }
  if (Object.keys(methods).length === 0) throw new ArgumentError('--methods: none of them can be measured here');
  for (const { text } of problems) await loadProblem(problemOfSeed(text, seeds[0] as number), precision);
  return {
    type: 'session',
    format: 1,
    purpose,
    budget,
    precision,
    problems,
    methods,
    seeds,
    skipped,
    versions,
    code: codeFingerprint(),
    machine: machine(),
    began: new Date().toISOString(),
  };
}

/** All runs of a session: methods take turns, seeds come last, so that what is there of an unfinished session can be compared. */
export function jobsOf({ seeds, problems, methods, budget, precision }: SessionRow): readonly Job[] {
  return seeds.flatMap(seed =>
    problems.flatMap(({ text, group, instance }) =>
      Object.entries(methods).map(([label, method]): Job => {
        const problem = problemOfSeed(text, seed);
        const id = rowId({ label, problem, seed });
        return { id, label, method, problem, group, instance, seed, budget, precision };
      }),
    ),
  );
}

export function workersFor({ workers = availableParallelism() }: QualityArguments, jobs: number): number {
  return Math.max(1, Math.min(workers, jobs));
}

function checkLabels(named: readonly NamedMethod[]): void {
  const labels = named.map(({ label }) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new ArgumentError(`--methods: "${twice}" is there twice: give one of them a name`);
  const barred = labels.find(label => label.includes('|'));
  if (barred !== undefined) throw new ArgumentError(`--methods: "${barred}" contains "|": give it a name`);
}

/** Options that a study refuses are refused now, not in every run. */
async function tryOut(method: string, problem: string): Promise<void> {
  const job = { id: '', label: '', method, problem, group: '', instance: null, seed: 0, budget: 20, precision: 1e-8 };
  const made = await createMethod(method, '');
  const { failure } = await measureRun(job, made, await loadProblem(problem, 1e-8));
  if (failure !== undefined) throw new ArgumentError(`--methods: ${method}: ${failure}`);
}
