import type { EventOf, Parameter } from '@glompo/core';
import { oneLine } from './plain-text.js';
import type { RecordedStudy } from './recorded-study.js';

/** What trials have besides their points and values, if any of them has. */
export interface Extent {
  readonly gradients: boolean;
  readonly residuals: boolean;
  readonly extras: boolean;
}

/** Looks through trials until everything was seen that they could have. */
export function* extentOf(study: RecordedStudy): Generator<void, Extent> {
  let gradients = false;
  let residuals = false;
  let extras = false;
  for (const { trials } of study.events({ types: ['trials'] })) {
    gradients ||= trials.gradients !== undefined;
    residuals ||= trials.residuals !== undefined;
    extras ||= trials.extras !== undefined;
    if (gradients && residuals && extras) break;
    yield;
  }
  return { gradients, residuals, extras };
}

/** Headings of the columns of a table of trials, each of them once, whatever parameters are called. */
export interface Headings {
  readonly fixed: readonly string[];
  readonly parameters: readonly string[];
  readonly gradients: readonly string[];
  readonly more: readonly ('residuals' | 'extras')[];
}

const fixed = ['evaluation', 'run', 'optimizer', 'trial', 'seconds', 'value', 'outcome', 'failure'];
const longestHeading = 200;

export function headings(parameters: readonly Parameter[], extent: Extent): Headings {
  const taken = new Set([...fixed, 'residuals', 'extras']);
  /** Databases make no difference between large and small letters. */
  const own = (name: string, prefix: string) => {
    const clean = oneLine(name, longestHeading);
    let heading = clean === '' || taken.has(clean.toLowerCase()) ? `${prefix}${clean}` : clean;
    for (let n = 2; taken.has(heading.toLowerCase()); n++) heading = `${prefix}${clean}_${n}`;
    taken.add(heading.toLowerCase());
    return heading;
  };
  const names = parameters.map(({ name }) => own(name, 'x.'));
  return {
    fixed,
    parameters: names,
    gradients: extent.gradients ? names.map(name => own(`gradient.${name}`, '')) : [],
    more: (['residuals', 'extras'] as const).filter(name => extent[name]),
  };
}

/** Trials that came together, with the name of their optimizer. */
export interface Batch {
  readonly event: EventOf<'trials'>;
  readonly optimizer: string;
  /** Number of the first of them among all evaluations of the study, from 1. */
  readonly evaluation: number;
}

/** All trials, in the order in which they finished. */
export function* batches(study: RecordedStudy): Generator<Batch> {
  // Of live runs only: there may be a million others.
  const optimizers = new Map<number, string>();
  for (const event of study.events({ types: ['run-started', 'trials', 'run-ended'] })) {
    if (event.type === 'run-started') optimizers.set(event.run, event.optimizer.name);
    else if (event.type === 'trials') {
      const evaluation = firstEvaluation(event);
      yield { event, optimizer: optimizers.get(event.run) ?? '', evaluation };
    } else if (event.status !== 'stopped') optimizers.delete(event.run);
  }
}

/** The number of the first of these trials among all evaluations of the study, from 1. */
export function firstEvaluation({ evaluations, trials }: EventOf<'trials'>): number {
  return evaluations - trials.values.length + 1;
}

/** The row of a trial; undefined: it has no gradient. */
export function gradientOf({ trials }: EventOf<'trials'>, index: number): Float64Array | undefined {
  if (trials.gradients === undefined) return undefined;
  const dimensions = trials.points.length / trials.values.length;
  const row = trials.gradients.subarray(index * dimensions, (index + 1) * dimensions);
  return row.every(Number.isNaN) ? undefined : row;
}
