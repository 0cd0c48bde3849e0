import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, inline, type OpenOptions, type Output, type Plain, type Workers } from '@glompo/core';
import { changed, type Message, tampered, tamperedTrials, unchanged, withTraits } from './changed-backend.js';
import { rawThreads } from './raw-threads.js';

let shared: Promise<Workers> | undefined;
/** Broken backends that make their cases wait in vain. */
export const hanging = new Set<() => Backend>();
function hangs(backend: () => Backend): () => Backend {
  hanging.add(backend);
  return backend;
}
const never = () => new Promise<never>(() => {});

/** Where they put what they leave behind. To be removed by who uses them. */
export const folder = mkdtempSync(join(tmpdir(), 'glompo-testing-'));

/** What workers say is heard when their call is over. */
function whatIsSaidComesLate(base: Backend): Backend {
  return changed(base, original => ({
    call(worker, request, { onMessage, ...options } = {}) {
      const said: Plain[] = [];
      const call = original.call(worker, request, { ...options, onMessage: message => void said.push(message) });
      const deliver = () => void setImmediate(() => said.forEach(message => void onMessage?.(message)));
      call.then(deliver, deliver);
      return call;
    },
  }));
}

/** What workers print is changed on its way. */
function printing(change: (output: Output) => Output): Backend {
  const open = ({ onOutput, ...options }: OpenOptions) =>
    rawThreads().open({ ...options, onOutput: (worker, output) => onOutput?.(worker, change(output)) });
  return { ...rawThreads(), open };
}

/** For every case, backends that break what it asks. */
export const broken: Readonly<Record<string, readonly (() => Backend)[]>> = {
  'is a backend: name, API version, traits, parallelism, open': [
    () => ({ ...inline(), name: '' }),
    () => ({ ...inline(), api: 2 as 1 }),
    () => ({ ...inline(), parallelism: 0 }),
    () => withTraits(inline(), { isolated: undefined as never }),
  ],
  'opens as many workers as it is asked for': [
    () => ({ ...inline(), open: options => inline().open({ ...options, size: options.size - 1 }) }),
    () => changed(inline(), original => ({ call: (worker, ...rest) => original.call(worker % 3, ...rest) })),
  ],
  'opens workers beside others, which do not know of each other': [
    () => ({
      ...inline(),
      open() {
        shared ??= inline().open({ size: 1 });
        return shared;
      },
    }),
  ],
  'closes more than once, and refuses calls from then on': [
    () => changed(inline(), () => ({ [Symbol.asyncDispose]: async () => {} })),
    () =>
      changed(inline(), original => {
        let closed = false;
        return {
          async [Symbol.asyncDispose]() {
            if (closed) throw new Error('closed already');
            closed = true;
            await original[Symbol.asyncDispose]();
          },
        };
      }),
  ],
  'leaves no call without an end when it closes': [
    hangs(() =>
      changed(inline(), original => ({
        call: (...call) =>
          original
            .call(...call)
            .catch(error =>
              (error as { code?: string }).code === 'GLOMPO_WORKER_LOST' ? never() : Promise.reject(error),
            ),
      })),
    ),
  ],
  'loads a task module with options, and tells its parameters and start': [
    () => tampered(m => (m.type === 'load' ? { ...m, options: {} } : m)),
    () => tampered(unchanged, m => (m.type === 'loaded' ? { ...m, start: undefined } : m)),
  ],
  'evaluates values, gradients, residuals and extras to the last bit': [
    () => tamperedTrials(({ values }) => ({ values: (values as Float64Array).map(Math.fround) })),
    () => tamperedTrials(({ points }) => ({ points: (points as Float64Array).map(v => v + 0) })),
    () => tamperedTrials(() => ({ gradients: undefined })),
    () => tamperedTrials(({ extras = null }) => ({ extras: JSON.parse(JSON.stringify([extras])) as Plain })),
    () => tampered(m => (m.type === 'evaluate' ? { ...m, first: 1 } : m)),
  ],
  'keeps infinities and −0, reports what is no number and what is thrown, and goes on': [
    () => tamperedTrials(({ values }) => ({ values: (values as Float64Array).map(v => v + 0) })),
    () => tamperedTrials(({ values }) => ({ values: (values as Float64Array).map(v => Math.min(v, 1e308)) })),
    () => tamperedTrials(() => ({ failures: [] })),
    () => tamperedTrials(({ extras = null }) => ({ extras: JSON.parse(JSON.stringify(extras)) as Plain })),
    () =>
      tamperedTrials(({ failures }) => {
        if ((failures as readonly Plain[]).length > 0) throw new Error('a trial failed');
        return {};
      }),
  ],
  'tells each trial its run, ordinal, seed and wants': [
    () => tampered(m => (m.type === 'load' ? { ...m, seed: 1 } : m)),
    () => tampered(m => (m.type === 'evaluate' ? { ...m, run: 1 } : m)),
    () => tampered(m => (m.type === 'evaluate' ? { ...m, wants: [] } : m)),
  ],
  'carries large batches': [
    () =>
      tampered(m => {
        if ((m.points as Float64Array | undefined)?.byteLength ?? 0 > 65536) throw new Error('too large');
        return m;
      }),
    () => tamperedTrials(({ points }) => ({ points: (points as Float64Array).slice(0, 8192) })),
  ],
  'refuses a task that is missing, fails or is none, and takes another one then': [
    () =>
      changed(inline(), original => ({
        call: (...call) => original.call(...call).catch(error => Promise.reject(new Error((error as Error).message))),
      })),
    () =>
      changed(inline(), original => {
        let failed = false;
        return {
          call(...call) {
            if (failed) return original.call(...call).catch(error => Promise.reject(error));
            return original.call(...call).catch(async error => {
              failed = true;
              await original.replace(0, { by: 'test', message: 'gone' });
              await original[Symbol.asyncDispose]();
              throw error;
            });
          },
        };
      }),
  ],
  'refuses a function of the manager’s memory where workers have their own': [
    () =>
      changed(rawThreads(), original => ({
        call: (...call) => original.call(...call).catch(() => ({ type: 'loaded' })),
      })),
    () =>
      changed(rawThreads(), original => ({
        call: (...call) => original.call(...call).catch(() => Promise.reject(new TypeError('not cloneable'))),
      })),
  ],
  'answers the calls to one worker one after the other, in order': [
    // Two lanes for each worker: the second call overtakes the first.
    () => {
      const open = async ({ size }: OpenOptions) => {
        const lanes = await inline().open({ size: 2 * size });
        let calls = 0;
        return Object.assign(Object.create(lanes), {
          async call(worker: number, request: Message, options: object) {
            if (request.type !== 'load') return lanes.call(2 * worker + (calls++ % 2), request, options);
            await lanes.call(2 * worker, request);
            return lanes.call(2 * worker + 1, request);
          },
          [Symbol.asyncDispose]: () => lanes[Symbol.asyncDispose](),
        }) as Workers;
      };
      return { ...inline(), open };
    },
  ],
  'lets an abort reach a task that awaits, and answers then': [
    hangs(() => changed(inline(), original => ({ call: (worker, request) => original.call(worker, request) }))),
    () =>
      changed(inline(), original => ({
        call: async (worker, request, options) => {
          const answer = await original.call(worker, request, options);
          options?.signal?.throwIfAborted();
          return answer;
        },
      })),
  ],
  'hears an abort that came before its call, or while the call waits': [
    hangs(() =>
      changed(inline(), original => ({
        call(worker, request, options) {
          const controller = new AbortController();
          options?.signal?.addEventListener('abort', () => controller.abort());
          return original.call(worker, request, { signal: controller.signal });
        },
      })),
    ),
    () =>
      changed(inline(), original => ({
        async call(worker, request, options) {
          options?.signal?.throwIfAborted();
          return original.call(worker, request, options);
        },
      })),
  ],
  'is not disturbed by an abort after the answer': [
    () =>
      changed(inline(), original => {
        let controller = new AbortController();
        return {
          call(worker, request, options) {
            controller = new AbortController();
            const { signal } = controller;
            options?.signal?.addEventListener('abort', () => controller.abort());
            return original.call(worker, request, { signal });
          },
        };
      }),
  ],
  'hears what a worker says while it works, in order, before the answer': [
    () => changed(inline(), original => ({ call: (worker, request) => original.call(worker, request) })),
    () => whatIsSaidComesLate(inline()),
  ],
  'hears what a worker said before it computes without end': [
    hangs(() => changed(rawThreads(), original => ({ call: (worker, request) => original.call(worker, request) }))),
  ],
  'hears what a worker said before it ends, and then that it is lost': [() => whatIsSaidComesLate(rawThreads())],
  'tells which run has printed what': [
    () => printing(({ stream, text }) => ({ stream, text })),
    () => printing(output => ({ ...output, run: 3 })),
    hangs(() => printing(output => (output.run === 5 ? { stream: output.stream, text: '' } : output))),
  ],
  'ends a worker that does not mind SIGTERM, with the programs that it has started': [
    () => withTraits(rawThreads(), { contained: true }),
  ],
  'ends the programs of a worker when it closes': [() => withTraits(rawThreads(), { contained: true })],
  'ends the programs of a worker that ends by itself': [() => withTraits(rawThreads(), { contained: true })],
  'gives workers a memory of their own where it says so': [() => withTraits(inline(), { isolated: true })],
  'computes at the same time where it says so': [hangs(() => withTraits(inline(), { parallel: true }))],
  'gives each worker a directory of its own, and removes it at the end': [
    () => changed(inline(), original => ({ call: (_, ...rest) => original.call(0, ...rest) })),
    () =>
      changed(rawThreads({ TMPDIR: folder }), original => ({
        async [Symbol.asyncDispose]() {
          for (const worker of [0, 1]) await original.replace(worker, { by: 'test', message: 'ended by force' });
          await original[Symbol.asyncDispose]();
        },
      })),
  ],
  'hears what workers print, by worker and stream, in order, however much it is': [
    hangs(() => ({ ...rawThreads(), open: ({ size }) => rawThreads().open({ size }) })),
    hangs(() => ({
      ...rawThreads(),
      open: ({ size, onOutput }) =>
        rawThreads().open({ size, onOutput: (worker, { text }) => onOutput?.(worker, { stream: 'stdout', text }) }),
    })),
    () => ({
      ...rawThreads(),
      open: ({ size, onOutput }) => rawThreads().open({ size, onOutput: (_, output) => onOutput?.(0, output) }),
    }),
    hangs(() => ({
      ...rawThreads(),
      open({ size, onOutput }) {
        let heard = 0;
        return rawThreads().open({
          size,
          onOutput(worker, output) {
            heard += output.text.length;
            if (heard < 65536) onOutput?.(worker, output);
          },
        });
      },
    })),
  ],
  'replaces a worker by a fresh one, which knows nothing': [
    () => changed(inline(), () => ({ replace: async () => ({ freedAfterMs: 0 }) })),
    () =>
      changed(inline(), original => ({
        async replace(...replaced) {
          await original.replace(...replaced);
          return {} as { freedAfterMs: number };
        },
      })),
  ],
  'tells that a worker was lost, and which call, and replaces it': [
    () =>
      changed(rawThreads(), original => ({
        call: (...call) => original.call(...call).catch(() => Promise.reject(new Error('it is gone'))),
      })),
    hangs(() => changed(rawThreads(), original => ({ call: (...call) => original.call(...call).catch(never) }))),
    () => changed(rawThreads(), () => ({ replace: async () => ({ freedAfterMs: 0 }) })),
  ],
  'ends and replaces a worker that computes without end': [
    hangs(() => changed(rawThreads(), () => ({ replace: never }))),
    hangs(() =>
      changed(rawThreads(), original => {
        let call: Promise<unknown> = Promise.resolve();
        return {
          call(...given) {
            const answer = original.call(...given);
            call = answer.catch(() => {});
            return answer;
          },
          async replace(...given) {
            await call;
            return original.replace(...given);
          },
        };
      }),
    ),
  ],
  'closes while a worker computes without end, and leaves no directory': [
    () => rawThreads({ TMPDIR: folder }),
    hangs(() => changed(rawThreads(), original => ({ call: (...call) => original.call(...call).catch(never) }))),
  ],
  'adds and ends the last workers, and leaves the others alone': [
    () => changed(inline(), () => ({ resize: async () => {} })),
    () =>
      changed(inline(), original => ({
        async resize(size) {
          await original.resize(0);
          await original.resize(size);
        },
      })),
    () => changed(inline(), original => ({ resize: size => original.resize(Math.max(size, original.size)) })),
  ],
  'makes the same trials as the inline backend, bit for bit, whatever the length of turns': [
    () => tampered(m => (m.open ? { ...m, open: { ...(m.open as object), seed: 1 } } : m)),
    () => tamperedTrials(({ first }) => ({ first: Math.min(5, first as number) })),
    () => tamperedTrials(({ values }) => ({ values: (values as Float64Array).map(Math.fround) })),
  ],
  'proposes the same points to have them evaluated elsewhere, in order, whatever the limits': [
    () =>
      tampered(m => {
        const tell = m.tell as { values: Float64Array } | undefined;
        return tell ? { ...m, tell: { ...tell, values: tell.values.map(v => -v) } } : m;
      }),
    () => tampered(m => (m.tell ? { ...m, tell: { ...(m.tell as object), gradients: undefined } } : m)),
  ],
  'goes on from a snapshot on another worker': [
    () =>
      tampered(m => {
        const open = m.open as { state?: object } | undefined;
        return open?.state ? { ...m, open: { ...open, state: undefined } } : m;
      }),
    () => tampered(unchanged, m => ('state' in m ? { ...m, state: {} } : m)),
  ],
  'hosts many runs at once, which do not disturb each other': [
    () => tampered(m => ('run' in m ? { ...m, run: 1 } : m)),
  ],
  'answers “ended” for a run that it does not know, was told to close, or that has stopped': [
    () =>
      changed(inline(), original => ({
        call: async (worker, request, options) =>
          (request as Message).type === 'close' ? { type: 'closed' } : original.call(worker, request, options),
      })),
    () => tampered(unchanged, m => (m.type === 'ended' ? { type: 'turn' } : m)),
  ],
  ...inBothPlacements('survives a trial that throws an error', [
    () => tamperedTrials(() => ({ failures: [] })),
    () => tamperedTrials(({ values }) => ({ values: (values as Float64Array).map(v => Math.min(v, 1e308)) })),
  ]),
  ...inBothPlacements('survives a trial that hangs in a busy loop', [
    hangs(() => changed(rawThreads(), () => ({ replace: never }))),
  ]),
  ...inBothPlacements('survives a trial that awaits what never comes, and ignores its signal', [
    hangs(() => changed(rawThreads(), () => ({ replace: never }))),
  ]),
  ...inBothPlacements(
    'survives a trial that starts programs that start programs, one of them in a session of its own, and hangs',
    // It says that its workers are processes, which take their programs along.
    [() => withTraits(rawThreads(), { contained: true })],
  ),
  ...inBothPlacements('survives a trial that calls process.exit()', [
    hangs(() => changed(rawThreads(), original => ({ call: (...call) => original.call(...call).catch(never) }))),
  ]),
  ...inBothPlacements('survives a backend of which its workers die at random moments', [
    () => changed(rawThreads(), () => ({ replace: () => Promise.reject(new Error('there are no others')) })),
  ]),
  'survives an optimizer that throws when it is told, trials with the optimizer': [
    () =>
      tampered(unchanged, m =>
        m.failure === undefined
          ? m
          : { ...m, failure: undefined, stop: { by: 'test', message: 'as if all were well' } },
      ),
  ],
};

/** The same for trials with the optimizer and in a pool. */
function inBothPlacements(
  name: string,
  backends: readonly (() => Backend)[],
): Readonly<Record<string, readonly (() => Backend)[]>> {
  return { [`${name}, trials with the optimizer`]: backends, [`${name}, trials in a pool`]: backends };
}
