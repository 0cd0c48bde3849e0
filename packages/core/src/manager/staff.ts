/// <reference lib="esnext.disposable" preserve="true" />
import type { Backend } from '../contracts/backend.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task, TaskModule } from '../contracts/task.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { lend } from '../worker/local.js';
import type { CodeReference, LoadAnswer, LoadRequest } from '../worker/protocol.js';
import { Crew } from './crew.js';
import type { CrewOptions } from './crew-events.js';
import type { Housing, Site } from './housing.js';
import { interrupted, unlessInterrupted } from './interrupted.js';
import type { StudyPlan } from './plan.js';
import type { StudyOptions } from './study-options.js';

export interface StaffOptions extends Omit<CrewOptions, 'load'> {
  readonly task: StudyOptions['task'];
  readonly choices: StudyPlan['choices'];
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/** All workers of a study in one housing: direct children of the manager, opened together and closed together. */
export class Staff implements AsyncDisposable {
  readonly #optimizers = new Map<Backend, Crew>();
  readonly #trials = new Map<Backend, Crew>();
  readonly #releases: (() => void)[] = [];
  readonly #references = new Map<OptimizerPlugin, CodeReference>();
  /** Backends on which trials run where the optimizers live. */
  readonly #resident: ReadonlySet<Backend>;
  readonly #housing: Housing;
  readonly #options: StaffOptions;
  #loaded: LoadAnswer | undefined;

  private constructor(housing: Housing, options: StaffOptions) {
    this.#housing = housing;
    this.#options = options;
    const sites = [...housing.sites.values()];
    this.#resident = new Set(sites.filter(site => site.trials === undefined).map(site => site.optimizers));
  }

  /**
   * Starts the first workers at each level of a housing and loads the task wherever trials run; `grow` starts the others. Leaves nothing
   * behind if that fails.
   */
  static async open(housing: Housing, options: StaffOptions): Promise<Staff> {
    const staff = new Staff(housing, options);
    const sites = [...housing.sites.values()];
    try {
      const { reference, release } = referTo(options, sites);
      staff.#releases.push(release);
      // All of them have settled before one failure is told: what opens late must be closed, too.
      const opened = await Promise.allSettled([
        ...[...new Set(sites.map(site => site.optimizers))].map(async backend => {
          const load = staff.#resident.has(backend) ? { ...reference, ahead: staff.#plugins(backend) } : undefined;
          staff.#optimizers.set(backend, await staff.#crew(backend, staff.#homes(backend, housing.slots), load));
        }),
        ...[...new Set(sites.flatMap(site => site.trials ?? []))].map(async backend => {
          staff.#trials.set(backend, await staff.#crew(backend, staff.#benches(backend, housing.slots), reference));
        }),
      ]);
      if (options.signal?.aborted) throw interrupted();
      for (const crew of opened) if (crew.status === 'rejected') throw crew.reason;
      return staff;
    } catch (error) {
      await staff[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** What the task said of itself when it was loaded. */
  get loaded(): LoadAnswer {
    if (this.#loaded === undefined) throw bug('the task was loaded nowhere');
    return this.#loaded;
  }

  optimizers(backend: Backend): Crew {
    return present(this.#optimizers.get(backend));
  }

  trials(backend: Backend): Crew {
    return present(this.#trials.get(backend));
  }

  /** How the workers at a site find an optimizer's plugin. */
  reference(plugin: OptimizerPlugin, { optimizers }: Site): CodeReference {
    if (optimizers.traits.isolated) return { type: 'module', module: plugin.module };
    const known = this.#references.get(plugin);
    if (known) return known;
    const { reference, release } = lend(plugin);
    this.#releases.push(release);
    this.#references.set(plugin, reference);
    return reference;
  }

  /** Lost workers whose place is empty, and workers that are being added. */
  get missing(): { readonly beingReplaced: number; readonly starting: number } {
    const crews = [...this.#optimizers.values(), ...this.#trials.values()];
    return {
      beingReplaced: crews.reduce((sum, crew) => sum + crew.replacing, 0),
      starting: crews.reduce((sum, crew) => sum + crew.starting, 0),
    };
  }

  /**
   * Sees to it that there are workers for so many slots. Where there are more already, they stay: runs may live on them. Rejects if some
   * cannot be started.
   *
   * @param onMore called whenever some of them are there
   */
  async grow(slots: number, onMore: () => void): Promise<void> {
    await Promise.all([
      ...[...this.#optimizers].map(([backend, crew]) => crew.grow(this.#homes(backend, slots), onMore)),
      ...[...this.#trials].map(([backend, crew]) => crew.grow(this.#benches(backend, slots), onMore)),
    ]);
  }

  /** See `Crew.watch`. */
  watch(starved: boolean): boolean {
    const crews = [...this.#optimizers.values(), ...this.#trials.values()];
    return crews.map(crew => crew.watch(starved)).includes(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#optimizers.values(), ...this.#trials.values()].map(crew => crew.close()));
    for (const release of this.#releases.splice(0)) release();
  }

  /** Where trials run elsewhere, an optimizer's own arithmetic needs no more workers than there are cores. */
  #homes(backend: Backend, slots: number): number {
    return this.#resident.has(backend)
      ? slots
      : Math.min(slots, this.#housing.liveRuns(slots).upTo, backend.parallelism);
  }

  /** No more than the runs that evaluate there can ever use. */
  #benches(backend: Backend, slots: number): number {
    const most = [...this.#housing.sites]
      .filter(([, { trials }]) => trials === backend)
      .map(([{ maxSlots = Number.POSITIVE_INFINITY }]) => maxSlots);
    return Math.min(slots, this.#housing.liveRuns(slots).upTo * Math.max(...most));
  }

  /** Modules of all optimizers that live here. */
  #plugins(backend: Backend): string[] {
    if (!backend.traits.isolated) return [];
    const here = [...this.#options.choices].filter(
      ([choice]) => this.#housing.sites.get(choice)?.optimizers === backend,
    );
    return [...new Set(here.map(([, { plugin }]) => plugin.module))];
  }

  async #crew(backend: Backend, size: number, load: LoadRequest | undefined): Promise<Crew> {
    const { signal, limits, clock, events, spare } = this.#options;
    const crew = await Crew.open(backend, { size, load, signal, limits, clock, events, spare });
    try {
      const loaded = await unlessInterrupted(crew.load(), signal);
      this.#loaded ??= loaded;
      return crew;
    } catch (error) {
      await crew.close();
      throw error;
    }
  }
}

/** How workers at these sites find the task. @throws GlompoError `GLOMPO_TASK_CANNOT_TRAVEL` if some cannot */
function referTo(
  { task, seed }: StaffOptions,
  sites: readonly Site[],
): { reference: LoadRequest; release: () => void } {
  const module = (task: CodeReference, options: LoadRequest['options']) => ({
    reference: { type: 'load', task, options, seed } as const,
    release: () => {},
  });
  if (task instanceof URL) return module({ type: 'module', module: task.href }, {});
  if ('module' in task) {
    const { module: url, options = {} } = task as TaskModule;
    return module({ type: 'module', module: new URL(url).href }, options);
  }
  const away = sites.map(s => s.trials ?? s.optimizers).find(backend => backend.traits.isolated);
  if (away) {
    throw new GlompoError(
      'GLOMPO_TASK_CANNOT_TRAVEL',
      `the task is a function or object of this thread and cannot travel to backend "${away.name}": ` +
        'export it by default from a module and give task: new URL("./my.task.js", import.meta.url), or evaluate inline',
    );
  }
  const { reference, release } = lend(task satisfies Task);
  return { reference: { type: 'load', task: reference, options: {}, seed }, release };
}

function present(crew: Crew | undefined): Crew {
  if (crew === undefined) throw bug('a run was sent to a backend that was not opened');
  return crew;
}
