// A worker of `npm run bench -- quality`: is sent one job at a time, and answers with its row.
import { measureRun } from '../quality/measure-run.js';
import type { Method } from '../quality/methods/method.js';
import { createMethod } from '../quality/methods/methods.js';
import { loadProblem, type Problem } from '../quality/problems/problem.js';
import type { Job } from '../quality/run-row.js';

const python = process.argv[2] as string;
const methods = new Map<string, Promise<Method>>();
let last: { readonly key: string; readonly problem: Problem } | undefined;

process.on('disconnect', () => process.exit());
process.on('message', async (job: Job) => {
  try {
    const row = await measureRun(job, await methodOf(job), await problemOf(job));
    process.send?.({ row });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});

function methodOf({ method }: Job): Promise<Method> {
  const made = methods.get(method) ?? createMethod(method, python);
  methods.set(method, made);
  return made;
}

/** Methods take turns on a problem. */
async function problemOf({ problem, precision }: Job): Promise<Problem> {
  const key = `${precision} ${problem}`;
  if (last?.key !== key) last = { key, problem: await loadProblem(problem, precision) };
  return last.problem;
}
