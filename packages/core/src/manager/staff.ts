import type { Backend } from '../contracts/backend.js';
import type { Task, TaskModule } from '../contracts/task.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { lend } from '../worker/local.js';
import type { CodeReference, LoadAnswer, LoadRequest } from '../worker/protocol.js';
import { Crew } from './crew.js';
import type { ResolvedChoice } from './live-run.js';
import type { StudyOptions } from './study-options.js';

/** Where the optimizers of one choice live and where their trials run: `undefined` where the optimizer lives. */
export interface Site {
  readonly optimizers: Backend;
  readonly trials: Backend | undefined;
}

/** How many workers of each kind a study needs. */
export interface Staffing {
  readonly slots: number;
  readonly liveRuns: number;
}

/** Resolves the placement of each choice: its own level 2, or the study's. */
export function siteOf(
  resolved: ResolvedChoice,
  { optimizers, trials }: { optimizers: Backend; trials: Backend | 'with-optimizer' },
): Site {
  const own = resolved.choice.trials ?? trials;
  return { optimizers, trials: own === 'with-optimizer' ? undefined : own };
}

/** All workers of a study: direct children of the manager, opened together and closed together. */
export class Staff implements AsyncDisposable {
  readonly #optimizers = new Map<Backend, Crew>();
  readonly #trials = new Map<Backend, Crew>();
  readonly #releases: (() => void)[] = [];
  readonly #onOutput: (stream: 'stdout' | 'stderr', text: string) => void;
  #loaded: LoadAnswer | undefined;

  private constructor(onOutput: (stream: 'stdout' | 'stderr', text: string) => void) {
    this.#onOutput = onOutput;
  }

  /** Opens the workers that the sites need and loads the task wherever trials run. Leaves nothing behind if that fails. */
  static async open(
    sites: readonly Site[],
    { slots, liveRuns }: Staffing,
    {
      task,
      seed,
      onOutput,
    }: { task: StudyOptions['task']; seed: number; onOutput: (stream: 'stdout' | 'stderr', text: string) => void },
  ): Promise<Staff> {
    const staff = new Staff(onOutput);
    try {
      const load = staff.#loadRequest(task, sites, seed);
      const evaluating = new Set(sites.map(({ optimizers, trials }) => trials ?? optimizers));
      const resident = new Set(sites.filter(s => s.trials === undefined).map(s => s.optimizers));
      const pooled = new Set(sites.flatMap(s => (s.trials ? [s.trials] : [])));
      await Promise.all([
        ...[...new Set(sites.map(s => s.optimizers))].map(async backend => {
          const size = resident.has(backend) ? slots : Math.min(slots, liveRuns, backend.parallelism);
          staff.#optimizers.set(backend, await staff.#crew(backend, size, resident.has(backend) ? load : undefined));
        }),
        ...[...pooled].map(async backend => {
          staff.#trials.set(backend, await staff.#crew(backend, slots, load));
        }),
      ]);
      if (evaluating.size === 0) throw bug('a study without a place for its trials');
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

  /** How a worker of this backend finds an optimizer plugin. */
  reference({ plugin }: ResolvedChoice, backend: Backend): CodeReference {
    if (backend.traits.isolated) return { type: 'module', module: plugin.module };
    const { reference, release } = lend(plugin);
    this.#releases.push(release);
    return reference;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#optimizers.values(), ...this.#trials.values()].map(crew => crew.close()));
    for (const release of this.#releases.splice(0)) release();
  }

  async #crew(backend: Backend, size: number, load: LoadRequest | undefined): Promise<Crew> {
    const crew = await Crew.open(backend, { size, load, onOutput: this.#onOutput });
    try {
      this.#loaded ??= await crew.load();
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
