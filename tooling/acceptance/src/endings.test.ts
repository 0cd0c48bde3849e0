import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { marked, untilGone } from './endings/marked.js';
import { goneWithinMs, killAtRandomMoments, roundsElsewhere, roundsOnProcesses } from './endings/moments.js';
import { Manager } from './endings/stubborn-study.js';
import type { Cell } from './placements/cells.js';

/** By the environment of processes, which only Linux shows. */
const onLinux = process.platform === 'linux';
const timeout = 120_000;

const processes: Cell = { optimizers: 'processes', trials: 'with-optimizer', slots: 2 };

describe.runIf(onLinux)('with every worker stuck in a busy loop, and programs that start programs', () => {
  test('a manager that is killed ten times, at random moments, leaves nothing', { timeout }, async () => {
    await killAtRandomMoments([...roundsOnProcesses(7), ...roundsElsewhere(3)], 1);
  });

  for (const [what, end, args] of [
    ['that throws what nobody catches', 'throw', []],
    ['that leaves a rejected promise', 'reject', []],
    ['that exits in the middle', 'exit', []],
    ['whose memory is full', 'fill', ['--max-old-space-size=50']],
  ] as const) {
    test(`a manager ${what} leaves nothing`, { timeout }, async () => {
      using manager = new Manager(processes, { args });
      await manager.untilStuck();
      manager.tell(end);
      expect((await untilGone(manager.mark, goneWithinMs)).left).toEqual([]);
    });
  }

  test.each(['SIGHUP', 'SIGTERM', 'SIGINT', 'SIGQUIT'] as const)(
    'a manager that gets %s leaves nothing',
    { timeout },
    async signal => {
      using manager = new Manager(processes);
      await manager.untilStuck();
      manager.kill(signal);
      expect((await untilGone(manager.mark, goneWithinMs)).left).toEqual([]);
    },
  );

  test('a manager whose terminal is closed leaves nothing', { timeout }, async ({ skip }) => {
    if (!hasScript()) skip('there is no script(1) here');
    using manager = new Manager(processes, { terminal: true });
    await manager.untilStuck();
    manager.kill('SIGKILL');
    expect((await untilGone(manager.mark, goneWithinMs)).left).toEqual([]);
  });

  test('where trials run on threads, no thread outlives the manager, and the programs are left', {
    timeout,
  }, async () => {
    // They belong to the manager's own process, as `docs/faults.md` says.
    using manager = new Manager({ optimizers: 'threads', trials: 'with-optimizer', slots: 2 });
    await manager.untilStuck();
    manager.kill('SIGKILL');
    while (marked(manager.mark).some(({ command }) => command.includes('stubborn-study')))
      await new Promise(setImmediate);
    // What is left is of the programs: `sh`, what it waits for, and the `mv` with which it says that it started.
    expect(marked(manager.mark).filter(({ command }) => !/^(sleep|sh|mv)\b/.test(command))).toEqual([]);
  });
});

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}
