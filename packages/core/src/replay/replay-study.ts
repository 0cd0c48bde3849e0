import type { Checker } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { EventOf } from '../manager/events.js';
import { planStudy, type StudyPlan } from '../manager/plan.js';
import type { RecordedType, StudyRecord } from '../manager/study-record.js';
import { parseChecker } from '../parts/parse-parts.js';
import type { Registry } from '../registry/registry.js';
import type { Alternative } from './alternative.js';
import { RecordSummary } from './record-summary.js';
import type { RecordClock } from './replayed-state.js';
import { ReplayedStudy } from './replayed-study.js';
import type { ReplayReport } from './report.js';

/** What a replay reads. */
const types = [
  'study-started',
  'placed',
  'resized',
  'slot-time',
  'run-started',
  'trials',
  'trials-cancelled',
  'trial-lost',
  'incumbent',
  'run-ended',
  'intervened',
  'study-ended',
] as const satisfies readonly RecordedType[];

type Replayed = EventOf<(typeof types)[number]>;

export interface ReplayOptions {
  /** Where optimizers are found that the alternatives' selectors name. */
  readonly registry?: Registry | undefined;
}

/**
 * Runs other decisions over a recorded study, all in one reading of it. Nothing is evaluated, and nothing imported that the record names. A run that an alternative kills
 * has no later trials there; what would have been done instead is unknown, and the report says how much of it there is.
 *
 * The alternatives see what the study's own decisions saw: the same views, in the order of the record, by the same streams of chance. A hunt falls on the same counts of
 * evaluations, of which trials that were not made are none. Of a study with one slot, whose trials do not overlap, its own hunters repeat every kill; with
 * more slots, events may have been recorded in another order than decided upon, and kills agree but for some.
 *
 * @param record may be of a study that is under way: what is recorded up to now is replayed
 * @throws GlompoError `GLOMPO_RECORD` if nothing is recorded in it, or not all trials are; `GLOMPO_DECISION` for a part that throws; `GLOMPO_OPTION`
 */
export async function replayStudy(
  record: StudyRecord,
  alternatives: readonly Alternative[],
  { registry }: ReplayOptions = {},
): Promise<ReplayReport> {
  const less = record.sessions().find(({ detail = 'trials' }) => detail !== 'trials');
  if (less)
    throw new GlompoError(
      'GLOMPO_RECORD',
      `a replay needs every trial, and session ${less.id} was recorded with detail ${less.detail}: record with detail trials`,
    );
  const plans = new Map<Alternative, StudyPlan>();
  for (const alternative of alternatives) {
    const { optimizers } = alternative;
    // Of a study there is only the selector: nothing else of the plan is used.
    if (optimizers)
      plans.set(alternative, await planStudy({ optimizers, registry } as Parameters<typeof planStudy>[0]));
  }
  const replay = new Replay(alternatives, plans);
  for (const event of record.events({ types })) replay.take(event);
  return replay.close();
}

/** One reading of the record, for all alternatives. */
class Replay {
  readonly #alternatives: readonly Alternative[];
  readonly #plans: ReadonlyMap<Alternative, StudyPlan>;
  readonly #clock: RecordClock = {
    evaluations: 0,
    seconds: 0,
    sessionBeganAt: 0,
    coreSeconds: 0,
    slots: 1,
    stop: undefined,
  };
  readonly #summary = new RecordSummary();
  #studies: readonly ReplayedStudy[] = [];
  /** Of earlier sessions. */
  #coreSecondsBefore = 0;
  /** Runs that may be alive. */
  #liveRuns = 1;

  constructor(alternatives: readonly Alternative[], plans: ReadonlyMap<Alternative, StudyPlan>) {
    this.#alternatives = alternatives;
    this.#plans = plans;
  }

  take(event: Replayed): void {
    const clock = this.#clock;
    const studies = this.#studies;
    this.#summary.take(event);
    // What has happened before is decided upon before the clock goes on; what decisions have led to is told at the time of its own step.
    if (event.type === 'trials' || event.type === 'slot-time') for (const study of studies) study.decide();
    clock.seconds = event.seconds;
    clock.evaluations = event.evaluations;
    switch (event.type) {
      case 'study-started':
        this.#start(event);
        break;
      case 'placed':
        clock.slots = event.slots;
        this.#liveRuns = event.liveRuns.from;
        break;
      case 'resized':
        clock.slots = event.slots;
        break;
      case 'slot-time':
        clock.coreSeconds = this.#coreSecondsBefore + event.report.spent.evaluating;
        break;
      case 'run-started':
        for (const study of studies) study.begin(event, this.#liveRuns);
        break;
      case 'trials':
        for (const study of studies) study.record(event);
        break;
      case 'trials-cancelled':
        for (const study of studies) study.unfinished(event.run, 'cancelled', event.trials);
        break;
      case 'trial-lost':
        if (event.next === 'lost') for (const study of studies) study.unfinished(event.run, 'lost', event.trials);
        break;
      case 'incumbent':
        for (const study of studies) study.incumbent(event);
        break;
      case 'run-ended':
        // A run that is stopped with its study may go on in another session.
        for (const study of studies)
          if (event.status === 'stopped') study.leave();
          else study.end(event);
        break;
      case 'intervened': {
        const { intervention } = event;
        if (intervention.type === 'pause-run' || intervention.type === 'continue-run')
          for (const study of studies) study.pause(intervention.run, intervention.type === 'pause-run');
        if (intervention.type === 'stop-when') clock.stop = recordedStop(intervention.condition);
        break;
      }
      case 'study-ended':
        for (const study of studies) study.leave();
        break;
      default:
        event satisfies never;
    }
  }

  close(): ReplayReport {
    if (this.#studies.length < this.#alternatives.length)
      throw new GlompoError('GLOMPO_RECORD', 'no study has begun in it yet: it is starting, or was killed before that');
    return { recorded: this.#summary.close(), alternatives: this.#studies.map(study => study.close()) };
  }

  #start(event: EventOf<'study-started'>): void {
    const clock = this.#clock;
    clock.slots = event.slots;
    clock.sessionBeganAt = event.seconds;
    clock.stop = recordedStop(event.stop);
    this.#coreSecondsBefore = clock.coreSeconds;
    this.#liveRuns = event.liveRuns.from;
    if (event.resumed && this.#studies.length > 0) {
      for (const study of this.#studies) {
        study.leave();
        study.goesOn(event);
      }
      return;
    }
    this.#studies = this.#alternatives.map(
      alternative => new ReplayedStudy(alternative, { started: event, clock, plan: this.#plans.get(alternative) }),
    );
  }
}

/** The stop condition that is recorded, if it is made of built-in checkers: others are not looked for, since nothing is imported because a record says so. */
function recordedStop(text: string): Checker | undefined {
  try {
    return parseChecker(text);
  } catch (error) {
    if (error instanceof GlompoError) return undefined;
    throw error;
  }
}
