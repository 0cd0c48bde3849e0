// A random search of which 1 % of the calls hang and 1 % kill their worker: `node one-percent.program.js [optimizers/trials …]`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStudy, inline, type StudyEvent, type StudyOptions } from '@glompo/core';
import { randomSearch } from '@glompo/optimizer-classic';
import { backendOf, type OptimizerPlace, type TrialPlace } from '../placements/cells.js';
import { rounds } from '../placements/optimizers.js';
import { hangs, kills } from './one-percent.task.js';

const named = process.argv.slice(2);
const slots = 2;
const trialsEach = 500;
const milliseconds = 20;
/** Long enough that on a busy machine no death is taken for it. */
const trialTimeout = 1;
const abortGrace = 0.1;

const options = (harmless: boolean): StudyOptions => ({
  task: {
    module: new URL('./one-percent.task.js', import.meta.url).href,
    options: { milliseconds: harmless ? 0 : milliseconds, harmless },
  },
  optimizers: rounds(2, [randomSearch({ maxPoints: trialsEach })]),
  hunters: 'none',
  seed: 1,
});

interface SeenTrial {
  readonly point: readonly number[];
  readonly value: number;
  readonly outcome: string;
}

async function see(options: StudyOptions) {
  const study = createStudy(options);
  const events: StudyEvent[] = [];
  const listening = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(event);
  })();
  const [result] = await Promise.all([study.run(), listening]);
  const trials = new Map<string, SeenTrial>();
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const { first, points, values, failures } = event.trials;
    const n = points.length / values.length;
    for (const [i, value] of values.entries()) {
      const key = `run ${event.run}, trial ${first + i}`;
      assert.ok(!trials.has(key), `${key} was told twice`);
      const outcome = failures.find(({ index }) => index === i)?.outcome ?? 'ok';
      trials.set(key, { point: [...points.slice(i * n, (i + 1) * n)], value, outcome });
    }
  }
  return { result, trials, events };
}

describe('a random search of which 1 % of the calls hang and 1 % kill their worker', async () => {
  const reference = await see({ ...options(true), backend: inline(), slots: 1 });
  for (const name of named.length > 0 ? named : ['threads/with-optimizer', 'processes/processes']) {
    test(name, async context => {
      const [optimizers, trials] = name.split('/') as [OptimizerPlace, TrialPlace];
      const seen = await see({
        ...options(false),
        backend: backendOf({ optimizers, trials, slots }),
        slots,
        trialTimeout,
        abortGrace,
      });
      assert.equal(seen.trials.size, 2 * trialsEach);
      const count = { hung: 0, killed: 0 };
      for (const [key, trial] of seen.trials) {
        const expected = reference.trials.get(key);
        const x = Float64Array.from(trial.point);
        assert.deepEqual([trial.point, trial.value], [expected?.point, expected?.value], key);
        assert.equal(trial.outcome, hangs(x) ? 'timed-out' : kills(x) ? 'failed' : 'ok', key);
        if (hangs(x)) count.hung++;
        if (kills(x)) count.killed++;
      }
      assert.ok(count.hung >= 5 && count.killed >= 5, `${count.hung} hung, ${count.killed} killed`);
      context.diagnostic(figures(seen, count));
    });
  }
});

/**
 * Where the slot-seconds went. Of the faults themselves: for a trial that hangs its time limit, the grace, and the time until its worker is
 * gone and a fresh one knows the task; for a death the same two.
 */
function figures(
  { result, events }: Awaited<ReturnType<typeof see>>,
  { hung, killed }: { readonly hung: number; readonly killed: number },
): string {
  const { total, spent } = result.slotTime;
  const replacing = events.reduce(
    (sum, event) => sum + (event.type === 'worker-replaced' ? event.freedAfterMs + event.startedAfterMs : 0) / 1000,
    0,
  );
  const waiting = hung * (trialTimeout + abortGrace);
  const useful = (result.outcomes.ok * milliseconds) / 1000;
  const rest = total - spent.starting - spent.finished - useful - waiting - replacing;
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return (
    `${((100 * rest) / total).toFixed(1)} % of ${seconds(total)} of slot time were lost beyond the faults themselves: ` +
    `evaluating ${seconds(useful)}, ${hung} hung for ${seconds(waiting)}, ${killed} killed, ${result.replaced} workers ` +
    `replaced in ${seconds(replacing)}, first start ${seconds(spent.starting)}, at the end ${seconds(spent.finished)}`
  );
}
