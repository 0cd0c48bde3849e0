/// <reference lib="esnext.disposable" preserve="true" />
import type { OptimizerChoice } from '../contracts/choice.js';
import { bug } from '../errors/glompo-error.js';
import type { LoadAnswer } from '../worker/protocol.js';
import type { Departure, Driver, Floor } from './driver.js';
import type { Housing, Site } from './housing.js';
import type { LiveRun } from './live-run.js';
import { PooledDriver } from './pooled-driver.js';
import { ResidentDriver } from './resident-driver.js';
import { Staff, type StaffOptions } from './staff.js';

/** Where a study is at home: a housing with its workers. */
export class Premises implements AsyncDisposable {
  readonly housing: Housing;
  readonly #staff: Staff;

  private constructor(housing: Housing, staff: Staff) {
    this.housing = housing;
    this.#staff = staff;
  }

  /** Starts the first workers and loads the task; leaves nothing behind if that fails. */
  static async open(housing: Housing, options: StaffOptions): Promise<Premises> {
    return new Premises(housing, await Staff.open(housing, options));
  }

  /** What the task said of itself. */
  get loaded(): LoadAnswer {
    return this.#staff.loaded;
  }

  /** Workers that are not there, though there are slots for them. */
  get missing(): Staff['missing'] {
    return this.#staff.missing;
  }

  /** What advances a run here, from its start or from where it stood. */
  createDriver(run: LiveRun, floor: Floor, from?: Departure): Driver {
    const { optimizers, trials } = this.#siteOf(run.resolved.choice);
    const home = {
      crew: this.#staff.optimizers(optimizers),
      optimizer: this.#staff.reference(run.resolved.plugin, { optimizers, trials }),
    };
    return trials
      ? new PooledDriver(run, floor, { home, pool: this.#staff.trials(trials), from })
      : new ResidentDriver(run, floor, { home, from });
  }

  /** See `Crew.watch`. */
  watch(starved: boolean): boolean {
    return this.#staff.watch(starved);
  }

  /** See `Staff.grow`. */
  grow(slots: number, onMore: () => void): Promise<void> {
    return this.#staff.grow(slots, onMore);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#staff[Symbol.asyncDispose]();
  }

  #siteOf(choice: OptimizerChoice): Site {
    const site = this.housing.sites.get(choice);
    if (site === undefined) throw bug('an optimizer of the study has no place to live');
    return site;
  }
}
