import { existsSync } from 'node:fs';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureRefused, ensureSame } from '../cases/expect.js';
import { openWalk } from './link.js';
import { directoryIn } from './separation-laws.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { handled, untilFile } from './within.js';

const notPreemptive = new NotApplicable('its workers cannot be ended while they compute');

/** Workers that end, by themselves or because they are told to. */
export const endingLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'replaces a worker by a fresh one, which knows nothing',
    check: subject =>
      withWorkers(subject, { size: 2 }, async link => {
        const loaded = await link.load(0, 'sphere.task.js');
        await link.turn(0, { run: 1, open: openWalk(loaded), propose: 3 });
        const { freedAfterMs } = await link.replace(0);
        ensure(Number.isFinite(freedAfterMs) && freedAfterMs >= 0, `freedAfterMs is ${freedAfterMs}`);
        ensureSame(link.workers.size, 2, 'size');
        const answer = await link.call(0, { type: 'turn', run: 1, propose: 3 });
        ensureSame(answer, { type: 'ended' }, 'a turn of a run that lived in the worker before');
        await link.load(0, 'sphere.task.js');
        ensureSame((await link.evaluate(0, [0, 0.1, 0.2])).values, Float64Array.of(0), 'values of the fresh worker');
      }),
  },
  {
    name: 'tells that a worker was lost, and which call, and replaces it',
    check: subject =>
      withWorkers(subject, { size: 2 }, async (link, { traits }) => {
        if (!traits.preemptive) return notPreemptive;
        for (const worker of [0, 1]) await link.load(worker, 'exiting.task.js');
        const lost = { code: 'GLOMPO_WORKER_LOST' } as const;
        const behind = refused(() => link.evaluate(0, [0.5, 0]), {
          ...lost,
          what: 'a call whose task ends its worker',
        });
        const queued = refused(() => link.evaluate(0, [0]), { ...lost, what: 'the call behind it' });
        await Promise.all([behind, queued]);
        const gone = { code: 'GLOMPO_WORKER_GONE', what: 'a call to a worker that is gone' } as const;
        await ensureRefused(() => link.evaluate(0, [0]), gone);
        ensureSame((await link.evaluate(1, [0])).values, Float64Array.of(0), 'values of the other worker');
        await link.replace(0);
        await link.load(0, 'exiting.task.js');
        ensureSame((await link.evaluate(0, [0])).values, Float64Array.of(0), 'values of the fresh worker');
        return undefined;
      }),
  },
  {
    name: 'ends and replaces a worker that computes without end',
    check: subject =>
      withFolder(path =>
        withWorkers(subject, { size: 1 }, async (link, { traits }) => {
          if (!traits.preemptive) return notPreemptive;
          await link.load(0, 'busy.task.js', { begun: path('begun') });
          const stuck = refused(() => link.evaluate(0, [1]), {
            code: 'GLOMPO_WORKER_LOST',
            what: 'the stuck call',
          });
          await untilFile(subject.deadlineMs, path('begun'), 'the task to begin');
          await Promise.all([stuck, link.replace(0)]);
          await link.load(0, 'busy.task.js', { begun: path('begun') });
          ensureSame((await link.evaluate(0, [0])).values, Float64Array.of(0), 'values of the fresh worker');
          return undefined;
        }),
      ),
  },
  {
    name: 'closes while a worker computes without end, and leaves no directory',
    check: subject =>
      withFolder(async path => {
        let directory = '';
        const outcome = await withWorkers(subject, { size: 1 }, async (link, { traits }) => {
          if (!traits.preemptive) return notPreemptive;
          await link.load(0, 'context.task.js');
          directory = directoryIn(await link.evaluate(0, [0]));
          await link.load(0, 'busy.task.js', { begun: path('begun') });
          const stuck = refused(() => link.evaluate(0, [1]), {
            code: 'GLOMPO_WORKER_LOST',
            what: 'the stuck call',
          });
          await untilFile(subject.deadlineMs, path('begun'), 'the task to begin');
          await Promise.all([stuck, link.close()]);
          return undefined;
        });
        ensure(directory === '' || !existsSync(directory), `${directory} is still there after the workers have closed`);
        return outcome;
      }),
  },
  {
    name: 'adds and ends the last workers, and leaves the others alone',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        const loaded = await link.load(0, 'sphere.task.js');
        await link.turn(0, { run: 1, open: openWalk(loaded), propose: 3 });
        await link.resize(3);
        ensureSame(link.workers.size, 3, 'size');
        await link.load(2, 'sphere.task.js');
        ensureSame((await link.evaluate(2, [0, 0.1, 0.2])).values, Float64Array.of(0), 'values of the last worker');
        await link.resize(1);
        ensureSame(link.workers.size, 1, 'size');
        await ensureRefused(() => link.evaluate(2, [0, 0, 0]), {
          code: 'GLOMPO_CLOSED',
          what: 'a call to an ended worker',
        });
        const { proposals } = await link.turn(0, { run: 1, propose: 3 });
        ensureSame(proposals[0]?.points.length, 9, 'coordinates of three more points of the run in worker 0');
      }),
  },
];

function refused(...given: Parameters<typeof ensureRefused>): Promise<void> {
  return handled(ensureRefused(...given));
}
