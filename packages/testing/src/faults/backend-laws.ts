import { createStudy } from '@glompo/core';
import { within } from '../backend/within.js';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureRefused, ensureSame } from '../cases/expect.js';
import { evaluates, type FaultPlacement, type FaultSubject, faultStudy, reference, withNotes } from './fault-study.js';
import { type BackendFault, backendFaults, type FaultyBackendOptions, faultyBackend } from './faulty-backend.js';
import { ensureNothingLeft, resourcesNow } from './leftovers.js';
import { observe } from './observe.js';

/** What a study does when its backend misbehaves. */
export const backendExpectations: Readonly<Record<BackendFault, 'same-trials' | 'refused' | 'interruptible'>> = {
  'never-opens': 'interruptible',
  'refuses-to-open': 'refused',
  'opens-slowly': 'same-trials',
  'loses-workers': 'same-trials',
  'refuses-to-replace': 'refused',
};

export function backendLaw(fault: BackendFault): Law<FaultSubject> {
  return {
    name: `a backend of which ${backendFaults[fault]}`,
    async check({ placement, deadlineMs }) {
      const given = await placement();
      if (workersDie(fault) && !evaluates(given).traits.parallel)
        return new NotApplicable('its workers do not die: nothing is kept for that');
      const before = resourcesNow();
      await withNotes(async folder => {
        const placed = broken(given, { fault, oneIn: 2, deaths: 5 });
        // Trials last long enough that there are many turns; without retries to spare, some would be lost too often by chance.
        const options = faultStudy(placed, { folder, milliseconds: 2 }, { retries: 1000 });
        switch (backendExpectations[fault]) {
          case 'same-trials': {
            const { runs, result } = await observe(options, { deadlineMs });
            const expected = await reference('none');
            for (const [id, { trials }] of expected.runs)
              ensureSame(runs.get(id)?.trials, trials, `trials of run ${id}`);
            if (fault === 'loses-workers') ensure(result.replaced > 0, 'no worker was lost');
            break;
          }
          case 'refused':
            await ensureRefused(() => observe(options, { deadlineMs }), {
              code: 'GLOMPO_WORKER_START',
              what: 'a study without workers',
            });
            break;
          case 'interruptible': {
            const interrupted = new AbortController();
            const ended = createStudy(options).run({ signal: interrupted.signal });
            interrupted.abort();
            await ensureRefused(() => within(deadlineMs, 'a study to be interrupted while it starts', ended), {
              code: 'GLOMPO_INTERRUPTED',
              what: 'a study that was interrupted before it began',
            });
          }
        }
        await ensureNothingLeft(before, folder, { programs: false, workers: false });
      });
      return undefined;
    },
  };
}

const workersDie = (fault: BackendFault) => fault === 'loses-workers' || fault === 'refuses-to-replace';

/** The backend that makes the trials misbehaves. */
function broken({ optimizers, trials }: FaultPlacement, fault: FaultyBackendOptions): FaultPlacement {
  return trials === 'with-optimizer'
    ? { optimizers: faultyBackend(optimizers, fault), trials }
    : { optimizers, trials: faultyBackend(trials, fault) };
}
