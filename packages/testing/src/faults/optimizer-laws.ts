import { maxEvaluations } from '@glompo/core/checkers';
import type { Checker } from '@glompo/core/plugin';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensureSame } from '../cases/expect.js';
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
        const optimizers = once(faultyOptimizer({ fault }), walker);
        const stop = held ? oneHasEnded : maxEvaluations(enough);
        const { runs, result } = await observe(faultStudy(placed, { folder }, { optimizers, stop }), { deadlineMs });
        if (!held) ensureSame(runs.get(1)?.status, expected.status, `status of its run (${runs.get(1)?.reason})`);
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

/** Stops a study when one of its runs has come to its end. */
const oneHasEnded: Checker = {
  name: 'oneHasEnded',
  options: {},
  test: ({ runs }) => (runs.converged > 0 ? { by: 'oneHasEnded', message: 'one run has come to its end' } : undefined),
};
