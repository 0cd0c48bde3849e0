import type { ErrorCode } from '@glompo/core';
import type { Parcel } from './parcel.js';
import type { SessionEnd, SessionOptions } from './record-writer.js';

/** What the writer's thread is started with. */
export interface WriterStart extends SessionOptions {
  readonly directory: string;
}

/** What it is told. One `write` at a time, each answered by `recorded`. */
export type ToWriter =
  | { readonly type: 'write'; readonly parcel: Parcel }
  | { readonly type: 'close'; readonly how: SessionEnd };

/** What it says. After `closed` it is gone; after `failed` it has the folder's lock until it is told to close, if it was `ready`. */
export type FromWriter =
  | { readonly type: 'ready' | 'recorded'; readonly last: number }
  /** Another program keeps the file locked: it waits for that. */
  | { readonly type: 'locked-out' }
  | { readonly type: 'closed' }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };
