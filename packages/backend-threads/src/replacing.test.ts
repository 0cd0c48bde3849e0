import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { threads } from '@glompo/backend-threads';
import { createStudy, type Hunter, optimizerFactory } from '@glompo/core';
import { targetValue } from '@glompo/core/checkers';
import { afterEach, beforeEach, expect, test } from 'vitest';

let directory: string;
let module: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-replacing-'));
  module = join(directory, 'hangs.task.mjs');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const endless = optimizerFactory({
  name: 'endless',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: ({ random }) => ({
    ask: limit => Array.from({ length: limit }, () => ({ x: Float64Array.of(random.uniform()) })),
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
});

test('a worker that cannot be replaced after a kill fails the study with the cause', async () => {
  writeFileSync(
    module,
    `export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: ([x], { run, trial }) => {
        if (run === 2 && trial > 40) for (;;);
        return run === 1 ? 0 : 1;
      },
    };`,
  );
  const killOnce: Hunter = {
    name: 'killOnce',
    options: {},
    test: ({ victim: { trials } }) => {
      if (trials === 0 || !existsSync(module)) return undefined;
      renameSync(module, `${module}.gone`);
      return { by: 'killOnce', message: 'it hangs' };
    },
  };
  const study = createStudy({
    task: pathToFileURL(module),
    // The run that hangs keeps one of the two workers, no more.
    optimizers: [endless(), endless(undefined, { maxSlots: 1 })],
    backend: { trials: threads() },
    slots: 2,
    liveRuns: 2,
    huntEvery: 500,
    hunters: killOnce,
    stop: targetValue(-1),
  });
  await expect(study.run()).rejects.toThrow(/hangs\.task\.mjs does not exist/);
});

test('trials that a stop has cancelled are not counted as tried again', async () => {
  writeFileSync(
    module,
    `export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: ([x], { run, trial }) => {
        if (run === 2 && trial > 5) for (;;);
        return run === 1 ? -trial : 0;
      },
    };`,
  );
  const study = createStudy({
    task: pathToFileURL(module),
    optimizers: [endless(), endless(undefined, { maxSlots: 1 })],
    backend: { trials: threads() },
    slots: 2,
    liveRuns: 2,
    hunters: 'none',
    stop: targetValue(-2000),
  });
  const result = await study.run();
  expect(result.retried).toBe(0);
  // That the run which hangs is silent may be told.
  for await (const event of study.events()) expect(event.type).not.toBe('trial-lost');
});
