import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threads } from '@glompo/backend-threads';
import { type Checker, createStudy, type OptimizerChoice, type StudyEvent } from '@glompo/core';
import { maxEvaluations, runsConverged } from '@glompo/core/checkers';
import { given } from '@glompo/core/start-points';
import { afterAll, beforeAll, expect, test } from 'vitest';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-studies-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function file(name: string, source: string): string {
  writeFileSync(join(directory, name), source);
  return pathToFileURL(join(directory, name)).href;
}

/** An optimizer that threads can import. */
async function pointwise(name: string, make: string) {
  const module = file(
    `${name}.plugin.mjs`,
    `const repeat = (point, stop) => {
      let told = 0;
      return {
        ask: limit => Array.from({ length: limit }, () => ({ x: point.slice() })),
        tell(proposals) { if ((told += proposals.length) >= stop) this.stop = { by: 'repeat', message: 'enough' }; },
        stop: undefined,
        snapshot: () => null,
      };
    };
    export default {
      name: '${name}', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
      parse: options => options, create: ${make},
    };`,
  );
  return (await import(module)).default;
}

test('options with long typed arrays reach every worker and every run', async () => {
  const plugin = await pointwise('weighted', '({ start }, { weights }) => repeat(start.point, weights[499])');
  const module = file(
    'weighted.task.mjs',
    `export default ({ data }) => ({
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: () => data[499],
    });`,
  );
  const study = createStudy({
    task: { module, options: { data: new Float64Array(500).fill(7) } },
    optimizers: { optimizer: plugin, options: { weights: new Float64Array(500).fill(20) } },
    backend: threads(),
    slots: 2,
    hunters: 'none',
    stop: runsConverged(10),
  });
  const result = await study.run();
  expect(result.value).toBe(7);
  expect(result.runs.failed).toBe(0);
});

test('what is answered after the end is in no event and no count', async () => {
  const plugin = await pointwise('still', '({ start }) => repeat(start.point, Infinity)');
  const module = file(
    'busy.task.mjs',
    `export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: () => {
        // Longer than a study waits for an answer when it stops.
        for (const until = performance.now() + 600; performance.now() < until; );
        return 1;
      },
    };`,
  );
  const study = createStudy({
    task: { module },
    optimizers: { optimizer: plugin, options: {} },
    backend: threads(),
    slots: 2,
    hunters: 'none',
    stop: maxEvaluations(1000),
  });
  const controller = new AbortController();
  const ended = study.run({ signal: controller.signal });
  const events: StudyEvent[] = [];
  for await (const event of study.events()) {
    events.push(event);
    if (event.type === 'trials') controller.abort();
  }
  const result = await ended;
  expect(events.at(-1)?.type).toBe('study-ended');
  expect(study.view()?.evaluations).toBe(result.evaluations);
});

/** Nobody was forgotten. */
const everybodyServed: Checker = {
  name: 'everybodyServed',
  options: {},
  test: ({ live }) =>
    live.length === 1000 && live.every(run => run.trials > 0)
      ? { by: 'everybodyServed', message: 'each of them has made trials' }
      : undefined,
};

test('a thousand live runs share two slots', async () => {
  const plugin = await pointwise('patient', '({ start }) => repeat(start.point, Infinity)');
  const module = file(
    'quick.task.mjs',
    "export default { parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }], evaluate: ([x]) => x };",
  );
  const study = createStudy({
    task: { module },
    optimizers: { optimizer: plugin, options: {} },
    backend: threads(),
    slots: 2,
    liveRuns: 1000,
    hunters: 'none',
    stop: everybodyServed,
  });
  const result = await study.run();
  expect(result.reason.by).toBe('everybodyServed');
  expect(result.runs).toEqual({ started: 1000, killed: 0, converged: 0, failed: 0, stopped: 1000 });
});

test('two trials of a run that hang, one shortly after the other, are timed out, and the run goes on', async () => {
  const counting = file(
    'counting.plugin.mjs',
    `export default {
      name: 'counting', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
      parse: options => options,
      create: ({ start }, options, state) => {
        let asked = state ?? 0;
        let told = asked;
        return {
          ask: limit => Array.from({ length: limit }, () => ({ x: Float64Array.of(start.point[0] + asked++ / 1e6) })),
          tell(proposals) { if ((told += proposals.length) >= 40) this.stop = { by: 'counting', message: 'enough' }; },
          stop: undefined,
          snapshot: () => told,
        };
      },
    };`,
  );
  // The first run begins at 0.1: its 5th and 8th points hang. The other one is over long before that is seen, and tells that trials are short.
  const task = file(
    'hanging.task.mjs',
    `export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: ([x]) => {
        const point = Math.round((x - 0.1) * 1e6);
        if (point === 4 || point === 7) for (;;);
        return x;
      },
    };`,
  );
  const choice: OptimizerChoice = { optimizer: (await import(counting)).default, options: {} };
  const study = createStudy({
    task: { module: task },
    optimizers: {
      name: 'twice',
      choices: [choice],
      next: ({ runs }) =>
        runs.started < 2
          ? { type: 'spawn', choice }
          : { type: 'never', reason: { by: 'twice', message: 'both were started' } },
    },
    backend: threads(),
    slots: 2,
    liveRuns: 2,
    hunters: 'none',
    trialTimeout: 0.3,
    startPoints: given([[0.1], [0.5]]),
  });
  const ends: unknown[] = [];
  const listening = (async () => {
    for await (const event of study.events({ keepUp: true }))
      if (event.type === 'run-ended') ends.push([event.run, event.status, event.outcomes.timedOut]);
  })();
  const { replaced } = await study.run();
  await listening;
  expect(ends).toEqual([
    [2, 'converged', 0],
    [1, 'converged', 2],
  ]);
  // The second one is found within two losses: one after which everything is suspect, and one that tells.
  expect(replaced).toBeLessThanOrEqual(3);
});
