import type { Plain } from '@glompo/core';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureRefused, ensureSame } from '../cases/expect.js';
import sphere from '../fixtures/sphere.task.js';
import { type Link, studySeed } from './link.js';
import { type BackendSubject, withInline, withWorkers } from './subject.js';

/** Tasks and their values on the other side. */
export const evaluationLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'loads a task module with options, and tells its parameters and start',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        const { name, parameters, start } = await link.load(0, 'sphere.task.js', { dims: 2, log: true });
        ensureSame(name, 'sphere', 'name');
        ensureSame(parameters, sphere({ dims: 2, log: true }).parameters, 'parameters');
        ensureSame(start, Float64Array.of(1.5, 1.5), 'start');
      }),
  },
  {
    name: 'evaluates values, gradients, residuals and extras to the last bit',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        await link.load(0, 'sphere.task.js');
        const points = [0.1 + 0.2, 1 / 3, -0, 5, -5, Math.PI];
        const wants = ['gradient', 'residuals'] as const;
        const trials = await link.evaluate(0, points, { first: 4, wants });
        const task = sphere({});
        const expected = [0, 1].map(i =>
          task.evaluate(Float64Array.from(points.slice(3 * i, 3 * i + 3)), { wants, trial: 4 + i } as never),
        );
        ensureSame(trials.first, 4, 'first');
        ensureSame(trials.points, Float64Array.from(points), 'points');
        ensureSame(
          trials.values,
          Float64Array.from(expected, e => e.value),
          'values',
        );
        ensureSame(trials.gradients, Float64Array.from(expected.flatMap(e => [...(e.gradient ?? [])])), 'gradients');
        ensureSame(
          trials.residuals,
          expected.map(e => e.residuals),
          'residuals',
        );
        ensureSame(
          trials.extras,
          expected.map(e => e.extras),
          'extras',
        );
        ensureSame(trials.failures, [], 'failures');
      }),
  },
  {
    name: 'keeps infinities and −0, reports what is no number and what is thrown, and goes on',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        await link.load(0, 'outcomes.task.js');
        const { values, failures, gradients, extras } = await link.evaluate(
          0,
          Array.from({ length: 13 }, (_, i) => i),
        );
        const worst = Number.POSITIVE_INFINITY;
        ensureSame(
          values,
          Float64Array.of(1.5, worst, worst, worst, -0, worst, worst, worst, worst, 2.5, worst, worst, 4.5),
          'values',
        );
        ensureSame(
          failures.map(f => f.index),
          [2, 3, 5, 6, 7, 8, 10, 11],
          'failed trials',
        );
        for (const { index, message } of failures) {
          ensure(typeof message === 'string' && message !== '', `the failure of trial ${index} has no message`);
        }
        const messageAt = (index: number) => failures.find(f => f.index === index)?.message ?? '';
        ensure(messageAt(5).includes('no such place'), () => `a task threw "no such place", reported: ${messageAt(5)}`);
        ensure(messageAt(6).includes('too far'), () => `a task rejected with "too far", reported: ${messageAt(6)}`);
        ensureSame(gradients?.[12], worst, 'the gradient of trial 12');
        ensureSame(extras?.[12], { sign: -0, none: null }, 'the extras of trial 12');
        ensureSame((await link.evaluate(0, [0])).values, Float64Array.of(1.5), 'values, afterwards');
      }),
  },
  {
    name: 'tells each trial its run, ordinal, seed and wants',
    async check(subject) {
      const ask = async (link: Link) => {
        await link.load(0, 'context.task.js');
        const { extras } = await link.evaluate(0, [0, 0, 0], { run: 3, first: 11, wants: ['gradient'] });
        return extras?.map(each => ({ ...(each as object), directory: '' }) as Plain);
      };
      const told = await withWorkers(subject, { size: 1 }, ask);
      ensureSame(told, await withInline(subject, ask), 'contexts, against the inline backend');
      const { run, trial, aborted } = (told?.[2] ?? {}) as { run?: number; trial?: number; aborted?: boolean };
      ensureSame([run, trial, aborted], [3, 13, false], 'run, trial, aborted');
    },
  },
  {
    name: 'carries large batches',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        const dims = 16;
        const rows = 8000;
        await link.load(0, 'sphere.task.js', { dims });
        const points = Float64Array.from({ length: rows * dims }, (_, i) => (i % 100) / 10 - 5);
        const trials = await link.evaluate(0, points, { wants: ['gradient'] });
        ensureSame(trials.points, points, 'points');
        ensureSame(trials.gradients?.length, points.length, 'length of gradients');
        const { evaluate } = sphere({ dims });
        for (const row of [0, 1, rows - 1]) {
          const x = points.slice(row * dims, (row + 1) * dims);
          ensureSame(trials.values[row], evaluate(x, { wants: [], trial: row } as never).value, `value ${row}`);
        }
      }),
  },
  {
    name: 'refuses a task that is missing, fails or is none, and takes another one then',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        const refusals = [
          ['throws-on-import.task.js', 'on purpose'],
          ['no-task.task.js', 'a text instead of a task'],
        ] as const;
        for (const [module, word] of refusals) {
          await ensureRefused(() => link.load(0, module), { code: 'GLOMPO_TASK_MODULE', words: [word], what: module });
        }
        const missing = new URL('no-such.task.js', import.meta.url).href;
        const request = {
          type: 'load',
          task: { type: 'module', module: missing },
          options: {},
          seed: studySeed,
        } as const;
        await ensureRefused(() => link.call(0, request), {
          code: 'GLOMPO_TASK_MODULE',
          words: ['no-such.task.js'],
          what: 'a module that does not exist',
        });
        await link.load(0, 'sphere.task.js');
        ensureSame((await link.evaluate(0, [0, 0.1, 0.2])).values, Float64Array.of(0), 'values, afterwards');
      }),
  },
  {
    name: 'refuses a function of the manager’s memory where workers have their own',
    check: subject =>
      withWorkers(subject, { size: 1 }, async (link, { traits }) => {
        if (!traits.isolated) return new NotApplicable('its workers share the memory of the manager');
        const request = { type: 'load', task: { type: 'local', id: 1 }, options: {}, seed: studySeed } as const;
        await ensureRefused(() => link.call(0, request), {
          code: 'GLOMPO_TASK_CANNOT_TRAVEL',
          words: ['module'],
          what: 'a task that is a function',
        });
        return undefined;
      }),
  },
];
