import { expect, test } from 'vitest';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Proposal, Task } from '../contracts/task.js';
import { hostEnvironment } from '../node/host-environment.js';
import { HostedRun } from './hosted-run.js';
import { lend } from './local.js';
import { TrialColumns } from './trial-columns.js';
import { TrialMaker } from './trial-maker.js';

/** Asks for generations of three points on a line, and keeps what it is told. */
function threes() {
  const told: { x: number[]; value: number }[] = [];
  let asked = 0;
  const optimizer: Optimizer = {
    stop: undefined,
    ask(limit) {
      const proposals: Proposal[] = [];
      while (proposals.length < limit && asked < told.length - (told.length % 3) + 3) {
        asked++;
        proposals.push({ x: Float64Array.of(asked / 100, asked / 50) });
      }
      return proposals;
    },
    tell(proposals, evaluations) {
      for (const [i, { x }] of proposals.entries()) told.push({ x: [...x], value: evaluations[i]?.value as number });
    },
    snapshot: () => null,
  };
  const plugin: OptimizerPlugin = {
    name: 'threes',
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: () => ({}),
    create: () => optimizer,
  };
  return { told, plugin };
}

async function open(evaluate: Task['evaluate'], scale: 'linear' | 'log' = 'linear') {
  const { told, plugin } = threes();
  const parameters: Parameter[] = ['a', 'b'].map(name => ({ kind: 'real', name, low: 1e-9, high: 1e9, scale }));
  const environment = hostEnvironment();
  const optimizer = lend(plugin).reference;
  const start = Float64Array.of(1, 1);
  const run = await HostedRun.open(
    1,
    { optimizer, options: {}, parameters, seed: 1, start, spread: undefined, state: undefined, trials: 0 },
    environment,
  );
  const site = { task: { parameters, evaluate }, studySeed: 1, environment };
  const turn = async (count: number, signal = new AbortController().signal) => {
    const columns = new TrialColumns(run.told + 1, 2, count);
    await run.evaluate(
      columns,
      { count, milliseconds: 1e6 },
      {
        maker: new TrialMaker(site, { signal, tell: () => {} }),
        signal,
      },
    );
    return [...columns.take().points];
  };
  return { told, turn };
}

test.each(['linear', 'log'] as const)(
  'a point is the task’s own: it may write into it and keep it (%s)',
  async scale => {
    const kept: Float64Array[] = [];
    const { told, turn } = await open(x => {
      kept.push(x);
      const value = x[0] as number;
      x.fill(value);
      return value;
    }, scale);
    const points = await turn(6);
    const inTaskUnits = (x: number) => (scale === 'log' ? 10 ** x : x);
    const asked = [1, 2, 3, 4, 5, 6].map(k => [k / 100, k / 50]);
    expect(told.map(({ x }) => x)).toEqual(asked);
    expect(points).toEqual(asked.flat().map(inTaskUnits));
    expect(kept.map(x => [...x])).toEqual(asked.map(([x]) => [inTaskUnits(x as number), inTaskUnits(x as number)]));
    // Nothing else lies in the memory that comes with a point.
    expect(kept.every(x => x.buffer.byteLength === x.byteLength)).toBe(true);
  },
);

test('a turn may end within a generation: the next one begins with what is left of it', async () => {
  const { told, turn } = await open(([x]) => x as number);
  for (const count of [2, 1, 5, 1]) await turn(count);
  expect(told.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(k => k / 100));
});

test('a cancelled trial is made again, at the point as it was asked', async () => {
  const abort = new AbortController();
  const seen: number[] = [];
  const { told, turn } = await open(async x => {
    seen.push(x[0] as number);
    if (seen.length === 2) abort.abort();
    const value = x[0] as number;
    x.fill(Number.NaN);
    return value;
  });
  expect(await turn(6, abort.signal)).toEqual([0.01, 0.02]);
  await turn(3);
  expect(seen).toEqual([0.01, 0.02, 0.02, 0.03, 0.04]);
  expect(told.map(({ x }) => x[1])).toEqual([0.02, 0.04, 0.06, 0.08]);
});
