import { readdirSync } from 'node:fs';
import { maxEvaluations } from '@glompo/core/checkers';
import type { Checker } from '@glompo/core/plugin';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import { optimizerExpectations, placeOf } from './expectations.js';
import { type FaultSubject, faultStudy, once, reference, walker, withNotes } from './fault-study.js';
import { faultyOptimizer } from './faulty-optimizer.plugin.js';
import { ensureNothingLeft, resourcesNow } from './leftovers.js';
import { observe } from './observe.js';
import { type OptimizerFault, optimizerFaults } from './optimizer-faults.js';

/** More than the other run makes, for those that never stop by themselves, and so many that a snapshot is due. */
const enough = 10_000;

/** A study goes on when one of its optimizers misbehaves, and the other run makes the trials that it makes without it. */
export function optimizerLaw(fault: OptimizerFault): Law<FaultSubject> {
  return {
    name: `an optimizer that ${optimizerFaults[fault]}`,
    async check({ placement, deadlineMs }) {
      const placed = await placement();
      const expected = optimizerExpectations[fault][placeOf(placed.optimizers.traits)];
      if (expected.result === 'not-containable') return new NotApplicable(expected.reason);
      const before = resourcesNow();
      await withNotes(async folder => {
        const held = expected.result === 'held';
        // The healthy run is begun second, as in the reference.
        const optimizers = once(faultyOptimizer({ fault, folder }), walker);
        const stop = held ? othersHaveEnded(1, folder) : maxEvaluations(enough);
        const { runs, result } = await observe(faultStudy(placed, { folder }, { optimizers, stop }), { deadlineMs });
        const { status, reason = '', trials = [] } = runs.get(1) ?? {};
        ensureSame(status, held ? 'stopped' : expected.status, `status of its run (${reason})`);
        // It has misbehaved in its own way, and not in another.
        const seen = held ? trials.length <= mostBefore : fault !== 'exits-in-tell' || result.replaced >= 1;
        ensure(
          seen && marks[fault].test(reason),
          () => `it ${optimizerFaults[fault]}, but its run ended since ${reason}`,
        );
        const { runs: references } = await reference('none');
        ensureSame(runs.get(2)?.trials, references.get(2)?.trials, 'trials of the other run');
        ensureSame(runs.get(2)?.status, 'converged', 'status of the other run');
        ensureSame(result.leftBehind, [], 'what is left behind, as the result tells');
        await ensureNothingLeft(before, folder, { programs: false, workers: false });
      });
      return undefined;
    },
  };
}

/** Trials of an optimizer that misbehaves after so many: the default of its plugin. */
const mostBefore = 12;

/** What the reason for its end says, so that it is known to be this one. */
const marks: Readonly<Record<OptimizerFault, RegExp>> = {
  'throws-in-create': /in create, on purpose/,
  'throws-in-ask': /in ask, on purpose/,
  'throws-in-tell': /in tell, on purpose/,
  'throws-in-snapshot': /in snapshot, on purpose|evaluations/,
  'asks-out-of-bounds': /outside of/,
  'asks-nan': /NaN/,
  'never-stops': /evaluations/,
  'stops-at-once': /before its first trial/,
  'loops-in-ask': /come to their end/,
  'exits-in-tell': /worker/,
};

/** Stops a study when so many of its runs have come to their end, and another one computes without end. */
function othersHaveEnded(count: number, folder: string): Checker {
  return {
    name: 'othersHaveEnded',
    options: {},
    test: ({ runs }) =>
      runs.converged >= count && readdirSync(folder).some(name => name.startsWith('looping-'))
        ? { by: 'othersHaveEnded', message: 'the others have come to their end' }
        : undefined,
  };
}
