import { spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** So long they live at most, should everything fail to end them. */
const programSeconds = 120;
/** Each shell notes itself and its program in a file. */
const note = `echo $$ $! > "$1.part" && mv "$1.part" "$1"`;
const scripts = {
  // A shell that waits for its program.
  family: { detached: false, script: `sleep ${programSeconds} & ${note}; wait` },
  // The same in a session, and so in a process group, of its own.
  session: { detached: true, script: `sleep ${programSeconds} & ${note}; wait` },
  // A shell that has gone: its program is nobody's child; and that in a session of its own: only its environment tells where it came from.
  orphan: { detached: false, script: `sleep ${programSeconds} & ${note}` },
  lost: { detached: true, script: `sleep ${programSeconds} & ${note}` },
} as const;

/** Nobody ever changes it: waiting for that lets others compute. */
const clock = new Int32Array(new SharedArrayBuffer(4));
let started = 0;

/** Starts programs that start programs, and returns when all run and are noted in the folder. */
export function startPrograms(folder: string): void {
  const files = Object.entries(scripts).map(([name, { detached, script }]) => {
    const file = join(folder, `programs-${process.pid}-${threadId}-${++started}-${name}`);
    spawn('sh', ['-c', script, 'sh', file], { stdio: 'ignore', detached }).unref();
    return file;
  });
  while (!files.every(file => existsSync(file))) Atomics.wait(clock, 0, 0, 2);
}

/** Ids of all programs that have noted themselves in a folder. */
export function notedPrograms(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter(name => name.startsWith('programs-') && !name.endsWith('.part'))
    .flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split(' ').map(Number));
}

/** Ids of the processes in which the faulty task was loaded. */
export function notedWorkers(folder: string): readonly number[] {
  return readdirSync(folder).flatMap(name => (name.startsWith('worker-') ? [Number(name.slice(7))] : []));
}

/** Ids of the processes in which evaluations have begun to misbehave, one for each that has. */
export function notedFaults(folder: string): readonly number[] {
  return readdirSync(folder).flatMap(name => (name.startsWith('begun-') ? [Number(name.split('-')[1])] : []));
}

/** Ends what a faulty task has started, whether it was stated that this is left or not. */
export function endPrograms(folder: string): void {
  for (const pid of notedPrograms(folder).filter(isRunning)) process.kill(pid, 'SIGKILL');
}

/** Lets go all who are blocked in a native call. */
export function releaseBlocked(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.fifo')) continue;
    try {
      closeSync(openSync(join(folder, name), constants.O_WRONLY | constants.O_NONBLOCK));
    } catch (error) {
      // Nobody is blocked there any more.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
  }
}

/** Whether a process runs: a corpse that nobody has collected does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // There is no such folder, or it has just ended.
    return process.platform !== 'linux';
  }
}
