import type { Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { LoadAnswer } from '../worker/protocol.js';
import type { CrewOptions } from './crew-events.js';
import { Growth } from './growth.js';
import type { Roster } from './roster.js';
import { startAfresh, watchLoading } from './start-afresh.js';

export interface UpkeepOptions extends CrewOptions {
  /** The backend's name. */
  readonly backend: string;
  readonly workers: Workers;
  readonly roster: Roster;
  /** A worker of this number is there for the first time. */
  onAdded(worker: number): void;
}

/**
 * Keeps a crew at its size: adds workers, replaces those that are lost, has the task loaded. Once one was lost, one more stands by to take the
 * place of the next one at once, where that is wanted.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #growth: Growth;
  /** Workers that shall work; one may stand by beside them. */
  #places: number;
  #spare: 'none' | 'hiring' | 'hired' | 'given up' = 'none';
  /** Workers that are being ended and started afresh. */
  readonly #replacing = new Set<number>();
  #closed = false;

  constructor(options: UpkeepOptions) {
    const { workers, roster } = options;
    this.#options = options;
    this.#places = workers.size;
    this.#growth = new Growth({
      size: () => roster.size,
      start: count => this.#start(count),
      givenUp: () => this.#closed,
    });
    for (let worker = 0; worker < workers.size; worker++) this.#add(worker);
  }

  /** Places for workers that have not been started yet. */
  get starting(): number {
    return this.#growth.starting - (this.#spare === 'hiring' ? 1 : 0);
  }

  /** Loads the task on the workers that are there. */
  async load(): Promise<LoadAnswer | undefined> {
    const { roster } = this.#options;
    const answers = await Promise.all(Array.from({ length: roster.size }, (_, worker) => this.#loadOn(worker)));
    return answers[0];
  }

  /** See `Crew.grow`. */
  async grow(places: number, onMore: () => void): Promise<void> {
    const before = this.#places;
    this.#places = Math.max(before, places);
    try {
      await this.#growth.to(this.#places + this.#spares, onMore);
    } catch (error) {
      this.#places = Math.max(before, this.#options.roster.size - this.#spares);
      throw error;
    }
  }

  isReplacing(worker: number): boolean {
    return this.#replacing.has(worker);
  }

  /** Ends a worker, whatever it does, and starts it afresh; who stands by has its place at once. The events tell how it went. */
  replace(worker: number, reason: Reason): void {
    const { roster, backend, workers, clock, events } = this.#options;
    const beganAt = clock.now();
    let freedAfterMs: number | undefined;
    let takenAt: number | undefined;
    const tell = () => {
      if (freedAfterMs === undefined || takenAt === undefined || this.#closed) return;
      const startedAfterMs = Math.max(0, takenAt - beganAt - freedAfterMs);
      events.onReplaced({ backend, worker, reason, freedAfterMs, startedAfterMs });
    };
    this.#replacing.add(worker);
    roster.vacate(worker, () => {
      takenAt = clock.now();
      tell();
    });
    // One stood by.
    if (takenAt !== undefined) takenAt = beganAt;
    const onGone = (afterMs: number) => {
      if (freedAfterMs !== undefined) return;
      freedAfterMs = afterMs;
      tell();
    };
    const givenUp = () => this.#closed;
    const started = startAfresh(workers, worker, { reason, onGone, load: () => this.#loadOn(worker), givenUp });
    started.then(
      () => {
        this.#replacing.delete(worker);
        roster.ready(worker, this.#places);
        this.#hire();
      },
      (error: unknown) => {
        this.#replacing.delete(worker);
        this.#failed(error);
      },
    );
  }

  /** Nothing more is started. */
  close(): void {
    this.#closed = true;
  }

  get #spares(): number {
    return this.#spare === 'hiring' || this.#spare === 'hired' ? 1 : 0;
  }

  /** A worker could not be started afresh: that is the end only if a place stays empty for it. */
  #failed(error: unknown): void {
    const { roster, events } = this.#options;
    // What cannot be replaced because everything is being closed need not be.
    if (this.#closed) return;
    if (roster.vacancies > this.#replacing.size + this.#growth.starting) events.onBroken(error);
    else this.#giveUp(error);
  }

  /** Lets one more worker stand by. Only once there was a loss: most studies have none, and a worker takes memory. */
  #hire(): void {
    if (!this.#options.spare || this.#spare !== 'none' || this.#closed) return;
    this.#spare = 'hiring';
    this.#growth
      .to(this.#places + 1, () => {})
      .then(
        () => {
          this.#spare = 'hired';
        },
        (error: unknown) => this.#giveUp(error),
      );
  }

  /** The study can do without. */
  #giveUp(error: unknown): void {
    if (this.#spare === 'hiring') this.#spare = 'given up';
    if (!this.#closed) this.#options.events.onNoSpare(this.#options.backend, (error as Error).message);
  }

  async #start(count: number): Promise<void> {
    const { workers, roster } = this.#options;
    const first = roster.size;
    await workers.resize(first + count);
    try {
      await Promise.all(Array.from({ length: count }, (_, i) => this.#loadOn(first + i)));
    } catch (error) {
      // A worker that does not know the task is none.
      if (!this.#closed) await workers.resize(first);
      throw error;
    }
    for (let i = 0; i < count; i++) this.#add(first + i);
  }

  #add(worker: number): void {
    this.#options.onAdded(worker);
    this.#options.roster.ready(worker, this.#places);
  }

  async #loadOn(worker: number): Promise<LoadAnswer | undefined> {
    const { workers, backend, load, clock, events } = this.#options;
    if (load === undefined) return undefined;
    // A copy travels, since threads take typed arrays along, and every worker needs them.
    const loading = workers.call(worker, structuredClone(load) as Plain);
    return watchLoading(loading as unknown as Promise<LoadAnswer>, clock, seconds => {
      if (!this.#closed) events.onLoading(backend, worker, seconds);
    });
  }
}
