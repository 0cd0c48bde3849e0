import { expect, test } from 'vitest';
import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { Host } from '../worker/host.js';
import { serveHost } from './serve-host.js';

/** A host that answers `wait` when it is aborted, throws what it is told to, and else repeats the request. */
function echo(): Host & { readonly begun: Plain[]; closed: boolean } {
  return {
    begun: [],
    closed: false,
    answer(request, { signal }) {
      this.begun.push(request);
      if (request === 'throw') throw new GlompoError('GLOMPO_STATE', 'thrown');
      if (signal.aborted) return Promise.resolve('aborted');
      if (request !== 'wait') return Promise.resolve(request);
      return new Promise(resolve => signal.addEventListener('abort', () => resolve('aborted')));
    },
    async close() {
      this.closed = true;
    },
  };
}

const ignore = () => {};

test('a call begins when the one before it is answered', async () => {
  const host = echo();
  const { answer, abort } = serveHost(host, ignore);
  const first = answer(1, 'wait', false);
  const second = answer(2, 'next', false);
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  expect(host.begun).toEqual(['wait']);
  abort(1);
  expect(await Promise.all([first, second])).toEqual([{ answer: 'aborted' }, { answer: 'next' }]);
});

test('a call is aborted while it runs, while it waits, and before it was sent', async () => {
  const { answer, abort } = serveHost(echo(), ignore);
  const calls = [answer(1, 'wait', false), answer(2, 'wait', false), answer(3, 'wait', true), answer(4, 'last', false)];
  abort(2);
  abort(1);
  abort(99);
  expect(await Promise.all(calls)).toEqual([
    { answer: 'aborted' },
    { answer: 'aborted' },
    { answer: 'aborted' },
    { answer: 'last' },
  ]);
});

test('an abort that came with its call is heard before the call begins', async () => {
  const host = echo();
  const { answer, abort } = serveHost(host, ignore);
  const call = answer(1, 'would take the thread', false);
  queueMicrotask(() => abort(1));
  expect(await call).toEqual({ answer: 'aborted' });
});

test('a failure is an outcome, and the next call is answered', async () => {
  const { answer } = serveHost(echo(), ignore);
  const [failed, next] = await Promise.all([answer(1, 'throw', false), answer(2, 'next', false)]);
  expect(failed).toMatchObject({ error: { code: 'GLOMPO_STATE', message: 'thrown' } });
  expect(next).toEqual({ answer: 'next' });
});

test('closing aborts what runs, refuses what waits, then closes the host', async () => {
  const host = echo();
  const { answer, close } = serveHost(host, ignore);
  const running = answer(1, 'wait', false);
  const waiting = answer(2, 'wait', false);
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  await close();
  expect(await running).toEqual({ answer: 'aborted' });
  expect(await waiting).toMatchObject({ error: { code: 'GLOMPO_CLOSED' } });
  expect(host.closed).toBe(true);
});

test('what a host says while it works at a call is sent with its number, and nothing after its answer', async () => {
  const sent: [number, Plain][] = [];
  let late = () => {};
  const host: Host = {
    async answer(request, { tell }) {
      tell(`working at ${request}`);
      late = () => tell('too late');
      return request;
    },
    async close() {},
  };
  const { answer } = serveHost(host, (call, message) => sent.push([call, message]));
  await Promise.all([answer(1, 'a', false), answer(2, 'b', false)]);
  late();
  expect(sent).toEqual([
    [1, 'working at a'],
    [2, 'working at b'],
  ]);
});
