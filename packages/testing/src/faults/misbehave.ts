import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { TrialContext } from '@glompo/core/plugin';
import type { FaultyTaskOptions } from './faulty-task.js';
import { startPrograms } from './programs.js';
import type { TaskFault } from './task-faults.js';

/** A trial that shall misbehave. */
interface Misbehaviour {
  /** What the trial would give if it behaved. */
  readonly value: number;
  readonly context: TrialContext;
  readonly options: FaultyTaskOptions;
}

/** What an evaluation gives that misbehaves: anything, or nothing ever. */
export function misbehave(trial: Misbehaviour): unknown {
  const { fault } = trial.options;
  return fault === 'none' ? trial.value : faults[fault](trial);
}

const never = () => new Promise<never>(() => {});

/** Awaits, but not for nothing: a promise alone would keep no process from ending by itself. */
const awaitForever = () => {
  const timer = setInterval(() => {}, 1000);
  return never().finally(() => clearInterval(timer));
};

function loop(): never {
  for (;;);
}

const faults: Readonly<Record<TaskFault, (trial: Misbehaviour) => unknown>> = {
  throws() {
    throw new RangeError('thrown on purpose');
  },
  rejects: () => Promise.reject(new RangeError('rejected on purpose')),
  'gives-nan': () => Number.NaN,
  'gives-minus-infinity': () => Number.NEGATIVE_INFINITY,
  'gives-garbage': ({ value }) => `about ${value}`,
  'hangs-busy': loop,
  'hangs-awaiting': awaitForever,
  'hangs-until-aborted': ({ context: { signal } }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })),
  'ignores-sigterm'() {
    process.on('SIGTERM', () => {});
    loop();
  },
  'starts-programs-and-hangs'({ options }) {
    startPrograms(folderOf(options));
    loop();
  },
  'leaves-programs'({ value, options }) {
    startPrograms(folderOf(options));
    return value;
  },
  exits: () => process.exit(3),
  aborts: () => process.abort(),
  'kills-itself': () => process.kill(process.pid, 'SIGKILL') && loop(),
  'dies-sometimes': () => process.exit(4),
  'exhausts-heap'() {
    const held: object[] = [];
    for (;;) held.push(new Array(1000).fill(held.length + 0.5));
  },
  'exhausts-memory': ({ options }) => takeMemory(options.megabytes),
  'prints-much': ({ value, options }) => printMuch(options.megabytes).then(() => value),
  'blocks-in-native-call'({ options }) {
    const pipe = join(folderOf(options), `blocked-${process.pid}-${threadId}-${performance.now()}.fifo`);
    execFileSync('mkfifo', [pipe]);
    // Opening it waits for somebody who writes, and nothing in JavaScript can end that.
    return readFileSync(pipe).length;
  },
  'leaves-rejection'() {
    void Promise.reject(new RangeError('a promise that nobody awaits'));
    return awaitForever();
  },
  'leaves-throwing-timer'() {
    throwLater();
    return awaitForever();
  },
  'throws-later'({ value }) {
    throwLater();
    return value;
  },
};

function throwLater(): void {
  setTimeout(() => {
    throw new RangeError('a timer that was left behind');
  });
}

function folderOf({ fault, folder }: FaultyTaskOptions): string {
  if (folder === undefined) throw new Error(`the fault "${fault}" needs a folder`);
  return folder;
}

/** Really holds so many megabytes in typed arrays, and then asks for more than any machine has. */
function takeMemory(megabytes: number): number {
  const held: Uint8Array[] = [];
  for (let i = 0; i < megabytes; i++) held.push(new Uint8Array(2 ** 20).fill(1));
  held.push(new Uint8Array(new ArrayBuffer(2 ** 47)));
  return held.length;
}

/** Prints lines, no faster than they are taken away: a worker that holds them all in its own memory would show something else. */
async function printMuch(megabytes: number): Promise<void> {
  const chunk = `${'x'.repeat(1023)}\n`.repeat(64);
  for (let printed = 0; printed < megabytes * 2 ** 20; printed += chunk.length) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}
