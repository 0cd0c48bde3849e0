import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Backend,
  inline,
  type MaybePromise,
  type OptimizerChoice,
  optimizerFactory,
  type Selector,
  type StudyOptions,
} from '@glompo/core';
import walkPlugin, { type WalkOptions } from '../fixtures/walk.plugin.js';
import { type FaultPlace, placeOf } from './expectations.js';
import { type FaultyTaskInput, faultyTask } from './faulty-task.js';
import { type ObservedStudy, observe } from './observe.js';

/** Where the optimizers of a study live, and where its trials are made. */
export interface FaultPlacement {
  readonly optimizers: Backend;
  readonly trials: Backend | 'with-optimizer';
}

/** What the laws of faults are asked of. */
export interface FaultSubject {
  /** A placement; each case asks for one. */
  readonly placement: () => MaybePromise<FaultPlacement>;
  /** The same with workers that may hold about 64 MB of JavaScript objects. */
  readonly heapLimited?: (() => MaybePromise<FaultPlacement>) | undefined;
  readonly deadlineMs: number;
}

/** The backend that makes the trials of a placement. */
export function evaluates({ optimizers, trials }: FaultPlacement): Backend {
  return trials === 'with-optimizer' ? optimizers : trials;
}

/** Where the trials of a placement are made. */
export function trialPlaceOf(placement: FaultPlacement): FaultPlace {
  return placeOf(evaluates(placement).traits);
}

const walk = optimizerFactory<Partial<WalkOptions>>(walkPlugin);
/** Two runs of about thirty trials, every one of which depends on all values that were told before. */
export const walker = walk({ population: 6, step: 0.3, smallest: 0.09 });
const seed = 4;

/** Starts each of them once, in turn, and then none any more. */
export function once(...choices: readonly OptimizerChoice[]): Selector {
  return {
    name: 'once',
    choices,
    next(view) {
      const choice = choices[view.runs.started];
      return choice === undefined
        ? { type: 'never', reason: { by: 'once', message: 'each was started' } }
        : { type: 'spawn', choice };
    },
  };
}

/** The study that faults are tried in: short, with two slots, in which every run comes to its own end. */
export function faultStudy(
  placement: FaultPlacement,
  task: FaultyTaskInput,
  more: Partial<StudyOptions> = {},
): StudyOptions {
  return {
    task: faultyTask(task),
    optimizers: once(walker, walker),
    backend: placement,
    slots: 2,
    liveRuns: 2,
    hunters: 'none',
    seed,
    abortGrace: 0.05,
    ...more,
  };
}

/** The same points misbehave in the references as in the studies that are compared with them. */
export const oneIn = 50;

const references = new Map<string, Promise<ObservedStudy>>();

/** What the study gives inline where nothing misbehaves, or where the chosen points throw: they fail, as they would in any other way. */
export function reference(fault: 'none' | 'throws', chosenIn = oneIn): Promise<ObservedStudy> {
  const key = `${fault} ${chosenIn}`;
  const placement: FaultPlacement = { optimizers: inline(), trials: 'with-optimizer' };
  const known =
    references.get(key) ??
    observe(faultStudy(placement, { fault, oneIn: chosenIn }, { slots: 1 }), { deadlineMs: 60_000 });
  references.set(key, known);
  return known;
}

/** A folder for the notes of the task, removed at the end. */
export async function withNotes<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'glompo-faults-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
