import { getActiveResourcesInfo } from 'node:process';
import { until } from '../backend/within.js';
import { ensureSame } from '../cases/expect.js';
import { isRunning, notedPrograms, notedWorkers } from './programs.js';

/** What workers and the way to them are made of. */
const ofWorkers = new Set(['MessagePort', 'Worker', 'ProcessWrap', 'PipeWrap', 'PipeConnectWrap']);
/** Ends of streams and ports arrive with the next rounds of the event loop, not at once. */
const settleMs = 2_000;

/** What there was of workers and handles before a study. */
export type Before = readonly string[];

export function resourcesNow(): Before {
  return getActiveResourcesInfo()
    .filter(kind => ofWorkers.has(kind))
    .sort();
}

/**
 * Checks that a study that has ended has left nothing.
 *
 * @param folder in which the faulty task has noted its processes and programs
 * @param except what may be left, since it is stated
 */
export async function ensureNothingLeft(
  before: Before,
  folder: string,
  except: { readonly programs: boolean; readonly workers: boolean },
): Promise<void> {
  const workers = notedWorkers(folder).filter(pid => pid !== process.pid);
  const programs = except.programs ? [] : notedPrograms(folder);
  ensureSame(workers.filter(isRunning), [], 'processes that were workers, and still run');
  ensureSame(programs.filter(isRunning), [], 'programs that the task has started, and still run');
  if (except.workers) return;
  await until(settleMs, 'handles', () => added(before).length === 0).catch(() =>
    ensureSame(added(before), [], 'handles that were not there before'),
  );
}

/** What is there beyond what was there before: that may have been about to go. */
function added(before: Before): readonly string[] {
  const left = [...before];
  return resourcesNow().filter(kind => {
    const at = left.indexOf(kind);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
