import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threads } from '@glompo/backend-threads';
import { createStudy, inline, optimizerFactory, type StudyEvent, type StudyOptions } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import type { OptimizerPlugin } from '@glompo/core/plugin';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let directory: string;
let plugin: OptimizerPlugin;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-silent-'));
  const module = join(directory, 'chain.plugin.mjs');
  writeFileSync(module, chain);
  plugin = ((await import(pathToFileURL(module).href)) as { default: OptimizerPlugin }).default;
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** One point after the other, for ever; each depends on all values before it. */
const chain = `
  const next = (x, value) => (Math.abs(x * 997 + value * 131) % 2) - 1;
  export default {
    name: 'chain', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
    parse: () => null,
    create({ start }, _, state) {
      let x = state ?? start.point[0];
      let asked = false;
      return {
        ask: () => (asked ? [] : ((asked = true), [{ x: Float64Array.of(x, -x) }])),
        tell(_, [{ value }]) { x = next(x, value); asked = false; },
        stop: undefined,
        inject() { for (;;); },
        snapshot: () => x,
      };
    },
  };`;

/** A task of which the 30th trial of run 1 goes on for as long as the file is not there. */
function hangsUntil(file: string, { name, ms = 1 }: { readonly name: string; readonly ms?: number }): URL {
  const module = join(directory, `${name}.task.mjs`);
  writeFileSync(
    module,
    `import { existsSync } from 'node:fs';
    export default {
      parameters: [{ kind: 'real', name: 'x', low: -1, high: 1 }, { kind: 'real', name: 'y', low: -1, high: 1 }],
      evaluate: ([x, y], { run, trial }) => {
        for (const until = performance.now() + ${ms}; performance.now() < until; );
        if (run === 1 && trial === 30) while (!existsSync(${JSON.stringify(file)}));
        return x * x + (y - 0.3) ** 2 + 0.1 * Math.sin(20 * x);
      },
    };`,
  );
  return pathToFileURL(module);
}

const study = (more: Partial<StudyOptions> & Pick<StudyOptions, 'task'>) =>
  createStudy({
    optimizers: optimizerFactory(plugin)(),
    slots: 2,
    liveRuns: 6,
    hunters: 'none',
    seed: 3,
    ...more,
  });

/** The values of each run's trials, in order. @throws if one is there twice */
function valuesOf(events: readonly StudyEvent[]): Map<number, number[]> {
  const runs = new Map<number, number[]>();
  for (const event of events) {
    if (event.type !== 'trials') continue;
    const values = runs.get(event.run) ?? [];
    runs.set(event.run, values);
    for (const [i, value] of event.trials.values.entries()) {
      const at = event.trials.first + i - 1;
      if (values[at] !== undefined) throw new Error(`trial ${at + 1} of run ${event.run} is there twice`);
      values[at] = value;
    }
  }
  return runs;
}

const leftIt = /^run \d left its worker: worker \d of threads is busy with run 1, which says nothing$/;

const places = [
  ['with the optimizer', () => threads()],
  ['in a pool', () => ({ trials: threads() })],
] as const;

describe.each(places)('trials %s, one of which says nothing, and no limit to its time', (_, backend) => {
  test('nobody waits behind it, and it may still end', async () => {
    const file = join(directory, 'go on');
    const running = study({ task: hangsUntil(file, { name: 'held' }), backend: backend() });
    const controller = new AbortController();
    const ended = running.run({ signal: controller.signal });
    const events: StudyEvent[] = [];
    let silent: number | undefined;
    const made = new Map<number, number>();
    let after = new Map<number, number>();
    for await (const event of running.events({ keepUp: true })) {
      events.push(event);
      if (event.type === 'trials') made.set(event.run, event.trials.first + event.trials.values.length - 1);
      if (silent === undefined && event.type === 'warning' && /run 1 has said nothing/.test(event.message)) {
        silent = event.number;
        after = new Map(made);
      }
      if (silent === undefined) continue;
      const others = [2, 3, 4, 5, 6];
      // All others have made many more since.
      if (others.every(run => (made.get(run) ?? 0) > (after.get(run) ?? 0) + 50)) writeFileSync(file, '');
      // So has the one that was silent, once it could.
      if ((made.get(1) ?? 0) > 60) controller.abort();
    }
    const result = await ended;
    expect(result.outcomes).toMatchObject({ failed: 0, timedOut: 0, lost: 0 });
    expect(result.replaced).toBe(0);
    // Its worker was not lost: who had a call behind it went away.
    for (const event of events)
      if (event.type === 'run-restored')
        expect(event).toMatchObject({ why: 'worker-silent', reason: { message: expect.stringMatching(leftIt) } });
    const reference = study({
      task: hangsUntil(directory, { name: 'free', ms: 0 }),
      backend: inline(),
      stop: maxEvaluations(4_000),
    });
    await reference.run();
    const all: StudyEvent[] = [];
    for await (const event of reference.events()) all.push(event);
    const expected = valuesOf(all);
    for (const [run, values] of valuesOf(events)) {
      const known = expected.get(run) as number[];
      expect(known.length).toBeGreaterThan(100);
      const both = Math.min(known.length, values.length);
      expect(values.slice(0, both), `run ${run}`).toEqual(known.slice(0, both));
    }
  });

  test('the study comes to the end of its evaluations: it keeps none from the others', async () => {
    const file = join(directory, 'never');
    const running = study({
      task: hangsUntil(file, { name: 'never' }),
      backend: backend(),
      stop: maxEvaluations(1_000),
    });
    const result = await running.run();
    expect(result.evaluations).toBe(1_000);
    expect(result.outcomes).toMatchObject({ timedOut: 1, failed: 0 });
    expect(existsSync(file)).toBe(false);
  });
});

test.each([
  ['with the optimizer', () => threads()],
  ['in a pool', () => ({ optimizers: threads(), trials: threads() })],
] as const)(
  'an optimizer that never comes back keeps nobody waiting, and is ended with its run: trials %s',
  async (_, backend) => {
    const running = study({
      task: hangsUntil(directory, { name: 'free' }),
      backend: backend(),
      stop: maxEvaluations(3_000),
    });
    const ended = running.run();
    let isStopped = false;
    const statuses = new Map<number, string>();
    for await (const event of running.events({ keepUp: true })) {
      if (event.type === 'trials' && event.run === 1 && event.trials.first === 1)
        running.intervene({ type: 'inject', run: 1, point: Float64Array.of(0, 0), value: 0 });
      if (!isStopped && event.type === 'warning' && /run 1 has said nothing/.test(event.message)) {
        isStopped = true;
        running.intervene({ type: 'stop-run', run: 1 });
      }
      if (event.type === 'run-ended') statuses.set(event.run, event.status);
    }
    const result = await ended;
    expect(isStopped).toBe(true);
    expect(result.evaluations).toBe(3_000);
    expect(result.outcomes).toMatchObject({ failed: 0, lost: 0, timedOut: 0 });
    expect(result.replaced).toBe(1);
  },
);
