/** Slot-seconds by what they were spent on. */
export interface SlotTime {
  /** The task computed (work that was lost with its worker is in here, too). */
  readonly evaluating: number;
  /** An optimizer computed where its trials run, or a slot waited for one that computed its next points. */
  readonly optimizing: number;
  /** Workers were being started, or it was being measured where the task should run. */
  readonly starting: number;
  /** No live run had a point to evaluate: generations waited for their last members, or runs were fewer than slots. */
  readonly waitingForPoints: number;
  /** The manager was busy, or messages were on their way. */
  readonly waitingForManager: number;
  /** A reader of the events that must get all of them was behind. */
  readonly waitingForLog: number;
  /** A worker that was lost or ended was being replaced. */
  readonly beingReplaced: number;
  /** Nothing was left to be done: no evaluations, or no runs. */
  readonly finished: number;
}

/** What slots do that nobody holds; those that are taken first come first. */
export const idleReasons = [
  'waitingForManager',
  'waitingForPoints',
  'optimizing',
  'finished',
  'waitingForLog',
  'starting',
  'beingReplaced',
] as const satisfies readonly (keyof SlotTime)[];
export type IdleReason = (typeof idleReasons)[number];

export function noSlotTime(): { -readonly [K in keyof SlotTime]: number } {
  return {
    evaluating: 0,
    optimizing: 0,
    starting: 0,
    waitingForPoints: 0,
    waitingForManager: 0,
    waitingForLog: 0,
    beingReplaced: 0,
    finished: 0,
  };
}
