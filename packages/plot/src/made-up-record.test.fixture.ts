import {
  type Descriptor,
  type EventOf,
  emptySlotReport,
  type Moment,
  type Parameter,
  type RecordedRun,
  type RunStatus,
  type SlotTime,
  type StudyEvent,
  type StudyEventBody,
} from '@glompo/core';
import type { Recorded } from './reading/study-facts.js';

const reason = { by: 'test', message: 'made up' };
const nobody = { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 0 };

/** A study whose events are said one by one, to be read as the contract says. */
export class MadeUpRecord implements Recorded {
  readonly told: StudyEvent[] = [];
  readonly #runs = new Map<number, Run>();
  #evaluations = 0;
  seconds = 0;

  constructor(task = 'made up', parameters: readonly Parameter[] = parametersOf(2)) {
    this.say({
      ...{ type: 'study-started', resumed: false, task, parameters, seed: 1, slots: 2, liveRuns: { from: 1, upTo: 9 } },
      ...{
        placement: { optimizers: 'inline', trials: 'with-optimizer' },
        huntEvery: 100,
        hunters: undefined,
        stop: '',
      },
    } as StudyEventBody);
  }

  say(body: StudyEventBody): this {
    this.told.push({ ...body, number: this.told.length + 1, seconds: this.seconds, evaluations: this.#evaluations });
    return this;
  }

  start(run: number, { name = 'walker', options = {}, choice = 0 } = {}): this {
    const optimizer = { plugin: 'optimizer', name, options };
    this.#runs.set(run, { optimizer, next: 1, best: Number.POSITIVE_INFINITY });
    const nothing = { spread: undefined, reason: undefined, origin: undefined };
    return this.say({ type: 'run-started', run, optimizer, choice, point: new Float64Array(2), ...nothing });
  }

  /** Trials of a run; NaN: one failed. */
  trials(run: number, values: readonly number[], points: readonly number[] = values.flatMap(() => [0, 0])): this {
    this.#evaluations += values.length;
    this.seconds += values.length / 100;
    const failures = values.flatMap((value, index) =>
      Number.isNaN(value) ? [{ index, outcome: 'failed' as const, message: 'it broke' }] : [],
    );
    const own = this.#run(run);
    const { next: first } = own;
    own.next += values.length;
    const results = Float64Array.from(values, value => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value));
    own.best = Math.min(own.best, ...results);
    const trials = { first, points: Float64Array.from(points), values: results, failures };
    return this.say({ type: 'trials', run, trials, told: true });
  }

  end(run: number, status: RunStatus): this {
    const { optimizer, best: value } = this.#run(run);
    const best = value < Number.POSITIVE_INFINITY ? { value, point: new Float64Array(2), run, trial: 1 } : undefined;
    return this.say({ type: 'run-ended', run, optimizer, status, reason, trials: 0, outcomes: nobody, best });
  }

  slotTime(spent: Partial<SlotTime>): this {
    const report = emptySlotReport();
    return this.say({ type: 'slot-time', report: { ...report, spent: { ...report.spent, ...spent } } });
  }

  *events<Type extends StudyEvent['type']>({
    types,
    run,
  }: {
    readonly types?: readonly Type[];
    readonly run?: number;
  } = {}): Generator<EventOf<Type>> {
    for (const event of this.told) {
      if (types !== undefined && !(types as readonly string[]).includes(event.type)) continue;
      if (run !== undefined && (!('run' in event) || event.run !== run)) continue;
      yield event as EventOf<Type>;
    }
  }

  *runs(): Generator<RecordedRun> {
    const ends = new Map([...this.events({ types: ['run-ended'] })].map(end => [end.run, end]));
    for (const event of this.events({ types: ['run-started'] })) {
      const end = ends.get(event.run);
      yield {
        ...{ id: event.run, optimizer: event.optimizer.name, choice: event.choice, started: momentOf(event) },
        ended: end && {
          ...momentOf(end),
          ...{ status: end.status, trials: end.trials, outcomes: end.outcomes, best: end.best?.value },
        },
      };
    }
  }

  #run(id: number): Run {
    const run = this.#runs.get(id);
    if (run === undefined) throw new Error(`run ${id} has not begun`);
    return run;
  }
}

interface Run {
  readonly optimizer: Descriptor;
  next: number;
  best: number;
}

function momentOf({ number: event, evaluations, seconds }: StudyEvent): Moment {
  return { event, evaluations, seconds };
}

export function parametersOf(count: number, name = (i: number) => `x${i}`): readonly Parameter[] {
  return Array.from({ length: count }, (_, i) => ({ kind: 'real', name: name(i), low: -5, high: 5 }));
}

/** So many runs one after the other, each of which falls from `top` towards `bottom`. */
export function manyRuns(runs: number, { trials = 20, top = 100, bottom = 0 } = {}): MadeUpRecord {
  const ends = ['killed', 'converged', 'failed', 'stopped'] as const;
  const record = new MadeUpRecord();
  for (let run = 1; run <= runs; run++) {
    record.start(run, { choice: run % 3, options: { size: run % 3 } });
    record.trials(
      run,
      Array.from({ length: trials }, (_, i) => bottom + run / 1000 + (top - bottom) * 0.7 ** i),
    );
    record.end(run, ends[run % 4] as RunStatus);
  }
  return record;
}
