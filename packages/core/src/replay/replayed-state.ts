import type { Checker } from '../contracts/decision.js';
import type { StudyView } from '../contracts/view.js';
import { EventLog } from '../manager/event-log.js';
import { StudyState } from '../manager/study-state.js';
import type { SearchSpace } from '../space/search-space.js';

/** Where the record is that is replayed. */
export interface RecordClock {
  /** Evaluations that the record has made. */
  evaluations: number;
  seconds: number;
  /** When its session began. */
  sessionBeganAt: number;
  /** As the last account of slot time told. */
  coreSeconds: number;
  slots: number;
  /** When the study stops, at this time of the record. Undefined: nobody knows here. */
  stop: Checker | undefined;
}

interface StateOptions {
  /** The share of the condemned that is spared. Default 0. */
  readonly spare: number | undefined;
  /** When the alternative stops. Undefined: as recorded. */
  readonly stop: Checker | undefined;
}

/** The books of a study that is replayed: those of the manager, by the record's clock. */
export class ReplayedState extends StudyState {
  readonly #clock: Readonly<RecordClock>;

  constructor(space: SearchSpace, clock: Readonly<RecordClock>, { spare, stop }: StateOptions) {
    const remaining = (view: StudyView) => (stop ?? clock.stop)?.remaining?.(view) ?? Number.POSITIVE_INFINITY;
    super(space, { events: new Unheard(), now: () => clock.seconds * 1000, spare, stop: { remaining } });
    this.#clock = clock;
  }

  override get seconds(): number {
    return this.#clock.seconds;
  }
  override get sessionSeconds(): number {
    return this.#clock.seconds - this.#clock.sessionBeganAt;
  }
  override get coreSeconds(): number {
    return this.#clock.coreSeconds;
  }
  override get slots(): number {
    return this.#clock.slots;
  }
}

/** Nobody reads what happens in a replay: nothing is kept. */
class Unheard extends EventLog {
  override append(): void {}
}
