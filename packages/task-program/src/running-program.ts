import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { endFamily, familyMark, familyMembers, type ProcessFamily, signalFamily } from '@glompo/core/node';
import { isRunning, leftBehind } from './left-behind.js';

/** How a program ended by itself or by a signal, or why it was never started. */
export type Exit =
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'signal'; readonly signal: string }
  | { readonly type: 'not-started'; readonly error: NodeJS.ErrnoException };

export interface StartOptions {
  readonly cwd: string;
  /** Beside that of this process. */
  readonly env: { readonly [name: string]: string };
  /** Whether it is told anything on stdin. */
  readonly stdin: boolean;
  readonly graceMs: number;
}

/** How often it is looked whether all of a family have heard SIGTERM. */
const lookAgainMs = 5;
/** After SIGKILL; processes in uninterruptible calls of the kernel may take longer. */
const killWithinMs = 2_000;
/** For what a program has written before it ended, where something that could not be ended holds its output open. */
const drainMs = 1_000;

/** Those that have not ended. */
const alive = new Set<RunningProgram>();

/** A program that runs, and everything that it has started. When it ends, or is ended, nothing of this is left. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #mark: string;
  readonly #graceMs: number;
  readonly #exited: Promise<Exit>;
  #hasExited = false;
  #ending: Promise<void> | undefined;
  /** Resolves when nothing of it runs any more and all that it has written was read. */
  readonly ended: Promise<Exit>;

  constructor([program, ...args]: readonly string[], { cwd, env, stdin, graceMs }: StartOptions) {
    const { name, value, mark } = familyMark();
    this.#mark = mark;
    this.#graceMs = graceMs;
    // Not detached: in the process group of a worker nothing survives that worker.
    this.#child = spawn(program as string, args, {
      cwd,
      env: { ...process.env, ...env, [name]: value },
      stdio: [stdin ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const closed = new Promise<void>(resolve => this.#child.once('close', () => resolve()));
    this.#exited = new Promise<Exit>(resolve => {
      this.#child.once('error', error => resolve({ type: 'not-started', error }));
      this.#child.once('exit', (code, signal) =>
        resolve(signal === null ? { type: 'exit', code: code as number } : { type: 'signal', signal }),
      );
    });
    // What a program has not read when it ends is no error: whether it has failed, it says itself.
    this.#child.stdin?.on('error', () => {});
    if (alive.size === 0) process.on('exit', killAll);
    alive.add(this);
    this.ended = this.#end(closed);
  }

  onStdout(listener: (chunk: Buffer) => void): void {
    this.#child.stdout?.on('data', listener);
  }

  onStderr(listener: (chunk: Buffer) => void): void {
    this.#child.stderr?.on('data', listener);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  /** Ends it and all that it has started: SIGTERM, and SIGKILL for those who are still there when the grace period is over. */
  async end(): Promise<void> {
    this.#ending ??= this.#endFamily();
    await this.#ending;
    await this.ended;
  }

  /** While nothing is expected of it, it does not keep Node from exiting. */
  keepAlive(wanted: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const each of [this.#child, stdin, stdout, stderr] as readonly (Partial<
      Pick<ChildProcess, 'ref' | 'unref'>
    > | null)[])
      if (wanted) each?.ref?.();
      else each?.unref?.();
  }

  /** Whether it has ended, also where the system has not told yet. */
  get hasEnded(): boolean {
    const { pid } = this.#child;
    return this.#hasExited || (pid !== undefined && !isRunning(pid));
  }

  /** At once, without waiting: this process ends. */
  kill(): void {
    const members = this.#members();
    if (members.length > 0) signalFamily(this.#family(members), 'SIGKILL');
  }

  async #end(closed: Promise<void>): Promise<Exit> {
    const exit = await this.#exited;
    this.#hasExited = true;
    if (exit.type !== 'not-started') {
      if (this.#members().length > 0) {
        this.#ending ??= this.#endFamily();
        await this.#ending;
      }
      await this.#drained(closed);
    }
    alive.delete(this);
    if (alive.size === 0) process.off('exit', killAll);
    return exit;
  }

  async #drained(closed: Promise<void>): Promise<void> {
    const controller = new AbortController();
    const late = after(drainMs, undefined, { signal: controller.signal }).catch(() => {});
    await Promise.race([closed, late]);
    controller.abort();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #members(): readonly number[] {
    const { pid } = this.#child;
    if (pid === undefined) return [];
    return this.#hasExited
      ? leftBehind(pid, this.#mark)
      : familyMembers({ leader: pid, group: false, mark: this.#mark });
  }

  /** @param members those who are known to run: once the program itself has ended, its number may be somebody else's */
  #family(members: readonly number[]): ProcessFamily {
    const leader = (this.#hasExited ? members[0] : this.#child.pid) as number;
    return { leader, group: false, mark: this.#mark };
  }

  async #endFamily(): Promise<void> {
    let members = this.#members();
    if (members.length === 0) return;
    signalFamily(this.#family(members), 'SIGTERM');
    const deadline = performance.now() + this.#graceMs;
    while (performance.now() < deadline) {
      await after(Math.min(lookAgainMs, Math.max(0, deadline - performance.now())));
      members = this.#members();
      if (members.length === 0) return;
    }
    members = this.#members();
    if (members.length === 0) return;
    const left = await endFamily(this.#family(members), killWithinMs);
    if (left.length > 0) process.stderr.write(`processes ${left.join(', ')} could not be ended\n`);
  }
}

/** What `process.exit` leaves no time to wait for. */
function killAll(): void {
  for (const program of alive) program.kill();
}
