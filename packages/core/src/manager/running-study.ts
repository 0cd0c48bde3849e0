import { maxEvaluationsPerParameter } from '../checkers/max-evaluations-per-parameter.js';
import { formatCondition } from '../conditions/format-condition.js';
import type { Checker, StartPoints } from '../contracts/decision.js';
import type { Reason } from '../contracts/reason.js';
import { decisionRandom } from '../random/streams.js';
import { checkKinds } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';
import { given } from '../start-points/given.js';
import { random } from '../start-points/random.js';
import { Budget } from './budget.js';
import { systemClock } from './clock.js';
import { Conductor } from './conductor.js';
import type { Driver, Floor } from './driver.js';
import type { EventLog } from './event-log.js';
import { FairOrder } from './fair-order.js';
import { checkWorkers, type Housing, houseStudy, levelsOf } from './housing.js';
import type { LiveRun } from './live-run.js';
import { warnOfMemory } from './memory-warning.js';
import { parametersOf } from './parameters-of.js';
import { resolvedChoice, type StudyPlan } from './plan.js';
import { Premises } from './premises.js';
import type { StudyResult } from './result.js';
import { reportSlotTime, type SlotReport } from './slot-report.js';
import { SlotLedger } from './slots.js';
import type { StaffOptions } from './staff.js';
import type { StudyOptions } from './study-options.js';
import { StudyState } from './study-state.js';
import { Survey } from './survey.js';

export interface RunningStudyOptions extends Pick<StaffOptions, 'signal' | 'onOutput'> {
  readonly events: EventLog;
  readonly plan: StudyPlan;
}

/** A study from the start of its workers to their end. */
export class RunningStudy implements AsyncDisposable {
  readonly state: StudyState;
  readonly #options: StudyOptions;
  readonly #plan: StudyPlan;
  readonly #signal: AbortSignal | undefined;
  readonly #onOutput: StaffOptions['onOutput'];
  readonly #checker: Checker;
  readonly #slots: SlotLedger;
  readonly #survey: Survey | undefined;
  readonly #conductor: Conductor;
  readonly #floor: Floor;
  /** Where runs live now. */
  #premises: Premises;
  /** Where they lived while the task was measured. */
  #former: Premises | undefined;
  #strict: boolean;
  #ended = false;
  /** Settles when the study is where it shall run, with all its workers. */
  #settled: Promise<void> | undefined;
  /** What the slots wait for while the study moves. */
  #moving = false;
  /** Slots that were asked for since the study began. */
  #resizedTo: number | undefined;

  private constructor(
    options: StudyOptions,
    { plan, events, signal, onOutput }: RunningStudyOptions,
    { premises, slots, survey }: { premises: Premises; slots: SlotLedger; survey: Survey | undefined },
  ) {
    this.#options = options;
    this.#plan = plan;
    this.#signal = signal;
    this.#onOutput = onOutput;
    this.#premises = premises;
    this.#slots = slots;
    this.#survey = survey;
    this.#strict = premises.housing.strict && survey === undefined;
    const { loaded } = premises;
    const parameters = parametersOf(loaded.parameters, options);
    for (const { plugin, traits } of plan.choices.values()) checkKinds(parameters, plugin.name, traits.kinds);
    this.state = new StudyState(searchSpace(parameters), events, systemClock.now);
    this.#checker = options.stop ?? maxEvaluationsPerParameter();
    this.#floor = this.#createFloor();
    this.#conductor = this.#createConductor(loaded.start);
    events.onRelief = () => this.#conductor.pump();
  }

  /** Starts the workers and loads the task. Leaves nothing behind if that fails. */
  static async begin(options: StudyOptions, running: RunningStudyOptions): Promise<RunningStudy> {
    const { plan, signal, onOutput, events } = running;
    const levels = levelsOf(options);
    const survey = levels === undefined ? await Survey.prepare(options, running) : undefined;
    const housing = survey ? survey.housing : houseStudy(plan, levels as NonNullable<typeof levels>, options);
    warnOfMemory(housing, message => events.append({ type: 'warning', message }, { seconds: 0, evaluations: 0 }));
    // While the task is measured, there is a slot for each trial that is wanted.
    const slots = new SlotLedger(survey ? 0 : housing.slots, systemClock.now);
    const premises = await Premises.open(housing, { task: options.task, seed: plan.seed, signal, onOutput });
    try {
      return new RunningStudy(options, running, { premises, slots, survey });
    } catch (error) {
      await premises[Symbol.asyncDispose]();
      throw error;
    }
  }

  async conduct(): Promise<StudyResult> {
    const { state } = this;
    const plan = this.#plan;
    const { placement, liveRuns } = this.#premises.housing;
    const slots = this.#survey?.slots ?? this.#premises.housing.slots;
    state.note({
      type: 'study-started',
      task: this.#premises.loaded.name,
      parameters: state.space.parameters,
      seed: plan.seed,
      slots,
      liveRuns,
      placement,
      huntEvery: plan.huntEvery,
      hunters: plan.hunters && formatCondition(plan.hunters),
      stop: formatCondition(this.#checker),
    });
    const interrupt = () => this.#conductor.stop({ by: 'user', message: 'interrupted' });
    this.#signal?.addEventListener('abort', interrupt, { once: true });
    try {
      if (this.#signal?.aborted) interrupt();
      this.#settled = this.#settle();
      const reason = await this.#conductor.conduct();
      this.#ended = true;
      const result = this.#result(reason);
      state.note({ type: 'study-ended', result });
      return result;
    } finally {
      this.#signal?.removeEventListener('abort', interrupt);
    }
  }

  /** From now on there are so many slots. Rejects, with as many as before, if workers for more cannot be started. */
  async resize(slots: number): Promise<void> {
    checkWorkers(slots, this.#premises.housing.sites);
    this.#resizedTo = slots;
    // While the task is measured, the slots are the survey's.
    if (this.#survey && this.#former === undefined) return;
    const before = this.#slots.total;
    this.#strict = this.#strict && slots === 1;
    this.#slots.resize(slots);
    this.state.note({ type: 'resized', slots });
    this.#conductor.pump();
    try {
      await this.#premises.grow(slots, () => this.#conductor.pump());
    } catch (error) {
      this.#slots.resize(before);
      this.state.note({ type: 'resized', slots: before });
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    await this.#survey?.end();
    await Promise.all([this.#premises[Symbol.asyncDispose](), this.#former?.[Symbol.asyncDispose]()]);
    await this.#settled;
  }

  /** Measures the task, if it is not said where things shall run, and goes on where that is best; starts all workers there. */
  async #settle(): Promise<void> {
    const survey = this.#survey;
    try {
      if (survey === undefined) return await this.#fill();
      const chosen = await survey.choose(trials => {
        // One slot for each trial that is wanted now; none while the study pauses.
        this.#slots.resize(this.#resizedTo === 0 ? 0 : trials);
        this.#conductor.pump();
      });
      if (chosen) await this.#move(survey, chosen.house(this.#resizedTo), chosen.reason);
    } catch (error) {
      // What breaks off because the study has ended is no failure.
      if (!this.#ended) this.#conductor.fail(error);
    }
  }

  #fill(): Promise<void> {
    return this.#premises.grow(this.#premises.housing.slots, () => this.#conductor.pump());
  }

  async #move(survey: Survey, housing: Housing, reason: Reason): Promise<void> {
    this.#moving = true;
    this.#slots.resize(this.#resizedTo ?? housing.slots);
    const { placement, slots, liveRuns } = housing;
    const premises = await Premises.open(housing, {
      task: this.#options.task,
      seed: this.#plan.seed,
      signal: this.#signal,
      onOutput: this.#onOutput,
    });
    if (this.#ended) return premises[Symbol.asyncDispose]();
    this.#former = this.#premises;
    this.#premises = premises;
    this.#moving = false;
    this.state.note({ type: 'placed', placement, slots, liveRuns, reason });
    survey.release(({ run }, departure) =>
      this.#conductor.takeOver(run, premises.createDriver(run, this.#floor, departure)),
    );
    this.#conductor.pump();
    await this.#fill();
  }

  #createDriver(run: LiveRun): Driver {
    const driver = this.#premises.createDriver(run, this.#floor);
    if (this.#survey && this.#former === undefined) this.#survey.accommodate(driver);
    return driver;
  }

  #createFloor(): Floor {
    const study = this;
    return {
      state: this.state,
      slots: this.#slots,
      budget: new Budget(this.state, this.#checker),
      order: new FairOrder(),
      clock: systemClock,
      seed: this.#plan.seed,
      get strict() {
        return study.#strict;
      },
      share: this.#premises.housing.share,
      get beforeNextDecision() {
        return study.#plan.hunters ? study.#conductor.beforeNextDecision : Number.POSITIVE_INFINITY;
      },
      watchValue: this.#checker.watchValue,
      serve: () => this.#conductor.serve(),
      get held() {
        if (study.#moving) return 'starting';
        return study.state.events.congested ? 'waitingForLog' : undefined;
      },
    };
  }

  #createConductor(start: Float64Array | undefined): Conductor {
    const { selector, seed, hunters, huntEvery } = this.#plan;
    const rule = this.#options.startPoints ?? defaultStartPoints(start);
    return new Conductor({
      floor: this.#floor,
      decisions: {
        selector,
        // A rule that remembers begins afresh: a study does not depend on the ones before it.
        startPoints: rule.begin?.() ?? rule,
        hunters,
        checker: this.#checker,
        random: {
          selector: decisionRandom(seed, 'selector'),
          startPoints: decisionRandom(seed, 'startPoints'),
          hunters: decisionRandom(seed, 'hunters'),
          checkers: decisionRandom(seed, 'checkers'),
        },
      },
      huntEvery,
      lookback: Math.max(hunters?.lookback ?? 0, this.#checker.lookback ?? 0),
      resolve: choice => resolvedChoice(this.#plan, choice),
      createDriver: run => this.#createDriver(run),
      liveRuns: () => this.#premises.housing.liveRuns,
      missingWorkers: () => this.#premises.missing,
      reportSlotTime: () => this.state.note({ type: 'slot-time', report: this.#slotTime }),
    });
  }

  get #slotTime(): SlotReport {
    const sites = [...this.#premises.housing.sites.values()];
    return reportSlotTime(this.#slots.spent, {
      resident: sites.every(site => site.trials === undefined),
      parallel: sites.every(site => (site.trials ?? site.optimizers).traits.parallel),
    });
  }

  #result(reason: Reason): StudyResult {
    const { incumbent, evaluations, failed, retried, runs, seconds } = this.state;
    return {
      value: incumbent?.value ?? null,
      point: incumbent ? incumbent.point.slice() : null,
      run: incumbent?.run ?? null,
      evaluations,
      failed,
      retried,
      runs: { ...runs },
      reason,
      seed: this.#plan.seed,
      seconds,
      slots: this.#resizedTo ?? this.#premises.housing.slots,
      slotTime: this.#slotTime,
      placement: this.#premises.housing.placement,
    };
  }
}

function defaultStartPoints(start: Float64Array | undefined): StartPoints {
  return start ? given([start], random()) : random();
}
