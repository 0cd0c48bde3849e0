import { rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Watched } from './watch-manager.js';

const { directory, mark } = workerData as Watched;
/** Processes that do not end when they are killed are not waited for. */
const withinMs = 500;
let ending = false;

const manager = new Socket({ fd: 0, readable: true, writable: false });
manager.on('error', () => void endAll());
manager.on('close', () => void endAll());
manager.resume();
parentPort?.postMessage('watching');

/** The others first: this process is the one that knows of them. */
async function endAll(): Promise<void> {
  if (ending) return;
  ending = true;
  try {
    // Only now: it would take memory in every worker.
    const { endOthers, processStart } = await import('@glompo/core/node');
    const family = { leader: process.pid, group: true, mark, startedAt: processStart(process.pid) };
    await endOthers(family, withinMs);
    rmSync(directory, { recursive: true, force: true });
  } finally {
    // Windows has no groups: the process alone.
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
  }
}
