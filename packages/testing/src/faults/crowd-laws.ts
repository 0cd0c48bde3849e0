import { readdirSync } from 'node:fs';
import { inline, type OptimizerChoice, type StudyOptions } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import type { Checker } from '@glompo/core/plugin';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import { placeOf } from './expectations.js';
import {
  type FaultPlacement,
  type FaultSubject,
  faultStudy,
  once,
  trialPlaceOf,
  walker,
  withNotes,
} from './fault-study.js';
import { faultyOptimizer } from './faulty-optimizer.plugin.js';
import type { FaultyTaskInput } from './faulty-task.js';
import { ensureNothingLeft, resourcesNow } from './leftovers.js';
import { type ObservedStudy, observe } from './observe.js';

/** What goes wrong in a study with more runs than slots, so that several live on each worker. */
export const crowdFaults = {
  'trial-over-time': 'a run of which a trial hangs, with a time limit',
  'trial-without-limit': 'a run of which a trial hangs, without a time limit',
  'optimizer-loops': 'a run whose optimizer computes without end',
  'optimizer-loops-with-budget': 'a run whose optimizer computes without end, where the evaluations are limited',
} as const;
export type CrowdFault = keyof typeof crowdFaults;

const runs = 6;
/** The one that misbehaves; those before it and after it do not. */
const bad = 2;
const others = [1, 3, 4, 5, 6];
/** Trials last long enough that runs have many turns: when one hangs, none of the others has come to its end. */
const milliseconds = 2;
/** One of its first trials, and perhaps others. */
const hangs: FaultyTaskInput = { fault: 'hangs-busy', oneIn: 10, inRun: bad, milliseconds };
const evaluations = 400;
/** Studies until the others have been seen where one hangs. */
const attempts = 5;

/** The runs beside one that hangs go on, on other workers if they lived on that one, and make the trials that they make otherwise. */
export function crowdLaw(fault: CrowdFault): Law<FaultSubject> {
  return {
    name: `${crowdFaults[fault]}, beside others that are more than slots`,
    async check({ placement, deadlineMs }) {
      const placed = await placement();
      const hanging = fault.startsWith('trial') ? trialPlaceOf(placed) : placeOf(placed.optimizers.traits);
      if (hanging === 'inline') return new NotApplicable('it is the manager’s own thread that hangs');
      const before = resourcesNow();
      await withNotes(async folder => {
        await checks[fault]({ placed, folder, deadlineMs });
        await ensureNothingLeft(before, folder, { programs: false, workers: false });
      });
      return undefined;
    },
  };
}

interface Circumstances {
  readonly placed: FaultPlacement;
  readonly folder: string;
  readonly deadlineMs: number;
}

const checks: Readonly<Record<CrowdFault, (given: Circumstances) => Promise<void>>> = {
  async 'trial-over-time'({ placed, folder, deadlineMs }) {
    // Where the others live when it hangs is a matter of chance: on a busy machine it may have had its worker to itself.
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const observed = await observe(crowd(placed, { ...hangs, folder }, { trialTimeout: 0.5 }), { deadlineMs });
      ensureNoted(folder, 'begun-');
      await ensureSameRuns(observed, [...others, bad], 'throws');
      ensure(observed.result.replaced >= 1, 'no worker was replaced');
      const moved = observed.events.filter(event => event.type === 'run-restored' && event.run !== bad);
      if (placed.trials !== 'with-optimizer' || moved.length >= 1) return;
    }
    ensure(false, `in ${attempts} studies none of the others lived on the worker that hung`);
  },

  async 'trial-without-limit'({ placed, folder, deadlineMs }) {
    const stop = whenOthersHaveEnded(folder, 'begun-');
    const observed = await observe(crowd(placed, { ...hangs, folder }, { stop }), { deadlineMs });
    ensureNoted(folder, 'begun-');
    await ensureSameRuns(observed, others, 'none');
    ensureSame(observed.runs.get(bad)?.status, 'stopped', 'status of the run that hangs');
    const { cancelled, lost } = observed.result.outcomes;
    ensure(cancelled + lost >= 1, 'the trial that hung was neither cancelled nor lost');
  },

  async 'optimizer-loops'({ placed, folder, deadlineMs }) {
    const optimizers = choices(faultyOptimizer({ fault: 'loops-in-ask', folder }), walker);
    const stop = whenOthersHaveEnded(folder, 'looping-');
    const observed = await observe(crowd(placed, { folder, milliseconds }, { optimizers, stop }), { deadlineMs });
    ensureNoted(folder, 'looping-');
    await ensureSameRuns(observed, others, 'none');
    ensureSame(observed.runs.get(bad)?.status, 'stopped', 'status of the run whose optimizer computes without end');
  },

  async 'optimizer-loops-with-budget'({ placed, folder, deadlineMs }) {
    const endless = faultyOptimizer({ fault: 'never-stops' });
    const optimizers = choices(faultyOptimizer({ fault: 'loops-in-ask', folder }), endless);
    const stop = maxEvaluations(evaluations);
    const { result } = await observe(crowd(placed, { folder, milliseconds }, { optimizers, stop }), { deadlineMs });
    ensureNoted(folder, 'looping-');
    ensure(
      result.evaluations >= evaluations - 1 && result.evaluations <= evaluations,
      () =>
        `evaluations: expected ${evaluations}, or one less for the run that never returns, got ${result.evaluations}`,
    );
  },
};

/** The one that misbehaves has its place among the others. */
function choices(faulty: OptimizerChoice, good: OptimizerChoice) {
  return once(...Array.from({ length: runs }, (_, i) => (i + 1 === bad ? faulty : good)));
}

function crowd(placed: FaultPlacement, task: FaultyTaskInput, more: Partial<StudyOptions> = {}): StudyOptions {
  return faultStudy(placed, task, { optimizers: choices(walker, walker), liveRuns: runs, ...more });
}

const references = new Map<string, Promise<ObservedStudy>>();

async function ensureSameRuns(
  { runs: seen }: ObservedStudy,
  ids: readonly number[],
  fault: 'none' | 'throws',
): Promise<void> {
  const placed: FaultPlacement = { optimizers: inline(), trials: 'with-optimizer' };
  const known =
    references.get(fault) ??
    observe(crowd(placed, { ...hangs, fault, milliseconds: 0 }, { slots: 1 }), { deadlineMs: 60_000 });
  references.set(fault, known);
  const { runs: expected } = await known;
  for (const id of ids) {
    const figures = (run: ReturnType<typeof expected.get>) =>
      run?.trials.map(trial => trial && { point: trial.point, value: trial.value, ok: trial.outcome === 'ok' });
    ensureSame(figures(seen.get(id)), figures(expected.get(id)), `trials of run ${id}`);
    ensureSame(seen.get(id)?.status, 'converged', `status of run ${id}`);
  }
}

function ensureNoted(folder: string, what: 'begun-' | 'looping-'): void {
  ensure(isNoted(folder, what), 'this is a bug in @glompo/testing: nothing has hung');
}

const isNoted = (folder: string, what: string) => readdirSync(folder).some(name => name.startsWith(what));

/** Stops a study when all runs but one have come to their end, and that one hangs. */
function whenOthersHaveEnded(folder: string, noted: 'begun-' | 'looping-'): Checker {
  return {
    name: 'whenOthersHaveEnded',
    options: {},
    test: ({ runs: { converged } }) =>
      converged >= others.length && isNoted(folder, noted)
        ? { by: 'whenOthersHaveEnded', message: 'the others have come to their end' }
        : undefined,
  };
}
