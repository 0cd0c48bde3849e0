import { type Backend, pluginApi, show } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ConformanceError, ensure, ensureRefused, ensureSame } from '../cases/expect.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { untilFile } from './within.js';

const traits = ['preemptive', 'parallel', 'remote', 'isolated'] as const;

/** What a backend says about itself, how it opens and closes. */
export const openingLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'is a backend: name, API version, traits, parallelism, open',
    async check({ backend }) {
      const subject = (await backend()) as Partial<Backend>;
      const { name, api, parallelism } = subject;
      ensure(typeof name === 'string' && name !== '', () => `name: expected a text, got ${show(name)}`);
      ensure(api === pluginApi, () => `api: expected ${pluginApi}, got ${show(api)}`);
      for (const trait of traits) {
        const value = subject.traits?.[trait];
        ensure(typeof value === 'boolean', () => `traits.${trait}: expected true or false, got ${show(value)}`);
      }
      ensure(
        Number.isSafeInteger(parallelism) && (parallelism as number) >= 1,
        () => `parallelism: expected a positive integer, got ${show(parallelism)}`,
      );
      ensure(typeof subject.open === 'function', () => `open: expected a function, got ${show(subject.open)}`);
    },
  },
  {
    name: 'opens as many workers as it is asked for',
    check: subject =>
      withWorkers(subject, { size: 3 }, async link => {
        ensureSame(link.workers.size, 3, 'size');
        for (const worker of [2, 0, 1]) await link.load(worker, 'sphere.task.js');
        for (const worker of [-1, 3]) {
          await ensureRefused(() => link.evaluate(worker, [0, 0, 0]), {
            code: 'GLOMPO_CLOSED',
            what: `a call to worker ${worker} of 3`,
          });
        }
      }),
  },
  {
    name: 'opens workers beside others, which do not know of each other',
    check: subject =>
      withWorkers(subject, { size: 1 }, async first => {
        await first.load(0, 'sphere.task.js');
        await withWorkers(subject, { size: 1 }, second => second.load(0, 'outcomes.task.js'));
        const { values } = await first.evaluate(0, [0, 0.1, 0.2]);
        ensureSame(values, Float64Array.of(0), 'values, after others were closed');
      }),
  },
  {
    name: 'closes more than once, and refuses calls from then on',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        await link.load(0, 'sphere.task.js');
        await Promise.all([link.close(), link.close()]);
        await link.close();
        await ensureRefused(() => link.evaluate(0, [0, 0, 0]), { code: 'GLOMPO_CLOSED', what: 'a call after closing' });
      }),
  },
  {
    name: 'leaves no call without an end when it closes',
    check: subject =>
      withFolder(path =>
        withWorkers(subject, { size: 1 }, async link => {
          await link.load(0, 'waiting.task.js', { begun: path('begun'), go: path('go') });
          const calls = [link.evaluate(0, [1]), link.evaluate(0, [0]), link.evaluate(0, [0])];
          const settled = Promise.allSettled(calls);
          await untilFile(subject.deadlineMs, path('begun'), 'a task to begin');
          await link.close();
          for (const [i, outcome] of (await settled).entries()) {
            const inVain = outcome.status === 'rejected' && outcome.reason instanceof ConformanceError;
            ensure(!inVain, `call ${i + 1} of 3 was neither answered nor rejected after the workers had closed`);
          }
        }),
      ),
  },
];
