import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell } from '../placements/cells.js';
import { endMarked, isWorker, type Mark, newMark, untilMarked } from './marked.js';
import type { StubbornStudy } from './stubborn-study.program.js';

const program = fileURLToPath(new URL('../../dist/endings/stubborn-study.program.js', import.meta.url));

/** A study in a process of its own, whose workers are about to be stuck in busy loops, with programs that they have started. */
export class Manager implements Disposable {
  readonly mark: Mark = newMark();
  readonly #cell: Cell;
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(join(tmpdir(), 'acceptance-endings-'));
  readonly #temporary = mkdtempSync(join(tmpdir(), 'acceptance-temporary-'));

  /**
   * @param options.args for Node
   * @param options.terminal in a terminal, which ends when this is killed
   */
  constructor(
    cell: Cell,
    {
      oneIn = 2,
      args = [],
      terminal = false,
    }: { readonly oneIn?: number; readonly args?: readonly string[]; readonly terminal?: boolean } = {},
  ) {
    this.#cell = cell;
    const setup = JSON.stringify({ cell, oneIn, folder: this.#folder } satisfies StubbornStudy);
    const command = [process.execPath, ...args, program, setup];
    const [file, ...rest] = terminal
      ? ['script', '-q', '-c', command.map(each => `'${each}'`).join(' '), '/dev/null']
      : command;
    this.#child = spawn(file as string, rest, {
      // What it prints of its end is not for whoever reads of tests.
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, [this.mark.name]: this.mark.value, TMPDIR: this.#temporary, NODE_OPTIONS: '' },
    });
    this.#child.stdin?.on('error', () => {});
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** @param line what it shall do, see the program */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Waits until the first workers are there. */
  untilStarted(): Promise<void> {
    return untilMarked(this.mark, 1, isWorker);
  }

  /** Waits until every worker is stuck: each has started four programs before. */
  untilStuck(): Promise<void> {
    return untilMarked(this.mark, 4 * this.#cell.slots, ({ command }) => /^sleep/.test(command));
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
    endMarked(this.mark);
    for (const folder of [this.#folder, this.#temporary]) rmSync(folder, { recursive: true, force: true });
  }
}
