import { existsSync, readFileSync } from 'node:fs';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensureRefused, ensureSame } from '../cases/expect.js';
import type { Link } from './link.js';
import { type BackendSubject, withFolder, withWorkers } from './subject.js';
import { handled, untilFile } from './within.js';

/** Programs that workers start: they end with them, where workers are processes of their own. */
export const programLaws: readonly Law<BackendSubject>[] = [
  {
    name: 'ends a worker that does not mind SIGTERM, with the programs that it has started',
    check: subject =>
      withPrograms(subject, 1, async link => {
        await link.replace(0);
        await link.load(0, 'sphere.task.js');
        ensureSame((await link.evaluate(0, [0, 0.1, 0.2])).values, Float64Array.of(0), 'values of the fresh worker');
      }),
  },
  {
    name: 'ends the programs of a worker when it closes',
    check: subject => withPrograms(subject, 1, link => link.close()),
  },
  {
    name: 'ends the programs of a worker that ends by itself',
    check: subject => withPrograms(subject, 2, async () => {}),
  },
];

/** A worker that has started programs and then computes without end (1) or has ended (2); they must be gone when the case's own work is done. */
function withPrograms(
  subject: BackendSubject,
  what: 1 | 2,
  work: (link: Link) => Promise<void>,
): Promise<NotApplicable | undefined> {
  return withFolder(path =>
    withWorkers(subject, { size: 1 }, async (link, { traits }) => {
      if (!traits.contained) return new NotApplicable('its workers are not contained: programs may outlive them');
      if (process.platform === 'win32') return new NotApplicable('there are no process groups on Windows');
      const file = path('pids');
      try {
        await link.load(0, 'programs.task.js', { file });
        const lost = handled(
          ensureRefused(() => link.evaluate(0, [what]), {
            code: 'GLOMPO_WORKER_LOST',
            what: 'the call of the worker that ends',
          }),
        );
        await untilFile(subject.deadlineMs, file, 'the programs to start');
        if (what === 2) await lost;
        await work(link);
        await lost;
        ensureSame(pidsIn(file).filter(runs), [], 'processes that run after their worker has ended, and been seen to');
        return undefined;
      } finally {
        for (const pid of pidsIn(file)) if (pid !== process.pid && runs(pid)) process.kill(pid, 'SIGKILL');
      }
    }),
  );
}

function pidsIn(file: string): readonly number[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as number[]) : [];
}

/** A corpse that nobody has collected does not run. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
