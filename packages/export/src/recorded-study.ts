import {
  type EventOf,
  type Found,
  GlompoError,
  type Moment,
  type RecordedRun,
  type RecordedSession,
  type RecordedType,
  type RunCounts,
  type SlotReport,
  type StudyEvent,
  type StudyRecord,
} from '@glompo/core';
import { clockOf } from './session-clock.js';

/** A study as it is exported: as it stood when the export began, whatever is recorded meanwhile. */
export class RecordedStudy {
  readonly #record: StudyRecord;
  /** The last event that is exported. */
  readonly last: Moment;
  readonly sessions: readonly RecordedSession[];
  /** How it was begun last: its settings. */
  readonly started: EventOf<'study-started'>;
  /** Undefined: it is under way, or was killed. */
  readonly ended: EventOf<'study-ended'> | undefined;
  readonly incumbent: Found | undefined;
  /** The settings that hold in the end. */
  readonly housing: Pick<EventOf<'placed'>, 'placement' | 'slots' | 'liveRuns'>;
  readonly slotTime: SlotReport | undefined;
  readonly retried: number;
  readonly replaced: number;
  readonly interventions: number;
  readonly warnings: number;
  /** When it stops, as it was asked for last, or changed from outside since. */
  readonly stop: string;
  /** Live runs are among the started ones only; `stopped` have stopped with the study. */
  readonly runCounts: RunCounts;
  /** The date and time of a moment of the study, ISO 8601; undefined: it is not known. */
  readonly timeOf: (moment: Pick<Moment, 'event' | 'seconds'>) => string | undefined;

  /** @throws GlompoError `GLOMPO_RECORD` if no study has begun in it */
  constructor(record: StudyRecord) {
    this.#record = record;
    const last = record.last();
    if (last === undefined) throw nothingBegun();
    this.last = last;
    this.sessions = record.sessions();
    const tale: Tale = { begun: [], retried: 0, replaced: 0, interventions: 0, warnings: 0 };
    for (const event of this.events({ types: told })) take(tale, event);
    const started = tale.begun.at(-1);
    if (started === undefined) throw nothingBegun();
    this.started = started;
    this.ended = tale.ended && tale.ended.number > started.number ? tale.ended : undefined;
    this.incumbent = tale.incumbent;
    const { placement, slots, liveRuns } = tale.placed ?? started;
    this.housing = { placement, slots: tale.slots ?? slots, liveRuns };
    this.slotTime = this.ended?.result.slotTime ?? tale.slotTime;
    this.retried = tale.retried;
    this.replaced = tale.replaced;
    this.interventions = tale.interventions;
    this.warnings = tale.warnings;
    this.stop = record.overview().stop;
    this.timeOf = clockOf(tale.begun, this.sessions);
    const counts = { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0 };
    for (const { ended } of this.runs()) {
      counts.started++;
      if (ended) counts[ended.status]++;
    }
    this.runCounts = counts;
  }

  /** Events in order, as far as they are exported. */
  *events<Type extends RecordedType>(which: {
    readonly types: readonly Type[];
    readonly run?: number;
  }): Generator<EventOf<Type>> {
    for (const event of this.#record.events(which)) {
      if ((event as StudyEvent).number > this.last.event) return;
      yield event;
    }
  }

  /** Runs in the order of their numbers; what ended later is live. */
  *runs(): Generator<RecordedRun> {
    for (const run of this.#record.runs()) {
      if (run.started.event > this.last.event) return;
      yield run.ended && run.ended.event > this.last.event ? { ...run, ended: undefined } : run;
    }
  }

  /** How a run began and ended; undefined: it is live. */
  run({ id, ended: end }: RecordedRun): {
    readonly started: EventOf<'run-started'> | undefined;
    readonly ended: EventOf<'run-ended'> | undefined;
  } {
    let started: EventOf<'run-started'> | undefined;
    let ended: EventOf<'run-ended'> | undefined;
    for (const event of this.events({ types: ['run-started', 'run-ended'], run: id }))
      if (event.type === 'run-started') started = event;
      else ended = event;
    // A run that stopped with its study, and went on, has an end that was none.
    return { started, ended: end && ended };
  }
}

const told = [
  ...(['study-started', 'study-ended', 'incumbent', 'placed', 'resized'] as const),
  ...(['slot-time', 'trial-lost', 'worker-replaced', 'intervened', 'warning'] as const),
];

interface Tale {
  readonly begun: EventOf<'study-started'>[];
  ended?: EventOf<'study-ended'>;
  incumbent?: Found;
  placed?: EventOf<'placed'>;
  slots?: number;
  slotTime?: SlotReport;
  retried: number;
  replaced: number;
  interventions: number;
  warnings: number;
}

function take(tale: Tale, event: EventOf<(typeof told)[number]>): void {
  switch (event.type) {
    case 'study-started':
      tale.begun.push(event);
      delete tale.placed;
      delete tale.slots;
      break;
    case 'study-ended':
      tale.ended = event;
      break;
    case 'incumbent':
      tale.incumbent = event.found;
      break;
    case 'placed':
      tale.placed = event;
      break;
    case 'resized':
      tale.slots = event.slots;
      break;
    case 'slot-time':
      tale.slotTime = event.report;
      break;
    case 'trial-lost':
      if (event.next === 'retry') tale.retried++;
      break;
    case 'worker-replaced':
      tale.replaced++;
      break;
    case 'intervened':
      tale.interventions++;
      break;
    case 'warning':
      tale.warnings++;
  }
}

function nothingBegun(): GlompoError {
  return new GlompoError('GLOMPO_RECORD', 'no study has begun in this record: there is nothing to export');
}
