import type { DecisionNotes } from './decision-notes.js';
import type { Decisions } from './decisions.js';
import type { Driver, Floor } from './driver.js';
import { Due } from './due.js';
import { hunt } from './hunt.js';
import type { LiveRun } from './live-run.js';

interface HuntsOptions {
  readonly floor: Pick<Floor, 'state'>;
  readonly decisions: Pick<Decisions, 'hunters'>;
  readonly drivers: ReadonlyMap<LiveRun, Driver>;
  readonly notes: DecisionNotes;
  readonly cancelKilled: boolean;
}

/** Holds the hunts of a study when they fall due. */
export class Hunts {
  readonly #options: HuntsOptions;
  readonly #due: Due;

  constructor(options: HuntsOptions, every: number, next: number | undefined) {
    this.#options = options;
    this.#due = new Due(every, next);
  }

  get next(): number {
    return this.#due.next;
  }

  /** The evaluation that must not be passed before the next hunt. */
  get limit(): number {
    return this.#options.decisions.hunters ? this.#due.next : Number.POSITIVE_INFINITY;
  }

  /** @returns whether there was a hunt */
  holdIfDue(): boolean {
    const { floor, decisions, drivers, notes, cancelKilled } = this.#options;
    if (!this.#due.take(floor.state.evaluations) || decisions.hunters === undefined) return false;
    notes.change('notes');
    for (const { victim, reason } of hunt(floor.state, decisions.hunters, notes.forHunters)) {
      if (floor.state.regret.draw(notes.forHunters.random)) {
        floor.state.spare(victim, reason);
        // Written down at once: who was spared is not hunted again, whenever the study goes on.
        notes.change('runs');
        continue;
      }
      victim.ending = { status: 'killed', reason };
      if (cancelKilled) drivers.get(victim)?.cancel(reason, 'run');
    }
    return true;
  }
}
