import { type Column, ColumnWidth, Trace } from '../reading/columns.js';
import { type Recorded, type StudyFacts, studyFacts } from '../reading/study-facts.js';
import { ValueSample } from '../reading/value-sample.js';

/** What a picture of the best value shows. */
export interface BestSoFar {
  readonly facts: StudyFacts;
  readonly columns: readonly Column[];
  /** The very first value that was finite. */
  readonly first: number | undefined;
  readonly width: ColumnWidth;
  /** The best values, each once, from the first value on. */
  readonly values: ValueSample;
  readonly evaluations: number;
  readonly seconds: number;
  /** The best value, and where along x it was found. */
  readonly found: { readonly value: number; readonly run: number; readonly at: number } | undefined;
}

/** Below a tenth of a millisecond nothing is told apart. */
const shortest = 1e-4;

/** Reads the best value so far, decimated. Over seconds, trials that came together count as of the moment when they came. */
export function readBest(
  record: Recorded,
  { columns, over }: { readonly columns: number; readonly over: 'evaluations' | 'seconds' },
): BestSoFar {
  const width = new ColumnWidth(columns, over === 'seconds' ? shortest : 1);
  const trace = new Trace(width);
  let [evaluations, seconds] = [0, 0];
  let found: BestSoFar['found'];
  for (const event of record.events({ types: ['trials', 'study-ended'] })) {
    evaluations = event.evaluations;
    seconds = event.seconds;
    if (event.type === 'study-ended') continue;
    const { values } = event.trials;
    const before = evaluations - values.length;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      const at = over === 'seconds' ? seconds : before + i + 1;
      trace.add(at, value);
      if (found === undefined || value < found.value) found = { value, run: event.run, at };
    }
  }
  const values = new ValueSample();
  let last = trace.first;
  if (last !== undefined) values.add(last);
  for (const { best } of trace.columns) {
    if (best !== last) values.add(best);
    last = best;
  }
  return {
    facts: studyFacts(record),
    columns: trace.columns,
    first: trace.first,
    width,
    values,
    evaluations,
    seconds,
    found,
  };
}
