import type { Share, Sharer, Sharing, SharingCounts } from '../contracts/sharing.js';
import type { EndedRun } from '../contracts/view.js';
import { decide } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { DecisionMemory } from './decision-memory.js';
import type { DecisionNotes } from './decision-notes.js';
import type { Driver, Floor } from './driver.js';
import { Due } from './due.js';
import type { LiveRun } from './live-run.js';

interface SharesOptions {
  readonly floor: Pick<Floor, 'state'>;
  readonly drivers: ReadonlyMap<LiveRun, Driver>;
  readonly notes: DecisionNotes;
  readonly memory: DecisionMemory | undefined;
}

/** Lets runs hear of points of others when that falls due. */
export class Shares {
  readonly #options: SharesOptions;
  readonly #sharing: Sharing | undefined;
  readonly #sharer: Sharer | undefined;
  readonly #due: Due;
  /** Choices of which it is known that their optimizers have no use for points. */
  readonly #deaf = new Set<number>();

  constructor(sharing: Sharing | undefined, options: SharesOptions) {
    this.#options = options;
    this.#sharing = sharing;
    const before = options.memory?.sharing;
    this.#sharer = sharing && decide('sharing', sharing, () => sharing.begin(before?.notes));
    // Evaluations before it was asked for leave nothing due.
    const first = sharing ? (Math.floor(options.floor.state.evaluations / sharing.every) + 1) * sharing.every : 0;
    this.#due = new Due(sharing?.every ?? 1, before?.next ?? first);
  }

  /** The evaluation that must not be passed before points are shared next. */
  get limit(): number {
    return this.#sharer ? this.#due.next : Number.POSITIVE_INFINITY;
  }

  get memory(): DecisionMemory['sharing'] {
    return this.#sharer && { next: this.#due.next, notes: this.#sharer.notes() };
  }

  get counts(): readonly SharingCounts[] | undefined {
    return this.#sharer?.counts;
  }

  shareIfDue(): void {
    const { floor, drivers, notes } = this.#options;
    const { state } = floor;
    const sharer = this.#sharer;
    if (sharer === undefined || !this.#due.take(state.evaluations)) return;
    for (const run of state.live) this.#hear(run);
    // Written down at once: what was shared is not shared again, and the next time is the same, whenever the study goes on.
    notes.change('runs');
    const runs = new Map<number, LiveRun>();
    for (const run of drivers.keys()) if (!run.ending && !run.paused) runs.set(run.id, run);
    for (const share of this.#decide(() => sharer.share(state, [...runs.values()]))) {
      const run = runs.get(share.run);
      if (run === undefined) throw wrong(this.#sharing as Sharing, share);
      const { found, how, reason } = share;
      const { point, value } = found;
      state.note({ type: 'shared', run: run.id, from: found.run, point, value, how, reason });
      drivers.get(run)?.inject({ point, value, ...(how && { how }) });
    }
  }

  ended(run: LiveRun, ended: EndedRun): void {
    this.#hear(run);
    this.#decide(() => this.#sharer?.ended(ended));
  }

  /** Whether its optimizer has a use for points is known once it was told of one. */
  #hear({ deaf, choice }: LiveRun): void {
    if (!deaf || this.#deaf.has(choice)) return;
    this.#deaf.add(choice);
    this.#decide(() => this.#sharer?.deaf(choice));
  }

  #decide<T>(what: () => T): T {
    return decide('sharing', this.#sharing ?? { name: 'none' }, what);
  }
}

function wrong({ name }: Sharing, share: Share): GlompoError {
  return new GlompoError(
    'GLOMPO_DECISION',
    `sharing ${name} gave ${show(share)}: expected { run, found, reason } of a live run that is not paused`,
  );
}
