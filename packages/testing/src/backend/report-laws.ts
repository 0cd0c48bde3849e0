import type { Output, Plain } from '@glompo/core';
import type { Report } from '@glompo/core/worker';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import type { FixtureName, Link } from './link.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { handled, until, untilFile } from './within.js';

/** A word after every trial but the last one, which is in the answer. */
const rules = { reportMs: 0 };

/** What workers say before they answer, and who printed what. */
export const reportLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'hears what a worker says while it works, in order, before the answer',
    check: subject =>
      withWorkers(subject, { size: 1 }, async link => {
        await link.load(0, 'outcomes.task.js');
        for (const first of [1, 11]) {
          const heard: number[] = [];
          const call = link.evaluate(0, [0, 0, 0, 0, 0], { first, rules, onMessage: noting(heard) });
          const { first: last } = await call;
          ensureSame(
            [...heard, last],
            [0, 1, 2, 3, 4].map(i => first + i),
            'ordinals of reported trials, when the answer is there',
          );
        }
      }),
  },
  {
    name: 'hears what a worker said before it computes without end',
    check: subject =>
      withFolder(path =>
        withWorkers(subject, { size: 1 }, async (link, { traits }) => {
          if (!traits.preemptive) return notPreemptive;
          await link.load(0, 'busy.task.js', { begun: path('begun') });
          const heard: number[] = [];
          const stuck = handled(link.evaluate(0, [0, 0, 1], { rules, onMessage: noting(heard) }));
          await untilFile(subject.deadlineMs, path('begun'), 'the task to begin');
          await until(subject.deadlineMs, 'what was said before', () => heard.length === 2);
          ensureSame(heard, [1, 2], 'ordinals of reported trials');
          await link.replace(0);
          await stuck.catch(() => {});
          return undefined;
        }),
      ),
  },
  {
    name: 'hears what a worker said before it ends, and then that it is lost',
    check: subject =>
      withWorkers(subject, { size: 1 }, async (link, { traits }) => {
        if (!traits.preemptive) return notPreemptive;
        await heardBeforeLoss(link, 'exiting.task.js');
        if (traits.contained) {
          await link.replace(0);
          await heardBeforeLoss(link, 'killed.task.js');
        }
        return undefined;
      }),
  },
  {
    name: 'tells which run has printed what',
    async check(subject) {
      const heard: Output[] = [];
      const onOutput = (_worker: number, output: Output) => void heard.push(output);
      return withWorkers(subject, { size: 1, onOutput }, async (link, { traits }) => {
        if (!traits.isolated) return new NotApplicable('its workers print where the manager prints');
        await link.load(0, 'chatty.task.js');
        const runs = [3, 5, 3];
        for (const [i, run] of runs.entries()) await link.evaluate(0, [i + 1], { run });
        const textOf = (stream: Output['stream'], run?: number) =>
          heard
            .filter(each => each.stream === stream && (run === undefined || each.run === run))
            .map(each => each.text)
            .join('');
        for (const stream of ['stdout', 'stderr'] as const) {
          const lines = (numbers: readonly number[]) =>
            numbers.flatMap(n =>
              stream === 'stderr' ? [`that was ${n}`] : Array.from({ length: n }, (_, i) => `line ${i + 1}`),
            );
          await until(
            subject.deadlineMs,
            `what three trials print on ${stream}`,
            () => linesOf(textOf(stream)).length >= lines([1, 2, 3]).length,
          );
          ensureSame(linesOf(textOf(stream)), lines([1, 2, 3]), stream);
          ensureSame(linesOf(textOf(stream, 3)), lines([1, 3]), `${stream} of run 3`);
          ensureSame(linesOf(textOf(stream, 5)), lines([2]), `${stream} of run 5`);
        }
        return undefined;
      });
    },
  },
];

const notPreemptive = new NotApplicable('its workers cannot be ended while they compute');

async function heardBeforeLoss(link: Link, task: FixtureName): Promise<void> {
  await link.load(0, task);
  const heard: number[] = [];
  let lost: unknown;
  await link.evaluate(0, [0, 0, 1], { rules, onMessage: noting(heard) }).catch((error: unknown) => {
    lost = error;
  });
  ensure(lost !== undefined, `a worker was to end (${task}), and answered`);
  ensureSame(heard, [1, 2], `ordinals of reported trials when the loss is told (${task})`);
}

function noting(ordinals: number[]): (message: Plain) => void {
  return message => {
    const { type, trials } = message as unknown as Report;
    ensureSame(type, 'report', 'type of a message');
    ensure(trials !== undefined, 'a report came without trials');
    for (let i = 0; i < trials.values.length; i++) ordinals.push(trials.first + i);
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.replace(/ \.+$/, ''))
    .filter(line => line !== '');
}
