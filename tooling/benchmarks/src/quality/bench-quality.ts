import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { GlompoError } from '@glompo/core';
import { ArgumentError } from '../arguments.js';
import { rowsOf } from './crew.js';
import { lostRun, measureRun } from './measure-run.js';
import { createMethod } from './methods/methods.js';
import { jobsOf, planSession, workersFor } from './plan.js';
import { loadProblem } from './problems/problem.js';
import { type QualityArguments, qualityUsage, readQualityArguments } from './quality-arguments.js';
import { reportMarkdown } from './report/markdown.js';
import { reportPage } from './report/page.js';
import { type Report, reportOf } from './report/report.js';
import { reportText } from './report/text.js';
import { appendRow, checkGoesOn, type Results, readResults, type SessionRow } from './results-file.js';
import type { Job, RunRow } from './run-row.js';

/** Where words go. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
}

/**
 * `npm run bench -- quality`: measures how well methods find minima, and reports it.
 *
 * @returns the exit status: 2 for arguments that nobody can follow, 1 where a repeated run differs from the recorded one
 */
export async function benchQuality(args: readonly string[], streams: Streams): Promise<number> {
  try {
    const given = readQualityArguments(args);
    if (given.help) {
      streams.out(qualityUsage);
      return 0;
    }
    if (given.onlyRow !== undefined && given.results !== '-') return await repeatRow(given.onlyRow, given, streams);
    return await measureAndReport(given, streams);
  } catch (error) {
    if (!(error instanceof ArgumentError || error instanceof GlompoError)) throw error;
    streams.err(`bench quality: ${error.message}\n`);
    return 2;
  }
}

async function measureAndReport(given: QualityArguments, streams: Streams): Promise<number> {
  const { results: file } = given;
  for (const name of given.beside) if (!existsSync(name)) throw new ArgumentError(`--beside: ${name} does not exist`);
  for (const [flag, name] of [
    ['results', file],
    ['page', given.page ?? file],
  ] as const)
    if (!existsSync(dirname(name))) throw new ArgumentError(`--${flag}: the folder ${dirname(name)} does not exist`);
  if (!given.reportOnly) {
    const session = await planSession(given);
    for (const [label, why] of Object.entries(session.skipped)) streams.err(`${label} is left out: ${why}\n`);
    await measureSession(session, given, streams);
    if (file === '-') return 0;
  } else if (!existsSync(file)) throw new ArgumentError(`--results: ${file} does not exist`);
  const report = reportOf([file, ...given.beside].map(name => ({ file: name, results: readResults(name) })));
  const page = given.page ?? `${file.replace(/\.jsonl$/, '')}.html`;
  writeFileSync(page, reportPage(report));
  streams.err(`${page}: the page with plots\n`);
  streams.out(written(report, given.output));
  return 0;
}

function written(report: Report, output: QualityArguments['output']): string {
  switch (output) {
    case 'json':
      return `${JSON.stringify(report)}\n`;
    case 'markdown':
      return reportMarkdown(report);
    case 'text':
      return reportText(report);
  }
}

async function measureSession(session: SessionRow, given: QualityArguments, streams: Streams): Promise<void> {
  const { results: file, onlyRow } = given;
  const before: Results = file === '-' ? { sessions: [], runs: [] } : readResults(file, true);
  checkGoesOn(file, before, session);
  const done = new Set(before.runs.map(({ id }) => id));
  const jobs = jobsOf(session).filter(({ id }) => !done.has(id) && (onlyRow === undefined || id === onlyRow));
  const keep = (row: SessionRow | RunRow) =>
    file === '-' ? streams.out(`${JSON.stringify(row)}\n`) : appendRow(file, row);
  if (onlyRow !== undefined && jobs.length === 0)
    throw new ArgumentError(`--only-row: no run "${onlyRow}" is asked for`);
  if (done.size > 0) streams.err(`${basename(file)}: ${done.size} runs are there\n`);
  if (jobs.length === 0) return;
  streams.err(`${jobs.length} runs, for ${session.purpose}\n`);
  keep(session);
  const workers = workersFor(given, jobs.length);
  const begun = performance.now();
  let made = 0;
  for await (const row of rowsOf(jobs, { ...given, workers }, lost)) {
    keep(row);
    made++;
    if (row.failure !== undefined) streams.err(`${row.id}: ${row.failure}\n`);
    if (made % 100 === 0 || made === jobs.length) {
      const minutes = (performance.now() - begun) / 60_000;
      streams.err(`${made} of ${jobs.length} runs, ${(made / minutes).toFixed(0)} per minute\n`);
    }
  }
}

async function lost(job: Job, why: string): Promise<RunRow> {
  return lostRun(job, await loadProblem(job.problem, job.precision), why);
}

/** Makes a run again as its row says, and tells whether it came out the same. */
async function repeatRow(id: string, { results: file, python }: QualityArguments, streams: Streams): Promise<number> {
  const { runs, sessions } = readResults(file);
  const recorded = runs.find(row => row.id === id);
  const job = recorded ?? sessions.flatMap(jobsOf).find(each => each.id === id);
  if (job === undefined) throw new ArgumentError(`--only-row: ${file} has no run "${id}"`);
  const { label, method, problem, group, instance, seed, budget, precision } = job;
  const method_ = await createMethod(method, python);
  try {
    const row = await measureRun(
      { id, label, method, problem, group, instance, seed, budget, precision },
      method_,
      await loadProblem(problem, precision),
    );
    streams.out(`${JSON.stringify(row)}\n`);
    if (recorded === undefined) return 0;
    const same = JSON.stringify(row.improvements) === JSON.stringify(recorded.improvements);
    streams.err(`${id}: ${same ? 'every improvement as recorded' : 'NOT as recorded'}\n`);
    return same ? 0 : 1;
  } finally {
    method_.close?.();
  }
}
