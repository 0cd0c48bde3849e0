import { expect, test } from 'vitest';
import type { Plain } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { hostEnvironment } from '../node/host-environment.js';
import { parametersFromBounds } from '../space/parameters.js';
import { evaluateTrial } from './trial.js';

const throws = {
  get value(): number {
    throw new Error('read too early');
  },
};

const circle: { itself?: unknown } = {};
circle.itself = circle;

const { signal } = new AbortController();
const trial = { run: 1, ordinal: 1, wants: [], signal };
const siteOf = (evaluate: Task['evaluate']) => ({
  task: { parameters: parametersFromBounds([[0, 1]]), evaluate },
  studySeed: 1,
  environment: hostEnvironment(),
});

test.each([
  ['at once', () => throws],
  ['later', async () => throws],
])('a result that cannot be read, given %s, is a failed trial', async (_, evaluate) => {
  expect(await evaluateTrial(siteOf(evaluate), Float64Array.of(0.5), trial)).toEqual({
    failure: 'the task threw: read too early',
    outcome: 'failed',
  });
});

test('a task that keeps its own time may say that it is over', async () => {
  const site = siteOf(async () => {
    throw new DOMException('too long', 'TimeoutError');
  });
  expect(await evaluateTrial(site, Float64Array.of(0.5), trial)).toEqual({
    failure: 'the task threw: TimeoutError: too long',
    outcome: 'timed-out',
  });
});

test.each([
  [{ f() {} }, 'extras.f that is a function'],
  [{ list: [1, new Map()] }, 'extras.list.1 that is [object Map]'],
  [5n, 'extras that is 5n'],
  [circle, 'extras with more than 100 levels, or one that holds itself'],
  [[Object.assign([], { length: 1e9 })], 'extras.0 that is a list with holes'],
])('extras that cannot travel are a failed trial wherever it runs', (extras, what) => {
  const site = siteOf(() => ({ value: 1, extras: extras as unknown as Plain }));
  expect(evaluateTrial(site, Float64Array.of(0.5), trial)).toEqual({
    failure: `the task returned ${what}: extras may hold numbers, text, booleans, null, lists and objects of these`,
    outcome: 'failed',
  });
});

test('extras of plain data are kept', () => {
  const extras = {
    a: [1, 'b', null, true, undefined as never],
    c: Float64Array.of(Number.NaN),
    d: Object.create(null),
  };
  expect(
    evaluateTrial(
      siteOf(() => ({ value: 1, extras })),
      Float64Array.of(0.5),
      trial,
    ),
  ).toEqual({ value: 1, extras });
});

test('extras are the trial’s own: a task may use what it has returned again', () => {
  const info = { evaluations: 0, all: [] as number[], last: new Float64Array(1) };
  const site = siteOf(([x = 0]) => {
    info.evaluations++;
    info.all.push(x);
    info.last[0] = x;
    return { value: x, extras: info };
  });
  const results = [0.25, 0.5].map(x => evaluateTrial(site, Float64Array.of(x), trial));
  expect(results).toEqual([
    { value: 0.25, extras: { evaluations: 1, all: [0.25], last: Float64Array.of(0.25) } },
    { value: 0.5, extras: { evaluations: 2, all: [0.25, 0.5], last: Float64Array.of(0.5) } },
  ]);
});

test('what becomes something else when it is read again is read once', () => {
  let read = 0;
  const extras = new Proxy({ a: 0 }, { get: () => (read++ === 0 ? 7 : () => 'a closure') });
  const result = evaluateTrial(
    siteOf(() => ({ value: 1, extras })),
    Float64Array.of(0.5),
    trial,
  );
  expect(structuredClone(result)).toEqual({ value: 1, extras: { a: 7 } });
});
