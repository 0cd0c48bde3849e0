// A random search of which 1 % of the calls hang and 1 % kill their worker: `node one-percent.program.js [optimizers/trials …]`.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Backend, createStudy, inline, type StudyEvent, type StudyOptions } from '@glompo/core';
import { randomSearch } from '@glompo/optimizer-classic';
import { backendOf, type OptimizerPlace, type TrialPlace } from '../placements/cells.js';
import { rounds } from '../placements/optimizers.js';
import { type BegunFault, hangs, kills } from './one-percent.task.js';

const named = process.argv.slice(2);
const slots = 2;
/** Several runs for each slot: none is left alone at the end for long. */
const runs = 8;
const trialsEach = 125;
const milliseconds = 100;
/** Long enough that on a busy machine no death is taken for it. */
const trialTimeout = 1;
const abortGrace = 0.1;
/** The share of slot time that may be lost beyond what the faults themselves take. */
const tolerable = 0.05;

const module = new URL('./one-percent.task.js', import.meta.url).href;
const study = (task: object): StudyOptions => ({
  task: { module, options: { ...task } },
  optimizers: rounds(runs, [randomSearch({ maxPoints: trialsEach })]),
  hunters: 'none',
  seed: 1,
});

interface SeenTrial {
  readonly point: readonly number[];
  readonly value: number;
  readonly outcome: string;
}

/** An event with the time at which it was heard, in milliseconds since 1970. */
type Heard = StudyEvent & { readonly at: number };

async function see(options: StudyOptions) {
  const study = createStudy(options);
  const events: Heard[] = [];
  const listening = (async () => {
    for await (const event of study.events({ keepUp: true }))
      events.push({ ...event, at: performance.timeOrigin + performance.now() });
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
  const reference = await see({ ...study({ milliseconds: 0, harmless: true }), backend: inline(), slots: 1 });
  for (const name of named.length > 0 ? named : ['threads/with-optimizer', 'processes/processes']) {
    test(name, async context => {
      const [optimizers, trials] = name.split('/') as [OptimizerPlace, TrialPlace];
      const backend = backendOf({ optimizers, trials, slots });
      const folder = mkdtempSync(join(tmpdir(), 'glompo-one-percent-'));
      context.after(() => rmSync(folder, { recursive: true }));
      const diary = join(folder, 'begun');
      const startMs = await startingTakes(backend.trials === 'with-optimizer' ? backend.optimizers : backend.trials);
      const seen = await see({ ...study({ milliseconds, diary }), backend, slots, trialTimeout, abortGrace });
      assert.equal(seen.trials.size, runs * trialsEach);
      for (const [key, trial] of seen.trials) {
        const expected = reference.trials.get(key);
        const x = Float64Array.from(trial.point);
        assert.deepEqual([trial.point, trial.value], [expected?.point, expected?.value], key);
        assert.equal(trial.outcome, hangs(x) ? 'timed-out' : kills(x) ? 'failed' : 'ok', key);
      }
      const begun = readFileSync(diary, 'utf8').trimEnd().split('\n');
      const faults = begun.map(line => faultTime(JSON.parse(line) as BegunFault, seen.events));
      assert.ok(faults.length >= 20, `there were ${faults.length} faults`);
      context.diagnostic(figures(seen.result, faults, startMs));
    });
  }
});

/** Milliseconds that a worker takes to start and to load the task while nothing else runs: the median of five. */
async function startingTakes(backend: Backend): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const beganAt = performance.now();
    await using workers = await backend.open({ size: 1 });
    await workers.call(0, { type: 'load', task: { type: 'module', module }, options: { milliseconds }, seed: 1 });
    times.push(performance.now() - beganAt);
  }
  return times.sort((a, b) => a - b)[2] as number;
}

/** Milliseconds from when a trial begins to hang, or kills its worker, until the worker is known to be gone. */
function faultTime({ run, trial, at }: BegunFault, events: readonly Heard[]): number {
  const end = events.find(event => {
    if (event.at < at || !('run' in event) || event.run !== run) return false;
    if (event.type === 'trial-lost') return event.first <= trial && trial < event.first + event.trials;
    if (event.type === 'trials')
      return event.trials.failures.some(
        ({ index, outcome }) => event.trials.first + index === trial && outcome === 'timed-out',
      );
    return event.type === 'run-restored';
  });
  assert.ok(end, `the fault in trial ${trial} of run ${run} was noticed`);
  return end.at - at;
}

/** Where the slot-seconds went. What the faults themselves take: until their workers are gone, and what starting a fresh one takes by itself. */
function figures(
  { slotTime, outcomes, replaced }: Awaited<ReturnType<typeof see>>['result'],
  faults: readonly number[],
  startMs: number,
): string {
  const { total, spent } = slotTime;
  const hanging = faults.reduce((sum, ms) => sum + ms, 0) / 1000;
  const starting = (replaced * startMs) / 1000;
  const useful = (outcomes.ok * milliseconds) / 1000;
  const beyond = total - spent.starting - spent.finished - useful - hanging - starting;
  const seconds = (value: number) => `${value.toFixed(2)} s`;
  return (
    `${((100 * beyond) / total).toFixed(1)} % of ${seconds(total)} of slot time were lost beyond the faults themselves ` +
    `(to reach: ${100 * tolerable} %): evaluating ${seconds(useful)}, ${faults.length} faults until their workers were gone ${seconds(hanging)}, ` +
    `${replaced} fresh workers of ${startMs.toFixed(0)} ms ${seconds(starting)}; slots waited for them ${seconds(spent.beingReplaced)}`
  );
}
