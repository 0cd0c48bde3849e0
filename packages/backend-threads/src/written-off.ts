import { writeSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';

/** Threads that could not be ended, and live. */
const stuck = new Set<Worker>();

/**
 * Lets go of a thread that cannot be ended: it may go on, but neither keeps the program alive nor keeps it from ending. Node waits for its
 * threads when a program ends; while one of these lives, the program is therefore ended without that, after everything else that is to
 * happen at its end.
 */
export function writeOff(worker: Worker): void {
  for (const stream of [worker.stdout, worker.stderr]) {
    // While they have not ended, they keep the program alive. Should the thread print after all, it is too late.
    stream.on('error', () => {});
    stream.push(null);
  }
  worker.unref();
  stuck.add(worker);
  worker.once('exit', () => {
    stuck.delete(worker);
    if (stuck.size === 0) process.off('exit', endWithoutThem);
  });
  if (stuck.size === 1) process.on('exit', endWithoutThem);
}

function endWithoutThem(code: number): void {
  const listeners = process.rawListeners('exit');
  for (const listener of listeners.slice(listeners.indexOf(endWithoutThem) + 1)) {
    try {
      listener.call(process, code);
    } catch (error) {
      console.error(error);
    }
  }
  exitNow(Number(process.exitCode ?? code));
}

/** Ends this process at once. */
function exitNow(code: number): never {
  const { execve } = process as { execve?: (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never };
  if (execve !== undefined && process.platform !== 'win32') {
    try {
      // Another program in this process's place takes its threads away, and keeps its exit code.
      execve('/bin/sh', ['sh', '-c', `exit ${code}`], process.env);
    } catch {
      // There is no shell.
    }
  }
  writeSync(
    2,
    `glompo: a thread is inside a native call that cannot be ended: ended by SIGKILL instead of exit code ${code}\n`,
  );
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
}
