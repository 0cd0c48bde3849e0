import { existsSync } from 'node:fs';
import type { Output } from '@glompo/core';
import type { TrialBatch } from '@glompo/core/worker';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureSame } from '../cases/expect.js';
import type { Link } from './link.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { until } from './within.js';

/** What a worker has for itself. */
export const separationLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'gives workers a memory of their own where it says so',
    check: subject =>
      withWorkers(subject, { size: 2 }, async (link, { traits }) => {
        if (!traits.isolated) return new NotApplicable('its workers share the memory of the manager');
        for (const worker of [0, 1]) await link.load(worker, 'counter.task.js');
        ensureSame((await link.evaluate(0, [0, 0])).values, Float64Array.of(1, 2), 'evaluations counted by worker 0');
        ensureSame((await link.evaluate(1, [0])).values, Float64Array.of(1), 'evaluations counted by worker 1');
        return undefined;
      }),
  },
  {
    name: 'computes at the same time where it says so',
    check: subject =>
      withFolder(path =>
        withWorkers(subject, { size: 2 }, async (link, { traits }) => {
          if (!traits.parallel) return new NotApplicable('its workers do not compute at the same time');
          const options = { folder: path('.'), milliseconds: subject.deadlineMs / 2 };
          for (const worker of [0, 1]) await link.load(worker, 'meeting.task.js', options);
          const sides = await Promise.all([0, 1].map(side => link.evaluate(side, [side])));
          for (const [worker, { values }] of sides.entries()) {
            ensure(values[0] === 0, `worker ${worker} computed and waited in vain for the other one to compute too`);
          }
          return undefined;
        }),
      ),
  },
  {
    name: 'gives each worker a directory of its own, and removes it at the end',
    async check(subject) {
      const directories = await withWorkers(subject, { size: 2 }, async link => {
        const found: string[] = [];
        for (const worker of [0, 1]) {
          await link.load(worker, 'context.task.js');
          found.push(await directoryOf(link, worker));
          // It is still there, and still the same one, at the next evaluation.
          const again = await link.evaluate(worker, [0], { first: 2 });
          ensureSame(directoryIn(again), found[worker], `directory of worker ${worker}`);
          const left = found[worker] === '' ? 0 : 1;
          ensureSame(again.values, Float64Array.of(left), 'files left there by the trial before');
        }
        return found;
      });
      if (directories.every(directory => directory === '')) return new NotApplicable('there are no files');
      ensure(directories[0] !== directories[1], () => `two workers have one directory: ${directories[0]}`);
      for (const directory of directories) {
        ensure(!existsSync(directory), `${directory} is still there after the workers have closed`);
      }
      return undefined;
    },
  },
  {
    name: 'hears what workers print, by worker and stream, in order, however much it is',
    async check(subject) {
      const lines = 5000;
      const heard = { stdout: '', stderr: '' };
      const workersHeard = new Set<number>();
      const onOutput = (worker: number, { stream, text }: Output) => {
        workersHeard.add(worker);
        heard[stream] += text;
      };
      return withWorkers(subject, { size: 2, onOutput }, async (link, { traits }) => {
        if (!traits.isolated) return new NotApplicable('its workers print where the manager prints');
        await link.load(1, 'chatty.task.js');
        await link.evaluate(1, [lines]);
        await until(subject.deadlineMs, `line ${lines} of a worker's output`, () =>
          heard.stdout.includes(`line ${lines} `),
        );
        await until(subject.deadlineMs, 'its stderr', () => heard.stderr.includes(`that was ${lines}`));
        const numbers = [...heard.stdout.matchAll(/^line (\d+) /gm)].map(match => Number(match[1]));
        ensureSame(
          numbers,
          Array.from({ length: lines }, (_, i) => i + 1),
          'lines heard',
        );
        ensureSame([...workersHeard], [1], 'workers heard');
        return undefined;
      });
    },
  },
];

/** What the context fixture tells of its directory. */
export function directoryIn({ extras = [] }: TrialBatch): string {
  const { directory } = (extras[0] ?? {}) as { directory?: unknown };
  ensure(typeof directory === 'string', `context.directory: expected a text, got ${typeof directory}`);
  return directory;
}

async function directoryOf(link: Link, worker: number): Promise<string> {
  const directory = directoryIn(await link.evaluate(worker, [0]));
  ensure(directory === '' || existsSync(directory), `the directory of worker ${worker} is not there: ${directory}`);
  return directory;
}
