import type { Parameter } from '@glompo/core';
import { type Column, ColumnWidth, Trace } from '../reading/columns.js';
import { type Recorded, type StudyFacts, studyFacts } from '../reading/study-facts.js';

/** What a picture of one run's parameters shows. */
export interface RunParameters {
  readonly facts: StudyFacts;
  /** Undefined: no run has made a trial. */
  readonly run: number | undefined;
  readonly optimizer: string | undefined;
  readonly trials: number;
  /** The run's least finite value. */
  readonly best: number | undefined;
  readonly width: ColumnWidth;
  /** The first ones of the task, as many as are shown. */
  readonly shown: readonly ParameterTrace[];
}

export interface ParameterTrace {
  readonly parameter: Parameter;
  /** Where its trials were. `best` means nothing here. */
  readonly columns: readonly Column[];
  /** Where the best trial so far was, each time that there was a better one: trial numbers of columns, and values. */
  readonly best: readonly { readonly index: number; readonly value: number }[];
}

/**
 * Reads where the trials of a run were, decimated.
 *
 * @param which.run default: that which found the best value
 * @param which.parameters so many at most
 */
export function readParameters(
  record: Recorded,
  which: { readonly run: number | undefined; readonly columns: number; readonly parameters: number },
): RunParameters {
  const facts = studyFacts(record);
  const parameters = facts.parameters.slice(0, which.parameters);
  const run = which.run ?? bestRun(record);
  const width = new ColumnWidth(which.columns, 1);
  const traces = parameters.map(() => new Trace(width));
  const bests = parameters.map(() => new BestTrace(width));
  let [trials, best] = [0, Number.POSITIVE_INFINITY];
  if (run !== undefined)
    for (const { trials: batch } of record.events({ types: ['trials'], run })) {
      const { first, values, points } = batch;
      const dimensions = values.length > 0 ? points.length / values.length : 0;
      for (let i = 0; i < values.length; i++) {
        const trial = first + i;
        const value = values[i] as number;
        const better = value < best;
        if (better) best = value;
        if (trial > trials) trials = trial;
        for (let j = 0; j < traces.length; j++) {
          const x = points[i * dimensions + j] as number;
          traces[j]?.add(trial, x);
          if (better) bests[j]?.add(trial, x);
        }
      }
    }
  return {
    ...{ facts, run, trials, width, best: Number.isFinite(best) ? best : undefined },
    optimizer: run === undefined ? undefined : optimizerOf(record, run),
    shown: parameters.map((parameter, j) => ({
      parameter,
      columns: traces[j]?.columns ?? [],
      best: bests[j]?.steps ?? [],
    })),
  };
}

/** The run with the best value; the first one if none has any. */
function bestRun(record: Recorded): number | undefined {
  let found: { readonly run: number; readonly value: number } | undefined;
  for (const { run, value } of bests(record)) if (found === undefined || value < found.value) found = { run, value };
  return found?.run;
}

function* bests(record: Recorded): Generator<{ readonly run: number; readonly value: number }> {
  for (const { id } of record.runs()) {
    yield { run: id, value: Number.POSITIVE_INFINITY };
    break;
  }
  for (const { found } of record.events({ types: ['incumbent'] })) yield found;
}

function optimizerOf(record: Recorded, run: number): string | undefined {
  for (const { optimizer } of record.events({ types: ['run-started'], run })) return optimizer.name;
  return undefined;
}

/** The last of the best ones in each column. */
class BestTrace {
  readonly steps: { index: number; value: number }[] = [];
  readonly #width: ColumnWidth;

  constructor(width: ColumnWidth) {
    this.#width = width;
    width.follow(this);
  }

  add(x: number, value: number): void {
    const index = this.#width.indexOf(x);
    const last = this.steps.at(-1);
    if (last !== undefined && index <= last.index) last.value = value;
    else this.steps.push({ index, value });
  }

  halve(): void {
    const { steps } = this;
    let kept = 0;
    for (const { index, value } of steps) {
      const last = steps[kept - 1];
      if (last?.index === index >> 1) last.value = value;
      else steps[kept++] = { index: index >> 1, value };
    }
    steps.length = kept;
  }
}
