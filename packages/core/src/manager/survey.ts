import { inline } from '../backends/inline.js';
import type { Backend } from '../contracts/backend.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { quickPlan } from '../measure/measure-plan.js';
import { measureTask } from '../measure/measure-task.js';
import { proposePlacement } from '../measure/propose-placement.js';
import type { TaskMeasurement } from '../measure/task-measurement.js';
import type { LoadAnswer, LoadRequest } from '../worker/protocol.js';
import { systemClock } from './clock.js';
import { type Housing, houseStudy } from './housing.js';
import { MeasuredPool } from './measured-pool.js';
import type { StudyPlan } from './plan.js';
import type { StudyOptions } from './study-options.js';
import type { WorkerNews } from './worker-news.js';

/** Trials at once while a task is measured: more than any stage wants. */
const fewestAtOnce = 8;
const mostAtOnce = 64;
/** Seconds that messages may take. */
const onTheWay = 0.2;

export interface SurveyOptions {
  readonly plan: StudyPlan;
  readonly news: WorkerNews;
}

/** What was found to be the best place for a study, and why. */
export interface Chosen {
  readonly reason: Reason;
  readonly housing: Housing;
}

/** Finds out where a study should run, by its own first trials: they are made where they tell most, and none is made for this alone. */
export class Survey {
  /** Where the study lives meanwhile: optimizers in the manager's thread, trials wherever they are measured. */
  readonly housing: Housing;
  readonly #options: StudyOptions;
  readonly #how: SurveyOptions;
  readonly #backends: readonly Backend[];
  readonly #pool: MeasuredPool;
  readonly #over = new AbortController();
  #measured: Promise<TaskMeasurement> | undefined;
  /** Settles when what was still being evaluated when all was known has ended, too. */
  #unfinished: Promise<void> | undefined;

  private constructor(options: StudyOptions, how: SurveyOptions, backends: readonly Backend[]) {
    this.#options = options;
    this.#how = how;
    this.#backends = backends;
    const atOnce = Math.min(mostAtOnce, Math.max(this.slots, fewestAtOnce));
    this.#pool = new MeasuredPool(atOnce, load => this.#begin(load), systemClock);
    const measured = houseStudy(
      how.plan,
      { optimizers: inline(), trials: this.#pool, forAll: true },
      { slots: atOnce, liveRuns: options.liveRuns },
    );
    this.housing = { ...measured, strict: false, placement: { optimizers: 'auto', trials: 'auto' } };
  }

  static async prepare(options: StudyOptions, how: SurveyOptions): Promise<Survey> {
    return new Survey(options, how, await candidatesOf(options));
  }

  /**
   * Measures, with the trials that the study makes meanwhile, and chooses. Resolves with `undefined` if the study ends before.
   *
   * @param onDemand hears how many trials are wanted at once
   * @param slotsWanted how many slots the study wants when all has been measured; undefined: as many as are best
   */
  async choose(onDemand: (trials: number) => void, slotsWanted: () => number | undefined): Promise<Chosen | undefined> {
    this.#pool.onDemand = onDemand;
    onDemand(this.#pool.wanted);
    let measured: TaskMeasurement;
    try {
      measured = await (this.#measured as Promise<TaskMeasurement>);
    } catch (error) {
      if (this.#over.signal.aborted) return undefined;
      throw error;
    }
    if (this.#over.signal.aborted) return undefined;
    const { liveRuns: given } = this.#options;
    const slots = slotsWanted() || undefined;
    const from = typeof given === 'object' ? given.from : given;
    const proposal = proposePlacement(measured, { cores: this.#cores, slots, liveRuns: from });
    if (proposal === undefined) throw unusable(measured);
    const { placement, reason } = proposal;
    const levels = {
      optimizers: this.#named(placement.optimizers),
      trials: placement.trials === 'with-optimizer' ? ('with-optimizer' as const) : this.#named(placement.trials),
    };
    return { reason, housing: houseStudy(this.#how.plan, levels, { slots: slots ?? proposal.slots, liveRuns: given }) };
  }

  /** The runs leave: what has not been begun is not made here any more. */
  release(): void {
    this.#pool.release();
  }

  /** Nothing more is measured. */
  async end(): Promise<void> {
    this.#over.abort();
    // What is broken off rejects: nobody waits for its outcome any more.
    await this.#measured?.catch(() => {});
    await this.#unfinished?.catch(() => {});
    await this.#pool.end();
  }

  get #cores(): number {
    return Math.max(...this.#backends.map(({ parallelism }) => parallelism));
  }

  /** As many as the study wants; while there is no saying, the cores. */
  get slots(): number {
    return this.#options.slots ?? this.#cores;
  }

  #begin(load: LoadRequest): Promise<LoadAnswer> {
    return new Promise((resolve, reject) => {
      this.#measured = measureTask({
        backends: this.#backends,
        load,
        feed: this.#pool,
        plan: quickPlan,
        slots: this.slots,
        onLoaded: resolve,
        onUnfinished: closed => {
          this.#unfinished = closed;
        },
        keep: (_backend, workers) => this.#pool.keep(workers),
        onOutput: (_backend, _worker, output) => this.#how.news.onOutput(output),
        trialTimeoutMs: this.#trialTimeoutMs,
        signal: this.#over.signal,
      });
      this.#measured.catch(reject);
    });
  }

  /** Who measures waits no longer than a trial may take, and a little for what is on its way. */
  get #trialTimeoutMs(): number | undefined {
    const { trialTimeout, abortGrace = 0 } = this.#options;
    return trialTimeout === undefined ? undefined : (trialTimeout + abortGrace + onTheWay) * 1000;
  }

  #named(name: string): Backend {
    const backend =
      this.#backends.find(candidate => candidate.name === name) ?? (name === 'inline' ? inline() : undefined);
    if (backend === undefined) throw bug(`the backend "${name}" was proposed and is not known`);
    return backend;
  }
}

/** Inline and what the registry knows, the safest first: where a crash does no harm, and what can be ended. */
async function candidatesOf({ registry, trialTimeout }: StudyOptions): Promise<readonly Backend[]> {
  const named = registry?.entries('backend').filter(({ name }) => name !== 'inline') ?? [];
  const opened = await Promise.allSettled(named.map(({ name }) => registry?.backend(name) as Promise<Backend>));
  // A plugin that is broken is in nobody's way who did not ask for it.
  const backends = opened.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  const safety = ({ traits }: Backend) => (traits.contained ? 2 : 0) + (traits.preemptive ? 1 : 0);
  const local = backends.filter(({ traits }) => !traits.remote).sort((a, b) => safety(b) - safety(a));
  if (trialTimeout === undefined) return [...local, inline()];
  // What does not end by itself must be ended.
  const able = local.filter(({ traits }) => traits.preemptive);
  if (able.length > 0) return able;
  throw new GlompoError(
    'GLOMPO_OPTION',
    'trialTimeout: no backend of the registry can end what does not end by itself: expected one that can, such as threads or processes',
  );
}

function unusable({ backends }: TaskMeasurement): GlompoError {
  const problems = backends.map(({ backend, problem, failure }) => `${backend}: ${problem ?? failure ?? 'no result'}`);
  return new GlompoError('GLOMPO_NO_PLACE', `the task can be evaluated nowhere: ${problems.join('; ')}`);
}
