import { workerData } from 'node:worker_threads';
import { busyFor, now } from '../clock.js';
import { Diary } from '../diary.js';

const { milliseconds, diary: folder } = workerData as { readonly milliseconds: number; readonly diary: string };
const diary = new Diary(folder);
for (;;) {
  const from = now();
  busyFor(milliseconds);
  diary.note(from, now(), milliseconds);
}
