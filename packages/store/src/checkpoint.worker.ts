import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { GlompoError } from '@glompo/core';
import type { Checkpoint } from './checkpoint-rows.js';
import { type CheckpointOrder, makeCheckpoint } from './make-checkpoint.js';
import { removeOldCheckpoints } from './old-checkpoints.js';
import { checkpointError } from './record-error.js';

/** What the thread is started with. */
export interface CheckpointStart extends CheckpointOrder {
  /** So many of those that the schedule of this study has made are kept. Undefined: all. */
  readonly keep: number | undefined;
}

/** What it says, once. */
export type CheckpointWord =
  | { readonly made: Checkpoint }
  | { readonly failed: { readonly code: GlompoError['code']; readonly message: string } };

const port = parentPort as MessagePort;
const { keep, ...order } = workerData as CheckpointStart;
port.postMessage(word());

function word(): CheckpointWord {
  try {
    const made = makeCheckpoint(order);
    if (keep !== undefined) removeOldCheckpoints(made.file, { keep, pattern: order.file });
    return { made };
  } catch (error) {
    const { code, message } = checkpointError(error, order);
    return { failed: { code, message } };
  }
}
