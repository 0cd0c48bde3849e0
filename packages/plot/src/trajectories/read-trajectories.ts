import type { RunEnd } from '../figure/marks.js';
import { ChoiceNames } from '../reading/choice-names.js';
import { chooseRuns } from '../reading/chosen-runs.js';
import { ColumnSet } from '../reading/column-set.js';
import { type Column, ColumnWidth, Trace } from '../reading/columns.js';
import { type Recorded, type StudyFacts, studyFacts } from '../reading/study-facts.js';
import { ValueSample } from '../reading/value-sample.js';

/** What a picture of trajectories shows. */
export interface Trajectories {
  readonly facts: StudyFacts;
  /** In the order in which they began. */
  readonly runs: readonly RunTrajectory[];
  /** Runs of the study; if more than `runs`, the others are in `rest`. */
  readonly totalRuns: number;
  readonly rest: readonly Column[];
  readonly choices: ChoiceNames;
  readonly evaluations: number;
  readonly seconds: number;
  readonly width: ColumnWidth;
  readonly values: ValueSample;
  /** By column, values that are not finite; by what they are. */
  readonly unfit: ReadonlyMap<number, number>;
  readonly failed: number;
  readonly infinite: number;
  readonly ends: Readonly<Record<RunEnd, number>>;
}

export interface RunTrajectory {
  readonly id: number;
  readonly optimizer: string;
  readonly choice: number;
  readonly columns: readonly Column[];
  /** The very first value that was finite. */
  readonly first: number | undefined;
  readonly trials: number;
  /** Infinity: no value was finite. */
  readonly best: number;
  readonly end: RunEnd;
  /** Evaluations of the study when it ended, or up to now. */
  readonly until: number;
}

interface Growing {
  readonly id: number;
  readonly optimizer: string;
  readonly choice: number;
  readonly trace: Trace;
  trials: number;
  until: number;
}

const types = ['run-started', 'trials', 'run-restored', 'run-ended'] as const;

/**
 * Reads the trajectories of all runs over the evaluations of the study, decimated.
 *
 * @param limits.columns about as many as there are pixels
 * @param limits.runs so many are kept singly
 */
export function readTrajectories(
  record: Recorded,
  limits: { readonly columns: number; readonly runs: number },
): Trajectories {
  const width = new ColumnWidth(limits.columns, 1);
  const values = new ValueSample();
  const unfit = new ColumnSet(width);
  const rest = new Trace(width);
  const choices = new ChoiceNames();
  const runs = new Map<number, Growing>();
  /** How each run stands, also those that are not kept singly. */
  const standing = new Map<number, RunEnd>();
  let [evaluations, seconds, failed, infinite] = [0, 0, 0, 0];
  const chosen = chooseRuns(record.runs(), limits.runs);

  for (const event of record.events({ types })) {
    evaluations = event.evaluations;
    seconds = event.seconds;
    const run = runs.get(event.run);
    switch (event.type) {
      case 'run-started':
        standing.set(event.run, 'live');
        choices.note(event.choice, event.optimizer);
        if (chosen.ids?.has(event.run) ?? runs.size < limits.runs)
          runs.set(event.run, {
            ...{ id: event.run, optimizer: event.optimizer.name, choice: event.choice },
            ...{ trace: new Trace(width), trials: 0, until: 0 },
          });
        break;
      case 'trials': {
        const { values: results, failures } = event.trials;
        failed += failures.length;
        infinite -= failures.length;
        const before = evaluations - results.length;
        const trace = run?.trace ?? rest;
        if (run) run.trials += results.length;
        for (let i = 0; i < results.length; i++) {
          const value = results[i] as number;
          const x = before + i + 1;
          if (Number.isFinite(value)) {
            trace.add(x, value);
            values.add(value);
          } else {
            unfit.add(x);
            infinite++;
          }
        }
        goOn(standing, event.run);
        break;
      }
      case 'run-restored':
        goOn(standing, event.run);
        break;
      case 'run-ended':
        standing.set(event.run, event.status);
        if (run !== undefined) run.until = evaluations;
        break;
    }
  }
  const ends = { killed: 0, failed: 0, converged: 0, stopped: 0, live: 0 };
  for (const end of standing.values()) ends[end]++;
  return {
    facts: studyFacts(record),
    runs: [...runs.values()].map(({ trace, until, ...run }) => {
      const end = standing.get(run.id) ?? 'live';
      const { columns, first, best } = trace;
      return { ...run, columns, first, best, end, until: end === 'live' ? evaluations : until };
    }),
    totalRuns: Math.max(standing.size, chosen.total),
    ...{ rest: rest.columns, choices, evaluations, seconds, width, values },
    ...{ unfit: unfit.counts, failed, infinite, ends },
  };
}

/** Runs that stopped with their study go on with it. */
function goOn(standing: Map<number, RunEnd>, run: number): void {
  if (standing.get(run) === 'stopped') standing.set(run, 'live');
}
