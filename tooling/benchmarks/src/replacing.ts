import { program } from './measure.js';

/** What keeps a worker from ever answering. */
export type Replacing = {
  readonly backend: 'threads' | 'processes';
  /** A busy loop, or one beside programs that it has started. */
  readonly stuck: 'loop' | 'programs';
  readonly kills: number;
  /** A worker stands by to take the place of one that is lost. */
  readonly spareWorker: boolean;
};

/** Seconds, by kill. */
export interface ReplacingResult {
  /** From the kill until what ran there is gone. */
  readonly freed: readonly number[];
  /** From the kill until a worker that knows the task has taken its place: until its slot is free. */
  readonly freeSlot: readonly number[];
  /** What other programs took of the cores meanwhile. */
  readonly others: number;
}

export const replacing = program<Replacing, ReplacingResult>('replacing');
