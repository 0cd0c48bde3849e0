import { expect, test } from 'vitest';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { hostEnvironment } from '../node/host-environment.js';
import { parametersFromBounds } from '../space/parameters.js';
import { createHost } from './host.js';
import { lend } from './local.js';
import type { TurnAnswer } from './protocol.js';

type Turn = Extract<TurnAnswer, { readonly type: 'turn' }>;

/** A turn of three trials of an optimizer that is sound but for this. */
async function turnOf(broken: object | undefined): Promise<Turn> {
  const sound: Optimizer = {
    ask: () => [{ x: Float64Array.of(0.5) }],
    tell: () => {},
    stop: undefined,
    snapshot: () => null,
  };
  const optimizer = broken && Object.defineProperties({ ...sound }, Object.getOwnPropertyDescriptors(broken));
  const plugin: OptimizerPlugin = {
    name: 'broken',
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: () => ({}),
    create: () => optimizer as Optimizer,
  };
  const parameters = parametersFromBounds([[0, 1]]);
  const task: Task = { parameters, evaluate: ([x]) => x as number };
  const host = createHost(hostEnvironment());
  const call = { signal: new AbortController().signal, tell: () => {} };
  await host.answer({ type: 'load', task: lend(task).reference, options: {}, seed: 1 } as Plain, call);
  const optimizerReference = lend(plugin).reference;
  const open = {
    optimizer: optimizerReference,
    options: {},
    parameters,
    seed: 1,
    start: Float64Array.of(0.5),
    trials: 0,
  };
  const trials = { count: 3, milliseconds: 1e6, rules: {} };
  return (await host.answer({ type: 'turn', run: 1, open, trials, snapshot: true } as unknown as Plain, call)) as Turn;
}

const bare = Object.create(null) as object;

test.each([
  [{ ask: () => undefined }, 'the optimizer was asked for points and gave undefined instead of a list of them'],
  [{ ask: async () => [] }, 'the optimizer was asked for points and gave {} instead of a list of them'],
  [{ ask: () => [{}] }, 'the optimizer proposed a point whose coordinates are undefined: expected { x: Float64Array }'],
  [
    {
      tell() {
        throw bare;
      },
    },
    '{}',
  ],
])('what an optimizer does wrong is said: %o', async (broken, message) => {
  expect((await turnOf(broken)).failure?.message).toContain(message);
});

let told = 0;
test.each([
  [
    {
      tell: () => void told++,
      get stop() {
        return told === 3 ? 5 : undefined;
      },
    },
    'the optimizer says that it has stopped by 5: expected a reason { by, message }',
  ],
  [{ snapshot: () => () => 1 }, 'the optimizer gave its snapshot that is a function: snapshots are plain data'],
  [{ snapshot: () => undefined }, 'the optimizer gave undefined as its snapshot: snapshots are plain data'],
])('trials are not lost for what an optimizer says of itself: %o', async (broken, message) => {
  const { trials, failure } = await turnOf(broken);
  expect(trials?.values).toEqual(Float64Array.of(0.5, 0.5, 0.5));
  expect(failure?.message).toContain(message);
});

test('what is made must be an optimizer', async () => {
  await expect(turnOf(undefined)).rejects.toThrow('create gave undefined instead of an optimizer');
});
