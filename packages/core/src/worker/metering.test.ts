import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Task } from '../contracts/task.js';
import { hostEnvironment } from '../node/host-environment.js';
import { createHost } from './host.js';
import { lend } from './local.js';
import type { EvaluateAnswer } from './protocol.js';

async function evaluate(evaluate: Task['evaluate'], request: object = {}): Promise<EvaluateAnswer> {
  const host = createHost(hostEnvironment());
  const task: Task = { parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }], evaluate };
  const call = { signal: new AbortController().signal, tell: () => {} };
  const { reference, release } = lend(task);
  try {
    await host.answer({ type: 'load', task: reference, options: {}, seed: 1 }, call);
    const points = Float64Array.of(0.1, 0.2, 0.3);
    const answer = await host.answer(
      { type: 'evaluate', run: 1, first: 1, points, wants: [], measure: true, ...request },
      call,
    );
    return answer as unknown as EvaluateAnswer;
  } finally {
    release();
    await host.close();
  }
}

const sum = (numbers: Float64Array | undefined) => numbers?.reduce((a, b) => a + b, 0) ?? Number.NaN;

function blockFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

test('a message is told by its trials: each one, the longest, all of them', async () => {
  const { usage, longestMs, busyMs, trials } = await evaluate(([x]) => {
    blockFor(x === 0.2 ? 20 : 1);
    return x as number;
  });
  expect(trials.values).toHaveLength(3);
  expect(usage?.trialMs).toHaveLength(3);
  expect(longestMs).toBe(Math.max(...(usage?.trialMs ?? [])));
  expect(busyMs).toBeGreaterThanOrEqual(sum(usage?.trialMs) - 1);
});

test('who does not ask is told no usage', async () => {
  const { usage, longestMs } = await evaluate(([x]) => x as number, { measure: false });
  expect(usage).toBeUndefined();
  expect(longestMs).toBeGreaterThan(0);
});

test('no trial begins after the deadline; the first one always does', async () => {
  const { trials } = await evaluate(
    ([x]) => {
      blockFor(5);
      return x as number;
    },
    { milliseconds: 1 },
  );
  expect(trials.values).toHaveLength(1);
});

test('waiting in one’s own thread blocks it, whether or not it computes; waiting for a promise does not', async () => {
  const blocking = (await evaluate(() => {
    blockFor(10);
    return 1;
  })) as Required<EvaluateAnswer>;
  expect(blocking.usage.blockedMs).toBeGreaterThan(0.9 * sum(blocking.usage.trialMs));
  const waiting = (await evaluate(async () => {
    await new Promise(resolve => setTimeout(resolve, 30));
    return 1;
  })) as Required<EvaluateAnswer>;
  expect(waiting.usage.blockedMs).toBeLessThan(0.5 * sum(waiting.usage.trialMs));
});

test.runIf(process.platform === 'linux')('programs are noticed, and their processor time counts', async () => {
  const busy = 'const end = process.cpuUsage().user + 60_000; while (process.cpuUsage().user < end);';
  const none = (await evaluate(() => 1)) as Required<EvaluateAnswer>;
  expect(none.usage.programs).toBe(false);
  const { usage } = (await evaluate(() => {
    execFileSync(process.execPath, ['-e', busy]);
    return 1;
  })) as Required<EvaluateAnswer>;
  expect(usage.programs).toBe(true);
  expect(usage.cpuMs).toBeGreaterThan(3 * 60);
  expect(usage.queuedMs).toBeGreaterThanOrEqual(0);
});
