import assert from 'node:assert/strict';
import { createStudy, type StudyOptions, type StudyResult, type TaskModule } from '@glompo/core';
import type { TrialBatch } from '@glompo/core/worker';
import { keyOf } from './diary.js';
import type { Place } from './place.js';
import type { PlacedTrial } from './places.js';

/** One trial as the study's events tell it. */
export interface Trial {
  readonly point: Float64Array;
  readonly value: number;
  /** What went wrong, if it failed. */
  readonly failure: string | undefined;
  /** What the task told; nothing if it failed. */
  readonly told: Told | undefined;
}

/** The extras of the witness. */
export type Told = {
  readonly seed: number;
  readonly wants: readonly string[];
  readonly place: Place;
  /** Of the trials that take their time: when they began and ended, by `now`. */
  readonly from?: number;
  readonly to?: number;
};

export interface ObservedRun {
  readonly optimizer: string;
  readonly start: Float64Array;
  /** In the order in which they were asked. */
  readonly trials: readonly Trial[];
  /** How it ended, in words. */
  readonly end: string;
}

export interface Observation {
  readonly result: StudyResult;
  readonly runs: ReadonlyMap<number, ObservedRun>;
}

export const witness = (options: NonNullable<TaskModule['options']> = {}): TaskModule => ({
  module: new URL('./witness.task.js', import.meta.url).href,
  options,
});

/** Conducts a study and keeps all that its events tell. */
export async function observe(options: StudyOptions): Promise<Observation> {
  const study = createStudy(options);
  const runs = new Map<number, { optimizer: string; start: Float64Array; trials: Trial[]; end: string }>();
  const listening = (async () => {
    for await (const event of study.events()) {
      assert.notEqual(event.type, 'gap', 'events were lost');
      if (event.type === 'run-started')
        runs.set(event.run, { optimizer: event.optimizer.name, start: event.point, trials: [], end: '' });
      const run = 'run' in event ? runs.get(event.run as number) : undefined;
      if (run && event.type === 'trials') enter(run.trials, event.trials);
      if (run && event.type === 'run-ended') run.end = `${event.status}: ${event.reason.message}`;
    }
  })();
  const [result] = await Promise.all([study.run(), listening]);
  return { result, runs };
}

/** Every trial that has told its place: those that did not throw. */
export function placedTrials(runs: Iterable<ObservedRun>): readonly PlacedTrial[] {
  return [...runs].flatMap(({ trials }) =>
    trials.flatMap(({ point, told }) => (told ? [{ point: keyOf(point), place: told.place }] : [])),
  );
}

function enter(trials: Trial[], { first, points, values, failures, extras }: TrialBatch): void {
  const n = points.length / values.length;
  for (const [i, value] of values.entries()) {
    const at = first + i - 1;
    assert.equal(trials[at], undefined, `trial ${at + 1} was told twice`);
    trials[at] = {
      point: points.slice(i * n, (i + 1) * n),
      value,
      failure: failures.find(({ index }) => index === i)?.message,
      told: (extras?.[i] ?? undefined) as Told | undefined,
    };
  }
}
