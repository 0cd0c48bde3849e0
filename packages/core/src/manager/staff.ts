import type { Backend } from '../contracts/backend.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Task, TaskModule } from '../contracts/task.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { lend } from '../worker/local.js';
import type { CodeReference, LoadAnswer, LoadRequest } from '../worker/protocol.js';
import { Crew } from './crew.js';
import { interrupted, unlessInterrupted } from './interrupted.js';
import type { PlannedChoice, Site, StudyPlan } from './plan.js';
import type { StudyOptions } from './study-options.js';

type OutputListener = (stream: 'stdout' | 'stderr', text: string) => void;

/** All workers of a study: direct children of the manager, opened together and closed together. */
export class Staff implements AsyncDisposable {
  readonly #optimizers = new Map<Backend, Crew>();
  readonly #trials = new Map<Backend, Crew>();
  readonly #releases: (() => void)[] = [];
  readonly #references = new Map<OptimizerPlugin, CodeReference>();
  readonly #signal: AbortSignal | undefined;
  readonly #onOutput: OutputListener;
  #loaded: LoadAnswer | undefined;

  private constructor(signal: AbortSignal | undefined, onOutput: OutputListener) {
    this.#signal = signal;
    this.#onOutput = onOutput;
  }

  /** Opens the workers that a plan needs and loads the task wherever trials run. Leaves nothing behind if that fails. */
  static async open(
    plan: StudyPlan,
    {
      task,
      signal,
      onOutput,
    }: {
      readonly task: StudyOptions['task'];
      readonly signal: AbortSignal | undefined;
      readonly onOutput: OutputListener;
    },
  ): Promise<Staff> {
    const { slots, liveRuns, seed } = plan;
    const sites = [...plan.choices.values()].map(({ site }) => site);
    const staff = new Staff(signal, onOutput);
    try {
      const load = staff.#loadRequest(task, sites, seed);
      const resident = new Set(sites.filter(site => site.trials === undefined).map(site => site.optimizers));
      const pools = new Set(sites.flatMap(site => site.trials ?? []));
      // All of them have settled before one failure is told: what opens late must be closed, too.
      const opened = await Promise.allSettled([
        ...[...new Set(sites.map(site => site.optimizers))].map(async backend => {
          // Where trials run elsewhere, an optimizer's own arithmetic needs no more workers than there are cores.
          const size = resident.has(backend) ? slots : Math.min(slots, liveRuns, backend.parallelism);
          staff.#optimizers.set(backend, await staff.#crew(backend, size, resident.has(backend) ? load : undefined));
        }),
        ...[...pools].map(async backend => {
          staff.#trials.set(backend, await staff.#crew(backend, slots, load));
        }),
      ]);
      if (signal?.aborted) throw interrupted();
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
  reference({ resolved: { plugin }, site }: PlannedChoice): CodeReference {
    if (site.optimizers.traits.isolated) return { type: 'module', module: plugin.module };
    const known = this.#references.get(plugin);
    if (known) return known;
    const { reference, release } = lend(plugin);
    this.#releases.push(release);
    this.#references.set(plugin, reference);
    return reference;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#optimizers.values(), ...this.#trials.values()].map(crew => crew.close()));
    for (const release of this.#releases.splice(0)) release();
  }

  async #crew(backend: Backend, size: number, load: LoadRequest | undefined): Promise<Crew> {
    const signal = this.#signal;
    const crew = await Crew.open(backend, { size, load, signal, onOutput: this.#onOutput });
    try {
      const loaded = await unlessInterrupted(crew.load(), signal);
      this.#loaded ??= loaded;
      return crew;
    } catch (error) {
      await crew.close();
      throw error;
    }
  }

  #loadRequest(task: StudyOptions['task'], sites: readonly Site[], seed: number): LoadRequest {
    if (task instanceof URL) return { type: 'load', task: { type: 'module', module: task.href }, options: {}, seed };
    if ('module' in task) {
      const { module, options = {} } = task as TaskModule;
      return { type: 'load', task: { type: 'module', module: new URL(module).href }, options, seed };
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
    this.#releases.push(release);
    return { type: 'load', task: reference, options: {}, seed };
  }
}

function present(crew: Crew | undefined): Crew {
  if (crew === undefined) throw bug('a run was sent to a backend that was not opened');
  return crew;
}
