import { EventLog } from '../manager/event-log.js';
import type { StopCondition } from '../manager/stop-condition.js';
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
}

/** The books of a study that is replayed: those of the manager, by the record's clock. */
export class ReplayedState extends StudyState {
  readonly #clock: Readonly<RecordClock>;

  /** @param stop how many evaluations are left @param spare the share of the condemned that is spared */
  constructor(
    space: SearchSpace,
    clock: Readonly<RecordClock>,
    { stop, spare = 0 }: { readonly stop: StopCondition; readonly spare: number | undefined },
  ) {
    super(space, { events: new Unheard(), now: () => clock.seconds * 1000, stop, spare });
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
