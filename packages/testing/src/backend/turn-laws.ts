import type { OpenRun, TrialBatch } from '@glompo/core/worker';
import type { Law } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import { type Link, openWalk } from './link.js';
import { type BackendSubject, withInline, withWorkers } from './subject.js';

const trials = 100;
const dims = 4;

/** Runs in workers. */
export const turnLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'makes the same trials as the inline backend, bit for bit, whatever the length of turns',
    async check(subject) {
      const expected = await reference(subject);
      await withWorkers(subject, { size: 1 }, async link => {
        for (const [i, length] of [trials, 7, 1].entries()) {
          const found = await resident(link, 0, { run: 1, count: length, trials: i === 0 ? trials : trials / 4 });
          const rows = found.values.length;
          ensureSame(found, first(expected, rows), `turns of ${length} trials`);
          await link.call(0, { type: 'close', run: 1 });
        }
      });
    },
  },
  {
    name: 'proposes the same points to have them evaluated elsewhere, in order, whatever the limits',
    async check(subject) {
      const expected = await reference(subject);
      await withWorkers(subject, { size: 2 }, async link => {
        for (const limit of [1, 4, 1000]) {
          const found = await pooled(link, limit, limit === 1000 ? trials / 2 : trials / 5);
          ensureSame(found, first(expected, found.values.length), `at most ${limit} proposals at once`);
          await link.call(0, { type: 'close', run: 1 });
        }
      });
    },
  },
  {
    name: 'goes on from a snapshot on another worker',
    async check(subject) {
      const expected = await reference(subject);
      await withWorkers(subject, { size: 2 }, async link => {
        const loaded = await load(link, 0);
        await load(link, 1);
        const begun = await turn(link, 0, { count: 33, open: openWalk(loaded) });
        const asked = await link.turn(0, { run: 1, propose: 2, snapshot: true });
        ensureSame(await link.snapshot(0, 1), asked.snapshot, 'a snapshot, asked for again');
        const open = openWalk(loaded, { state: asked.snapshot, trials: 33 });
        const rest = await turn(link, 1, { count: 30, open });
        ensureSame(rest.first, 34, 'ordinal of the first trial after the snapshot');
        ensureSame(joined([begun, rest]), first(expected, 63), '33 trials on one worker, 30 more on the other');
      });
    },
  },
  {
    name: 'hosts many runs at once, which do not disturb each other',
    async check(subject) {
      const alone = await withInline(subject, link => resident(link, 0, { run: 2, count: 20, trials: 20 }));
      await withWorkers(subject, { size: 1 }, async link => {
        const open = openWalk(await load(link, 0));
        const batches: TrialBatch[] = [];
        for (let i = 0; i < 4; i++) {
          for (const run of [1, 2, 3]) {
            const found = await link.turn(0, { run, ...(i === 0 && { open }), trials: grant(5) });
            if (run === 2) batches.push(found.trials as TrialBatch);
          }
        }
        ensureSame(joined(batches), alone, 'run 2 between runs 1 and 3');
      });
    },
  },
  {
    name: 'answers “ended” for a run that it does not know, was told to close, or that has stopped',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        const loaded = await load(link, 0);
        const ended = async (run: number, what: string) => {
          for (const request of [
            { type: 'turn', run, trials: grant(1) },
            { type: 'snapshot', run },
          ] as const) {
            ensureSame(await link.call(0, request), { type: 'ended' }, `${request.type} of ${what}`);
          }
        };
        await ended(9, 'a run that was never opened');
        await turn(link, 0, { count: 1, open: openWalk(loaded) });
        for (const time of ['first', 'second']) {
          ensureSame(await link.call(0, { type: 'close', run: 1 }), { type: 'closed' }, `closing, the ${time} time`);
        }
        await ended(1, 'a closed run');
        const short = openWalk(loaded, { options: { population: 6, step: 0.2, smallest: 0.1, gradient: false } });
        const last = await link.turn(0, { run: 2, open: short, trials: grant(5000) });
        ensure(last.stop?.by === 'walk', () => `the walk should stop, but its stop is ${JSON.stringify(last.stop)}`);
        await ended(2, 'a run that has stopped');
      }),
  },
];

/** Time is no limit here: turns end with their count. */
function grant(count: number) {
  return { count, milliseconds: 1e9 };
}

function load(link: Link, worker: number) {
  return link.load(worker, 'sphere.task.js', { dims, log: true });
}

function reference(subject: BackendSubject): Promise<Rows> {
  return withInline(subject, link => resident(link, 0, { run: 1, count: trials, trials }));
}

async function turn(
  link: Link,
  worker: number,
  { count, open }: { count: number; open?: OpenRun },
): Promise<TrialBatch> {
  const answer = await link.turn(worker, { run: 1, ...(open && { open }), trials: grant(count) });
  ensure(answer.trials !== undefined, 'a turn with trials was answered without trials');
  return answer.trials;
}

/** Trials where the optimizer lives, `count` per turn. */
async function resident(
  link: Link,
  worker: number,
  { run, count, trials }: { readonly run: number; readonly count: number; readonly trials: number },
): Promise<Rows> {
  const open = openWalk(await load(link, worker));
  const batches: TrialBatch[] = [];
  for (let made = 0; made < trials; ) {
    const answer = await link.turn(worker, {
      run,
      ...(made === 0 && { open }),
      trials: grant(Math.min(count, trials - made)),
    });
    const batch = answer.trials as TrialBatch;
    ensureSame(batch.first, made + 1, 'ordinal of the first trial of a turn');
    ensure(batch.values.length > 0, 'a turn made no trial');
    made += batch.values.length;
    batches.push(batch);
  }
  return joined(batches);
}

/** The optimizer in worker 0, its trials in worker 1. */
async function pooled(link: Link, limit: number, trials: number): Promise<Rows> {
  const loaded = await load(link, 0);
  await load(link, 1);
  const batches: TrialBatch[] = [];
  let open: OpenRun | undefined = openWalk(loaded);
  let tell: TrialBatch | undefined;
  for (let made = 0; made < trials; ) {
    const { proposals } = await link.turn(0, { run: 1, ...(open && { open }), ...(tell && { tell }), propose: limit });
    open = undefined;
    ensure(proposals.length > 0, `no proposals after ${made} trials, though none was outstanding`);
    const found: TrialBatch[] = [];
    for (const { points, wants } of proposals) {
      const batch = await link.evaluate(1, points, { first: made + 1, wants });
      made += batch.values.length;
      found.push(batch);
    }
    ensureSame(found.length, 1, 'groups of proposals that all want the same');
    tell = found[0];
    batches.push(...found);
  }
  return joined(batches);
}

interface Rows {
  readonly points: Float64Array;
  readonly values: Float64Array;
  readonly failures: number;
}

function joined(batches: readonly TrialBatch[]): Rows {
  return {
    points: Float64Array.from(batches.flatMap(batch => [...batch.points])),
    values: Float64Array.from(batches.flatMap(batch => [...batch.values])),
    failures: batches.reduce((sum, { failures }) => sum + failures.length, 0),
  };
}

function first({ points, values, failures }: Rows, rows: number): Rows {
  return { points: points.slice(0, rows * dims), values: values.slice(0, rows), failures };
}
