import { program } from './measure.js';

/** What keeps a worker from ever answering. */
export type Replacing = {
  readonly backend: 'threads' | 'processes';
  /** A busy loop, or one beside programs that it has started. */
  readonly stuck: 'loop' | 'programs';
  readonly kills: number;
};

/** Seconds, by kill. */
export interface ReplacingResult {
  /** From the kill until what ran there is gone. */
  readonly freed: readonly number[];
  /** From the kill until a fresh worker knows the task: until its slot is free. */
  readonly freeSlot: readonly number[];
  /** What other programs took of the cores meanwhile. */
  readonly others: number;
}

export const replacing = program<Replacing, ReplacingResult>('replacing');
