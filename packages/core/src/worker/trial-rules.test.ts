import { afterEach, expect, test } from 'vitest';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import type { Proposal, Task } from '../contracts/task.js';
import { hostEnvironment } from '../node/host-environment.js';
import { createHost, type Host } from './host.js';
import { lend } from './local.js';
import type { EvaluateAnswer, OpenRun, Report, TrialRules, TurnAnswer, TurnRequest } from './protocol.js';

interface Climb {
  readonly base: number;
  readonly asked: number;
  readonly told: readonly number[];
}

/** Generations of three points; where each begins depends on what was told of the ones before. */
function climber(from: Climb): Optimizer {
  let { base, asked } = from;
  let told = [...from.told];
  // What was asked and not told is asked again.
  asked = told.length;
  return {
    stop: undefined,
    ask(limit) {
      const proposals: Proposal[] = [];
      while (asked < 3 && proposals.length < limit) proposals.push({ x: Float64Array.of(base + ++asked) });
      return proposals;
    },
    tell(_, evaluations) {
      told.push(...evaluations.map(({ value }) => (Number.isFinite(value) ? value : 1000)));
      if (told.length < 3) return;
      base += 10 + told.reduce((sum, value) => sum + value, 0) / 1000;
      told = [];
      asked = 0;
    },
    snapshot: () => ({ base, asked, told: [...told] }),
  };
}

const plugin: OptimizerPlugin = {
  name: 'climber',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: (_context, _options, state) => climber((state as Climb | undefined) ?? { base: 0, asked: 0, told: [] }),
};
const parameters: Parameter[] = [{ kind: 'real', name: 'x', low: 0, high: 1e6 }];
const releases: (() => void)[] = [];
const hosts: Host[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  for (const release of releases.splice(0)) release();
});

async function hostOf(evaluate: Task['evaluate']) {
  const host = createHost(hostEnvironment());
  hosts.push(host);
  const task = lend({ parameters, evaluate } satisfies Task);
  const optimizer = lend(plugin);
  releases.push(task.release, optimizer.release);
  const reports: Report[] = [];
  const ask = async <A>(request: object, signal = new AbortController().signal) => {
    const tell = (message: Plain) => void reports.push(structuredClone(message) as Report);
    return (await host.answer(request as Plain, { signal, tell })) as A;
  };
  await ask({ type: 'load', task: task.reference, options: {}, seed: 1 });
  const open: OpenRun = {
    optimizer: optimizer.reference,
    options: {},
    parameters,
    seed: 1,
    start: Float64Array.of(1),
    spread: undefined,
    state: undefined,
    trials: 0,
  };
  return {
    reports,
    open,
    evaluate: (points: readonly number[], rules: TrialRules, signal?: AbortSignal) =>
      ask<EvaluateAnswer>(
        { type: 'evaluate', run: 1, first: 1, points: Float64Array.from(points), wants: [], rules },
        signal,
      ),
    turn: async (turn: Omit<TurnRequest, 'type' | 'run'>) => {
      const answer = await ask<TurnAnswer>({ type: 'turn', run: 1, ...turn });
      if (answer.type === 'ended') throw new Error('the run is not known');
      return answer;
    },
  };
}

const never = () => new Promise<number>(() => {});

test('a trial that does not end has timed out; its signal is aborted, and the worker can do nothing else', async () => {
  let aborted = false;
  const host = await hostOf(([x], { signal }) => {
    if (x !== 2) return x as number;
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    return never();
  });
  const { trials, stuck } = await host.evaluate([1, 2, 3], { timeoutMs: 20, graceMs: 20 });
  expect(trials.values).toEqual(Float64Array.of(1, Number.POSITIVE_INFINITY));
  expect(trials.failures).toEqual([
    { index: 1, outcome: 'timed-out', message: 'timed out: it had not ended after 0.02 s' },
  ]);
  expect([aborted, stuck]).toEqual([true, true]);
});

test('a trial that ends when its time is over has timed out all the same, and the worker goes on', async () => {
  const host = await hostOf(([x], { signal }) => {
    if (x !== 2) return x as number;
    return new Promise(resolve => signal.addEventListener('abort', () => resolve(7)));
  });
  const { trials, stuck } = await host.evaluate([1, 2, 3], { timeoutMs: 20, graceMs: 5_000 });
  expect(trials.values).toEqual(Float64Array.of(1, Number.POSITIVE_INFINITY, 3));
  expect(stuck).toBeUndefined();
});

test('a trial that has kept the thread for too long has timed out, though it gave a value', async () => {
  const host = await hostOf(([x]) => {
    const until = performance.now() + (x === 2 ? 30 : 0);
    while (performance.now() < until);
    return x as number;
  });
  const { trials } = await host.evaluate([1, 2, 3], { timeoutMs: 20, graceMs: 0 });
  expect(trials.failures.map(({ index, outcome }) => [index, outcome])).toEqual([[1, 'timed-out']]);
});

test('the signal of a trial tells also that the call was aborted, and nothing is said of such a trial', async () => {
  const abort = new AbortController();
  const host = await hostOf(
    (_, { signal }) =>
      new Promise(resolve => {
        signal.addEventListener('abort', () => resolve(1));
        abort.abort();
      }),
  );
  const { trials } = await host.evaluate([1, 2], { timeoutMs: 60_000 }, abort.signal);
  expect(trials.values).toHaveLength(0);
});

test('trials that were reported are not answered again, and all are there', async () => {
  const host = await hostOf(([x]) => {
    if (x === 3) throw new Error('three');
    return { value: x as number, gradient: Float64Array.of(-(x as number)) };
  });
  const { trials } = await host.evaluate([1, 2, 3, 4, 5], { reportMs: 0 });
  const batches = [...host.reports.map(report => report.trials), trials].filter(batch => batch !== undefined);
  expect(batches.map(({ first }) => first)).toEqual([1, 2, 3, 4, 5]);
  expect(batches.flatMap(({ values }) => [...values])).toEqual([1, 2, Number.POSITIVE_INFINITY, 4, 5]);
  expect(batches.map(({ failures }) => failures.length)).toEqual([0, 0, 1, 0, 0]);
  expect(batches.map(({ gradients }) => gradients?.[0])).toEqual([-1, -2, undefined, -4, -5]);
  // Without the rule nothing is said before the answer.
  host.reports.length = 0;
  expect((await host.evaluate([1, 2], {})).trials.values).toHaveLength(2);
  expect(host.reports).toEqual([]);
});

test('where time is limited, it is said when trials begin, and when the optimizer computes', async () => {
  const host = await hostOf(([x]) => x as number);
  await host.turn({ open: host.open, trials: { count: 2, milliseconds: 1e6, rules: { timeoutMs: 1_000 } } });
  const begins = { type: 'report' };
  expect(host.reports.slice(0, 3)).toEqual([begins, { type: 'report', computing: true }, begins]);
});

test('a verdict stands for a trial that is not made', async () => {
  const made: number[] = [];
  const host = await hostOf(([x]) => {
    made.push(x as number);
    return 1;
  });
  const verdict = { trial: 2, outcome: 'failed', message: 'it ends workers' } as const;
  const { trials } = await host.turn({ open: host.open, trials: { count: 3, milliseconds: 1e6, verdicts: [verdict] } });
  expect(made).toHaveLength(2);
  expect(trials?.failures).toEqual([{ index: 1, outcome: 'failed', message: 'it ends workers' }]);
});

test('a turn ends after so many failures in a row, those before it counted', async () => {
  const host = await hostOf(([x]) => (x === 2 ? 1 : Number.NaN));
  const grant = (failed: number) => ({ count: 9, milliseconds: 1e6, failures: { inARow: 3, failed } });
  const first = await host.turn({ open: host.open, trials: grant(1) });
  expect(first.trials?.values).toHaveLength(5);
  const second = await host.turn({ trials: grant(2) });
  expect(second.trials?.values).toHaveLength(1);
});

/** What a run asks for next, told `values` in batches, from the start or from a snapshot after the first batch. */
test.each(['the start', 'a snapshot'] as const)(
  'a run that was lost goes on as if it had not been, from %s and what it was told',
  async from => {
    const alive = await hostOf(([x]) => x as number);
    const first = await alive.turn({ open: alive.open, trials: { count: 3, milliseconds: 1e6 }, snapshot: true });
    const second = await alive.turn({ trials: { count: 6, milliseconds: 1e6 } });
    const third = await alive.turn({ trials: { count: 5, milliseconds: 1e6 } });
    const lost = await hostOf(([x]) => x as number);
    const replayed = (from === 'the start' ? [first, second] : [second]).map(({ trials }) => {
      const { first, values, points } = trials as NonNullable<typeof trials>;
      return { told: { first, values }, points, asked: first + values.length - 1 };
    });
    const restored = await lost.turn({
      open: {
        ...lost.open,
        ...(from === 'a snapshot' && { state: first.snapshot as Plain, trials: 3 }),
        replay: replayed,
      },
      trials: { count: 5, milliseconds: 1e6 },
    });
    expect(restored.strayed).toBeUndefined();
    expect(restored.trials).toEqual(third.trials);
  },
);

test('what is outstanding elsewhere is not proposed again by a run that is restored', async () => {
  const alive = await hostOf(([x]) => x as number);
  await alive.turn({ open: alive.open, propose: 3 });
  const told = { first: 1, values: Float64Array.of(5, 6) };
  const before = await alive.turn({ tell: told, propose: 1, snapshot: true });
  const after = await alive.turn({ tell: { first: 3, values: Float64Array.of(9) }, propose: 2 });
  expect(after.proposals[0]?.points).toHaveLength(2);
  const restored = await hostOf(([x]) => x as number);
  const open = { ...restored.open, state: before.snapshot as Plain, trials: 2, asked: 3 };
  const again = await restored.turn({ open, tell: { first: 3, values: Float64Array.of(9) }, propose: 2 });
  expect(again.proposals).toEqual(after.proposals);
});

test('trials that are outstanding out of order keep their numbers', async () => {
  const alive = await hostOf(([x]) => x as number);
  await alive.turn({ open: alive.open, propose: 3 });
  const { snapshot } = await alive.turn({ snapshot: true });
  const restored = await hostOf(([x]) => x as number);
  // 1 and 3 were told as far as the books go: the optimizer asks for the first of those left as number 2.
  const open = { ...restored.open, state: snapshot as Plain, trials: 0, outstanding: [2, 4, 5], asked: 5 };
  const { failure } = await restored.turn({ open, tell: { first: 2, values: Float64Array.of(1) }, propose: 1 });
  expect(failure).toBeUndefined();
});

test('an optimizer that does not repeat itself is told no more of what others have found, and says so', async () => {
  const host = await hostOf(([x]) => x as number);
  const replay = [
    { told: { first: 1, values: Float64Array.of(1) }, points: Float64Array.of(1), asked: 1 },
    { told: { first: 2, values: Float64Array.of(1, 1) }, points: Float64Array.of(77, 78), asked: 3 },
  ];
  const answer = await host.turn({ open: { ...host.open, replay }, trials: { count: 2, milliseconds: 1e6 } });
  expect(answer.strayed).toBe(true);
  expect(answer.trials?.first).toBe(4);
});
