import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { now } from '../clock.js';

/** Trials of one run, in columns. */
export type Rows = {
  readonly run: number;
  readonly first: number;
  readonly points: Float64Array;
  readonly values: Float64Array;
};

export interface Progress {
  /** Trials and bytes in the file. */
  readonly rows: number;
  readonly bytes: number;
  /** Bytes of points that have come. */
  readonly taken: number;
}

const syncEveryMs = 100;

const file = openSync(workerData as string, 'w');
let [rows, bytes, taken, syncedAt] = [0, 0, 0, now()];

parentPort?.on('message', (message: Rows | 'end') => {
  if (message === 'end') {
    fsyncSync(file);
    closeSync(file);
    parentPort?.close();
    return;
  }
  const packed = pack(message);
  bytes += writeSync(file, new Uint8Array(packed.buffer));
  rows += message.values.length;
  taken += message.points.byteLength;
  if (now() - syncedAt >= syncEveryMs) {
    fsyncSync(file);
    syncedAt = now();
  }
  parentPort?.postMessage({ rows, bytes, taken } satisfies Progress);
});

/** Row after row: run, trial, value, coordinates. */
function pack({ run, first, points, values }: Rows): Float64Array<ArrayBuffer> {
  const dimensions = points.length / values.length;
  const packed = new Float64Array(values.length * (dimensions + 3));
  for (let i = 0, at = 0; i < values.length; i++) {
    packed[at++] = run;
    packed[at++] = first + i;
    packed[at++] = values[i] as number;
    for (let j = i * dimensions; j < (i + 1) * dimensions; j++) packed[at++] = points[j] as number;
  }
  return packed;
}
