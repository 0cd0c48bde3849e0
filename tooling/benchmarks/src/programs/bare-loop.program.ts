import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BareLoop } from '../bare-loop.js';
import { Bystanders } from '../bystanders.js';
import { now } from '../clock.js';
import { readDiaries } from '../diary.js';
import { type WatchedWork, workInWindow } from '../window.js';
import { answer } from './answer.js';
import { temporaryFolder } from './temporary-folder.js';

answer(async ({ milliseconds, threads, warmUp, window: length }: BareLoop): Promise<WatchedWork> => {
  const diary = temporaryFolder();
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./bare-loop.worker.js', import.meta.url), { workerData: { milliseconds, diary } }),
  );
  await Promise.all(workers.map(worker => once(worker, 'online')));
  await setTimeout(1000 * warmUp);
  const bystanders = new Bystanders();
  const from = now();
  await setTimeout(1000 * length);
  const to = now();
  const others = bystanders.share();
  // What lies inside of the window is written by then.
  await setTimeout(100);
  await Promise.all(workers.map(worker => worker.terminate()));
  return { ...workInWindow(readDiaries(diary), { from, to }, threads), others };
});
