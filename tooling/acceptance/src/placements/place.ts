import { threadId } from 'node:worker_threads';

/** Where some code ran. */
export type Place = {
  readonly pid: number;
  /** The process that has started this one. */
  readonly parent: number;
  /** 0: the main thread of its process. */
  readonly thread: number;
};

export function here(): Place {
  return { pid: process.pid, parent: process.ppid, thread: threadId };
}

/** Equal for places in the same thread. */
export function nameOf({ pid, thread }: Place): string {
  return `process ${pid}, thread ${thread}`;
}

/** Milliseconds on a clock that all processes of a machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
