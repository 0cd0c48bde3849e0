import { type Backend, createStudy, type OpenOptions } from '@glompo/core';
import { handled, within } from '../backend/within.js';
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

/** What workers take to open that do so slowly. */
const slowMs = 200;

export function backendLaw(fault: BackendFault): Law<FaultSubject> {
  return {
    name: `a backend of which ${backendFaults[fault]}`,
    async check({ placement, deadlineMs }) {
      const given = await placement();
      if (workersDie(fault) && !evaluates(given).traits.parallel)
        return new NotApplicable('its workers do not die: nothing is kept for that');
      const before = resourcesNow();
      await withNotes(async folder => {
        const { placed, witness } = broken(given, { fault, oneIn: 2, deaths: 5 });
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
              words: ['on purpose'],
              what: 'a study without workers',
            });
            break;
          case 'interruptible': {
            const interrupted = new AbortController();
            const ended = handled(createStudy(options).run({ signal: interrupted.signal }));
            // It waits for its workers by now.
            await within(deadlineMs, 'the faulty workers to be opened', witness.opened);
            interrupted.abort();
            await ensureRefused(() => within(deadlineMs, 'a study to be interrupted while it starts', ended), {
              code: 'GLOMPO_INTERRUPTED',
              what: 'a study that was interrupted before it began',
            });
          }
        }
        await ensureHappened(fault, witness, deadlineMs);
        await ensureNothingLeft(before, folder, { programs: false, workers: false });
      });
      return undefined;
    },
  };
}

const workersDie = (fault: BackendFault) => fault === 'loses-workers' || fault === 'refuses-to-replace';

/** What has become of a faulty backend. */
interface Witness {
  /** It was asked for workers. */
  readonly opened: Promise<void>;
  /** Milliseconds from then until the good backend under it was: what has passed so far, for all who were asked for. */
  readonly waitedMs: readonly number[];
  /** A worker was to be replaced. */
  readonly replacing: Promise<void>;
}

/** The backend that makes the trials misbehaves, and it is seen. */
function broken(
  { optimizers, trials }: FaultPlacement,
  fault: FaultyBackendOptions,
): { readonly placed: FaultPlacement; readonly witness: Witness } {
  const [opened, replacing] = [signal(), signal()];
  const waitedMs: number[] = [];
  const faulty = (backend: Backend): Backend => ({
    ...backend,
    async open(options) {
      const from = performance.now();
      const good = {
        ...backend,
        open(given: OpenOptions) {
          waitedMs.push(performance.now() - from);
          return backend.open(given);
        },
      };
      opened.tell();
      const workers = await faultyBackend(good, { ...fault, milliseconds: slowMs }).open(options);
      const replace = workers.replace.bind(workers);
      workers.replace = (...given) => {
        replacing.tell();
        return replace(...given);
      };
      return workers;
    },
  });
  const placed =
    trials === 'with-optimizer' ? { optimizers: faulty(optimizers), trials } : { optimizers, trials: faulty(trials) };
  return { placed, witness: { opened: opened.told, waitedMs, replacing: replacing.told } };
}

/** The fault has happened, and not something else that ends in the same way. */
async function ensureHappened(fault: BackendFault, witness: Witness, deadlineMs: number): Promise<void> {
  await within(deadlineMs, 'the faulty workers to be opened', witness.opened);
  const { waitedMs } = witness;
  switch (fault) {
    case 'never-opens':
    case 'refuses-to-open':
      ensureSame(waitedMs.length, 0, 'times that workers were opened all the same');
      break;
    case 'opens-slowly':
      // A timer may be a little early.
      ensure(
        waitedMs.every(ms => ms > slowMs - 5),
        () => `workers were opened after ${waitedMs} ms, and not after ${slowMs}`,
      );
      break;
    case 'loses-workers':
    case 'refuses-to-replace':
      await within(deadlineMs, 'a worker to be replaced', witness.replacing);
  }
}

function signal(): { readonly told: Promise<void>; readonly tell: () => void } {
  let tell = () => {};
  const told = new Promise<void>(resolve => {
    tell = resolve;
  });
  return { told, tell };
}
