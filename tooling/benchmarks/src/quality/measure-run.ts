import { now } from '../clock.js';
import { Meter } from './meter.js';
import type { Method, Notes } from './methods/method.js';
import type { Problem } from './problems/problem.js';
import type { Job, RunRow } from './run-row.js';

/** Carries one run through; what goes wrong is in its row. */
export async function measureRun(job: Job, method: Method, problem: Problem): Promise<RunRow> {
  const meter = new Meter(problem, job.budget);
  const cpu = process.cpuUsage();
  const from = now();
  let notes: Notes = {};
  let failure: string | undefined;
  try {
    notes = await method.run(problem, meter, { seed: searchSeed(job), budget: job.budget });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const seconds = (now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    type: 'run',
    ...job,
    dimensions: problem.dimensions,
    minimum: problem.minimum,
    evaluations: meter.spent,
    solved: meter.solved,
    best: Number.isFinite(meter.best) ? meter.best : null,
    improvements: meter.improvements.flat(),
    seconds: round(seconds),
    cpuSeconds: round((user + system) / 1e6),
    notes,
    ...(failure !== undefined && { failure }),
  };
}

/** Instances of one seed do not start at the same point: they are tries of their own. */
export function searchSeed({ seed, instance }: Pick<Job, 'seed' | 'instance'>): number {
  return instance === null ? seed : (seed + 1_000_003 * instance) % 2 ** 32;
}

/** A run that never came back: its process died, or was ended. */
export function lostRun(job: Job, problem: Pick<Problem, 'dimensions' | 'minimum'>, failure: string): RunRow {
  const { dimensions, minimum } = problem;
  const nothing = { evaluations: job.budget, solved: false, best: null, improvements: [], seconds: 0, cpuSeconds: 0 };
  return { type: 'run', ...job, dimensions, minimum, ...nothing, notes: {}, failure };
}

function round(seconds: number): number {
  return Math.round(1e4 * seconds) / 1e4;
}
