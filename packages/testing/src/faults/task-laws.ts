import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createStudy, type StudyOptions, type StudyResult } from '@glompo/core';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureRefused, ensureSame } from '../cases/expect.js';
import { type Expectation, type TrialOutcome, taskExpectations } from './expectations.js';
import {
  type FaultPlacement,
  type FaultSubject,
  faultStudy,
  oneIn,
  reference,
  trialPlaceOf,
  withNotes,
} from './fault-study.js';
import { ensureNothingLeft, resourcesNow } from './leftovers.js';
import { type ObservedStudy, observe } from './observe.js';
import { isChosen } from './point-choice.js';
import { endPrograms, notedFaults, releaseBlocked } from './programs.js';
import { type TaskFault, taskFaults } from './task-faults.js';

const nodeVersion = Number.parseInt(process.versions.node, 10);

/** What a fault needs beside what is usual. */
interface Setting {
  readonly task?: { readonly oneIn?: number; readonly milliseconds?: number; readonly waits?: boolean };
  readonly study?: Partial<StudyOptions>;
}

/** Seconds for trials that hang: on a busy machine others must not be taken for one of them. */
const trialTimeout = 0.5;

const settings: Readonly<Partial<Record<TaskFault, Setting>>> = {
  'dies-sometimes': { task: { oneIn: 12 }, study: { retries: 100 } },
  // The next trial lets the timer throw: its worker is still wanted then.
  'throws-later': { task: { milliseconds: 2, waits: true } },
};

/** A study goes on, or not, when some of its trials misbehave in this way. */
export function taskLaw(fault: TaskFault): Law<FaultSubject> {
  return {
    name: `a trial that ${taskFaults[fault]}`,
    async check(subject) {
      const placement = await subject.placement();
      const place = trialPlaceOf(placement);
      const expected = taskExpectations[fault][place];
      if (expected.result === 'not-containable') {
        if (place === 'inline' && expected.reason.includes('trialTimeout')) await ensureTimeoutRefused(placement);
        return new NotApplicable(expected.reason);
      }
      if (expected.result === 'contained' && nodeVersion > (expected.upToNode ?? Number.POSITIVE_INFINITY))
        return new NotApplicable('this version of Node may end the whole program');
      if (expected.result === 'contained' && expected.needs !== undefined) {
        if (subject.heapLimited === undefined) return new NotApplicable(`no backend with ${expected.needs} was given`);
        await checkContained(fault, expected, { ...subject, placement: subject.heapLimited });
        return undefined;
      }
      await checkContained(fault, expected, subject);
      return undefined;
    },
  };
}

function ensureTimeoutRefused(placement: FaultPlacement): Promise<void> {
  const options = faultStudy(placement, {}, { trialTimeout: 0.3 });
  return ensureRefused(async () => createStudy(options).run(), {
    code: 'GLOMPO_OPTION',
    words: ['trialTimeout'],
    what: 'a time limit that cannot be kept',
  });
}

async function checkContained(
  fault: TaskFault,
  expected: Exclude<Expectation, { readonly result: 'not-containable' }>,
  { placement, deadlineMs }: FaultSubject,
): Promise<void> {
  const { task, study } = settings[fault] ?? {};
  const before = resourcesNow();
  await withNotes(async folder => {
    const marks = join(folder, 'marks');
    mkdirSync(marks);
    const given = { fault, oneIn, folder, ...(isOnce(fault) && { once: marks }), ...task } as const;
    const placed = await placement();
    const limits = expected.outcome === 'timed-out' ? { trialTimeout, ...study } : study;
    try {
      const observed = await observe(faultStudy(placed, given, limits), { deadlineMs });
      const chosen = await checkTrials(observed, { fault, oneIn: given.oneIn, outcome: expected.outcome });
      const begun = notedFaults(folder);
      ensureHappened(observed.result, { fault, outcome: expected.outcome, chosen, begun: begun.length });
      // Somebody else's workers may be processes that can be ended, and need not be written off.
      const stuck = expected.result === 'written-off' ? begun.filter(pid => pid === process.pid) : [];
      ensureSame(
        observed.result.leftBehind.length,
        stuck.length,
        `left behind (${observed.result.leftBehind}): number`,
      );
      await ensureNothingLeft(before, folder, {
        programs: expected.result === 'contained' && expected.left !== undefined,
        workers: expected.result === 'written-off',
      });
    } finally {
      endPrograms(folder);
      releaseBlocked(folder);
    }
  });
}

/** What strikes by chance of timing strikes once, so that what comes of it is certain. */
const isOnce = (fault: TaskFault) => fault === 'throws-later';

/** The same trials as inline, where the same points throw, or where none does. @returns how many were chosen to misbehave */
async function checkTrials(
  { runs }: ObservedStudy,
  { fault, oneIn, outcome }: { readonly fault: TaskFault; readonly oneIn: number; readonly outcome: TrialOutcome },
): Promise<number> {
  const isOk = statedOutcome(outcome) === 'ok';
  const expected = await reference(isOk ? 'none' : 'throws', oneIn);
  ensureSame([...runs.keys()].sort(), [...expected.runs.keys()].sort(), 'runs');
  let chosen = 0;
  for (const [id, run] of expected.runs) {
    const found = runs.get(id);
    const figures = (trials: typeof run.trials) =>
      trials.map(trial => trial && { point: trial.point, value: trial.value, ok: trial.outcome === 'ok' });
    ensureSame(found?.status, run.status, `status of run ${id} (${found?.reason})`);
    ensureSame(figures(found?.trials ?? []), figures(run.trials), `trials of run ${id}`);
    for (const trial of found?.trials ?? []) {
      if (trial === undefined || !isChosen(trial.point, oneIn)) continue;
      chosen++;
      ensureSame(
        trial.outcome,
        statedOutcome(outcome),
        `outcome of a trial that ${taskFaults[fault]} (${trial.message})`,
      );
    }
  }
  ensure(chosen >= 1, () => `this is a bug in @glompo/testing: ${chosen} trials misbehaved`);
  return chosen;
}

/** A study in which nothing has happened says nothing. */
function ensureHappened(
  { retried, replaced }: StudyResult,
  {
    fault,
    outcome,
    chosen,
    begun,
  }: { readonly fault: TaskFault; readonly outcome: TrialOutcome; readonly chosen: number; readonly begun: number },
): void {
  // Three times where it is retried twice; once where the worker counts, or a point misbehaves once.
  const byPoint = fault !== 'dies-sometimes' && !isOnce(fault);
  const due = !byPoint ? 1 : outcome === 'failed-after-retries' ? 3 * chosen : chosen;
  ensure(begun >= due, () => `evaluations that have misbehaved, as they have noted: expected ${due}, got ${begun}`);
  if (outcome !== 'failed-after-retries' && outcome !== 'ok-after-retry') return;
  ensure(replaced >= 1, () => `${begun} evaluations ended their worker, and none was replaced`);
  // What throws later may meet a worker that has nothing to do.
  const again = outcome === 'failed-after-retries' ? 2 * chosen : isOnce(fault) ? 0 : begun;
  ensure(
    retried >= again,
    () => `trials that were made again: expected ${again} since ${begun} workers died, got ${retried}`,
  );
}

function statedOutcome(outcome: TrialOutcome): 'ok' | 'failed' | 'timed-out' {
  switch (outcome) {
    case 'ok':
    case 'ok-after-retry':
      return 'ok';
    case 'failed':
    case 'failed-after-retries':
      return 'failed';
    case 'timed-out':
      return 'timed-out';
  }
}
