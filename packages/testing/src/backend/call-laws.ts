import { writeFile } from 'node:fs/promises';
import type { Law } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import type { Link } from './link.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { handled, untilFile, within } from './within.js';

/** The order of answers, and their early end. */
export const callLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'answers the calls to one worker one after the other, in order',
    check: subject =>
      withWaiting(subject, 2, async (link, path) => {
        await link.load(1, 'sphere.task.js');
        const answered: string[] = [];
        const note = (name: string) => () => void answered.push(name);
        const calls = [
          link.evaluate(0, [1]).then(note('first')),
          link.evaluate(0, [0]).then(note('second')),
          link.evaluate(0, [2, 3]).then(note('third')),
        ].map(handled);
        await untilFile(subject.deadlineMs, path('begun'), 'the first task to begin');
        // Whoever lets a call overtake has the time for it here.
        for (let i = 0; i < 5; i++) await link.evaluate(1, [0, 0, 0]);
        ensureSame(answered, [], 'answered while the first call waits');
        await writeFile(path('go'), '');
        await Promise.all(calls);
        ensureSame(answered, ['first', 'second', 'third'], 'order of answers');
      }),
  },
  {
    name: 'lets an abort reach a task that awaits, and answers then',
    check: subject =>
      withWaiting(subject, 1, async (link, path) => {
        const controller = new AbortController();
        const call = link.evaluate(0, [1], { signal: controller.signal });
        const behind = link.evaluate(0, [0]);
        await untilFile(subject.deadlineMs, path('begun'), 'the task to begin');
        controller.abort();
        await settles(subject, call, 'the aborted call');
        ensureSame((await behind).values, Float64Array.of(0), 'values of the call behind it');
      }),
  },
  {
    name: 'hears an abort that came before its call, or while the call waits',
    check: subject =>
      withWaiting(subject, 1, async (link, path) => {
        await settles(
          subject,
          link.evaluate(0, [1], { signal: AbortSignal.abort() }),
          'a call that was aborted before',
        );
        const front = link.evaluate(0, [1]);
        const controller = new AbortController();
        const waiting = link.evaluate(0, [1], { signal: controller.signal });
        await untilFile(subject.deadlineMs, path('begun'), 'the task to begin');
        controller.abort();
        await writeFile(path('go'), '');
        ensureSame((await front).values, Float64Array.of(1), 'values of the call in front of it');
        await settles(subject, waiting, 'a call that was aborted while it waited');
        ensureSame((await link.evaluate(0, [0])).values, Float64Array.of(0), 'values, afterwards');
      }),
  },
  {
    name: 'is not disturbed by an abort after the answer',
    check: subject =>
      withWaiting(subject, 1, async link => {
        const controller = new AbortController();
        await link.evaluate(0, [0], { signal: controller.signal });
        const next = link.evaluate(0, [0, 0, 0]);
        controller.abort();
        ensureSame((await next).values, Float64Array.of(0, 0, 0), 'values');
      }),
  },
];

function withWaiting(
  subject: BackendSubject,
  size: number,
  use: (link: Link, path: (name: string) => string) => Promise<void>,
): Promise<void> {
  return withFolder(path =>
    withWorkers(subject, { size }, async link => {
      await link.load(0, 'waiting.task.js', { begun: path('begun'), go: path('go') });
      await use(link, path);
    }),
  );
}

/** With an answer; that it holds fewer trials, or none, is what was asked for. */
async function settles(subject: BackendSubject, call: Promise<unknown>, what: string): Promise<void> {
  const [outcome] = await within(subject.deadlineMs, what, Promise.allSettled([call]));
  ensure(
    outcome.status === 'fulfilled',
    () => `${what}: expected its answer, got ${String((outcome as PromiseRejectedResult).reason)}`,
  );
}
