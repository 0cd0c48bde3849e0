/// <reference lib="esnext.disposable" preserve="true" />
import { maxEvaluationsPerParameter } from '../checkers/max-evaluations-per-parameter.js';
import { formatCondition } from '../conditions/format-condition.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import type { MoreParts } from '../parts/more-parts.js';
import { parseChecker } from '../parts/parse-parts.js';
import { checkKinds } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';
import { beginDecisions } from './begin-decisions.js';
import { Budget } from './budget.js';
import { systemClock } from './clock.js';
import { Conductor } from './conductor.js';
import type { Floor } from './driver.js';
import type { EventLog } from './event-log.js';
import { FairOrder } from './fair-order.js';
import { checkWorkers, houseStudy, levelsOf } from './housing.js';
import type { Intervention } from './intervention.js';
import type { LiveRunLimits } from './live-run-limits.js';
import { type Lookback, lookbackOf, reachesBeyond } from './lookback.js';
import { warnOfMemory } from './memory-warning.js';
import { parametersOf } from './parameters-of.js';
import { resolvedChoice, type StudyPlan } from './plan.js';
import { PooledDriver } from './pooled-driver.js';
import { Premises } from './premises.js';
import { checkSameParameters, nothingRecalled, type RecalledStudy, recallStudy } from './recall.js';
import type { StudyResult } from './result.js';
import { resultOf } from './result-of.js';
import { reportSlotTime, type SlotReport } from './slot-report.js';
import { SlotLedger } from './slots.js';
import type { StaffOptions } from './staff.js';
import { staffOptions } from './staff-options.js';
import { checkPoint } from './start.js';
import { StopCondition } from './stop-condition.js';
import type { StudyOptions } from './study-options.js';
import { StudyState } from './study-state.js';
import { type Chosen, Survey } from './survey.js';
import { type TrialPolicy, trialPolicy } from './trial-policy.js';
import type { WorkerNews } from './worker-news.js';

export interface RunningStudyOptions extends Pick<StaffOptions, 'signal'> {
  readonly events: EventLog;
  readonly plan: StudyPlan;
  readonly news: WorkerNews;
}

/** A study from the start of its workers to their end. */
export class RunningStudy implements AsyncDisposable {
  readonly state: StudyState;
  readonly #options: StudyOptions;
  readonly #plan: StudyPlan;
  readonly #signal: AbortSignal | undefined;
  readonly #news: WorkerNews;
  readonly #checker: StopCondition;
  readonly #policy: TrialPolicy;
  readonly #slots: SlotLedger;
  readonly #survey: Survey | undefined;
  readonly #conductor: Conductor;
  readonly #floor: Floor;
  /** What goes on of an earlier session. */
  readonly #recalled: RecalledStudy;
  /** Where runs live now. */
  #premises: Premises;
  /** Where they lived while the task was measured. */
  #former: Premises | undefined;
  /** There have been several slots: what happened at the same time does not repeat. */
  #severalSlots: boolean;
  /** Slots that the study shall have; undefined: as many as turn out to be best. */
  #wanted: number | undefined;
  /** Trials that the survey wants at once. */
  #demand = 0;
  /** The study moves to where it shall run. */
  #moving = false;
  /** Aborted as soon as it is decided that the study stops: nothing more is started. */
  readonly #over = new AbortController();
  /** Settles when the study is where it shall run, with all its workers. */
  #settled: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  private constructor(
    options: StudyOptions,
    { plan, events, signal, news }: RunningStudyOptions,
    { premises, slots, survey }: { premises: Premises; slots: SlotLedger; survey: Survey | undefined },
  ) {
    this.#options = options;
    this.#plan = plan;
    this.#signal = signal;
    this.#news = news;
    this.#premises = premises;
    this.#slots = slots;
    this.#survey = survey;
    this.#wanted = survey ? options.slots : premises.housing.slots;
    this.#severalSlots = !premises.housing.strict;
    const { loaded } = premises;
    const parameters = parametersOf(loaded.parameters, options);
    const { dispensable = [] } = plan.selector;
    for (const [choice, { plugin, traits }] of plan.choices)
      if (!dispensable.includes(choice)) checkKinds(parameters, plugin.name, traits.kinds);
    const { history } = options;
    if (history) checkSameParameters(parameters, history.parameters);
    this.#checker = new StopCondition(options.stop ?? maxEvaluationsPerParameter());
    const books = { events, now: systemClock.now, slots, stop: this.#checker, spare: options.spare };
    this.state = new StudyState(searchSpace(parameters), { ...books, before: history, seed: plan.seed });
    this.#policy = trialPolicy(options);
    const keep = { lookback: this.#lookback, space: this.state.space };
    this.#recalled = history ? recallStudy(history, plan, keep) : nothingRecalled;
    this.#floor = this.#createFloor();
    this.#conductor = this.#createConductor(loaded.start);
    events.onRelief = () => this.#conductor.pump();
    news.attach({
      state: this.state,
      onReplaced: () => this.#conductor.pump(),
      onBroken: error => this.#conductor.fail(error),
    });
  }

  /** Starts the workers and loads the task. Leaves nothing behind if that fails. */
  static async begin(options: StudyOptions, running: RunningStudyOptions): Promise<RunningStudy> {
    const { plan, events } = running;
    const levels = levelsOf(options);
    const survey = levels === undefined ? await Survey.prepare(options, running) : undefined;
    const housing = survey ? survey.housing : houseStudy(plan, levels as NonNullable<typeof levels>, options);
    warnOfMemory(housing, housing.slots, message =>
      events.append({ type: 'warning', message }, { seconds: 0, evaluations: 0 }),
    );
    // While the task is measured, there is a slot for each trial that is wanted.
    const slots = new SlotLedger(survey ? 0 : housing.slots, systemClock.now);
    if (survey) slots.awayIs = 'starting';
    let premises: Premises | undefined;
    try {
      premises = await Premises.open(housing, staffOptions(options, running));
      return new RunningStudy(options, running, { premises, slots, survey });
    } catch (error) {
      await survey?.end();
      await premises?.[Symbol.asyncDispose]();
      throw error;
    }
  }

  async conduct(): Promise<StudyResult> {
    const [state, plan] = [this.state, this.#plan];
    const { placement } = this.#premises.housing;
    const { spawnUntil, spare } = this.#options;
    state.note({
      type: 'study-started',
      resumed: this.#options.history !== undefined,
      task: this.#premises.loaded.name,
      parameters: state.space.parameters,
      seed: plan.seed,
      slots: this.#slotsWanted,
      liveRuns: this.#liveRuns,
      placement,
      huntEvery: plan.huntEvery,
      hunters: plan.hunters && formatCondition(plan.hunters),
      stop: formatCondition(this.#checker),
      spawnUntil: spawnUntil && formatCondition(spawnUntil),
      ...(spare && { spare }),
    });
    const interrupt = () => this.#conductor.stop({ by: 'user', message: 'interrupted' });
    this.#signal?.addEventListener('abort', interrupt, { once: true });
    try {
      if (this.#signal?.aborted) interrupt();
      const { runs, order } = this.#recalled;
      const drivers = runs.map(({ run, departure, injections }) => {
        const driver = this.#premises.createDriver(run, this.#floor, departure);
        for (const injection of injections) driver.inject(injection);
        return driver;
      });
      if (this.#options.history) this.#conductor.resume(drivers, order);
      this.#settled = this.#settle();
      const reason = await this.#conductor.conduct();
      const { seconds } = this.state;
      const { sharing } = this.#conductor;
      const slotTime = this.#slotTime;
      // What is left when all workers have closed belongs to the result.
      await this[Symbol.asyncDispose]();
      const result = resultOf(state, {
        leftBehind: [...this.#news.leftBehind],
        reason,
        seed: plan.seed,
        seconds,
        slots: this.#slotsWanted,
        slotTime,
        placement: this.#premises.housing.placement,
        ...(sharing && { sharing }),
      });
      state.note({ type: 'study-ended', result });
      return result;
    } finally {
      this.#signal?.removeEventListener('abort', interrupt);
    }
  }

  /**
   * @param more checkers that a condition may name beside the built-in ones
   * @throws GlompoError `GLOMPO_OPTION` if it is not possible
   */
  intervene(intervention: Intervention, more?: MoreParts<'checkers'>): void {
    const { state } = this;
    if ('point' in intervention) checkPoint(intervention.point, state.space, `intervene: ${intervention.type}`);
    if (intervention.type === 'stop-when') {
      // What looks back further than windows reach would see less than it should.
      const condition = parseChecker(intervention.condition, more);
      if (reachesBeyond(condition, this.#lookback))
        throw new GlompoError(
          'GLOMPO_OPTION',
          'intervene: stop-when: condition: it looks back further than is remembered',
        );
      this.#checker.current = condition;
    } else {
      this.#conductor.intervene(intervention);
    }
    state.note({ type: 'intervened', intervention });
    this.#conductor.reconsider();
  }

  /** From now on there are so many slots. Rejects, with as many as before, if workers for more cannot be started. */
  async resize(slots: number): Promise<void> {
    if (!this.#surveying) checkWorkers(slots, this.#premises.housing.sites);
    const before = this.#wanted;
    this.#want(slots);
    // A study that is on its way starts its workers where it arrives.
    if (this.#surveying || this.#moving) return;
    if (slots > (before ?? 0)) this.#warnOfMemory(slots);
    try {
      await this.#fill();
    } catch (error) {
      if (!this.#over.signal.aborted && this.#wanted === slots) this.#want(before);
      throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#over.abort();
    await this.#survey?.end();
    await Promise.all([this.#premises[Symbol.asyncDispose](), this.#former?.[Symbol.asyncDispose]()]);
    await this.#settled;
  }

  #want(slots: number | undefined): void {
    this.#wanted = slots;
    if (slots !== undefined && slots > 1) this.#severalSlots = true;
    this.state.note({ type: 'resized', slots: this.#slotsWanted });
    this.#applySlots();
  }

  /** As many as are wanted; while the task is measured, one for each trial that is wanted now, and none while the study pauses. */
  #applySlots(): void {
    this.#slots.resize(this.#surveying && this.#wanted !== 0 ? this.#demand : this.#slotsWanted);
    this.#conductor.pump();
  }

  get #slotsWanted(): number {
    return this.#wanted ?? (this.#surveying && this.#survey ? this.#survey.slots : this.#premises.housing.slots);
  }

  get #surveying(): boolean {
    return this.#survey !== undefined && this.#former === undefined;
  }

  get #liveRuns(): LiveRunLimits {
    return this.#premises.housing.liveRuns(this.#slotsWanted);
  }

  /** Measures the task, if it is not said where things shall run, and goes on where that is best; starts all workers there. */
  async #settle(): Promise<void> {
    const survey = this.#survey;
    try {
      if (survey) {
        const onDemand = (trials: number) => {
          this.#demand = trials;
          this.#applySlots();
        };
        const chosen = await survey.choose(onDemand, () => this.#wanted);
        if (chosen && !this.#over.signal.aborted) await this.#move(survey, chosen);
      }
      await this.#fill();
      this.#slots.awayIs = 'waitingForManager';
    } catch (error) {
      // What breaks off because the study is over is no failure.
      if (!this.#over.signal.aborted) this.#conductor.fail(error);
    }
  }

  async #fill(): Promise<void> {
    if (!this.#over.signal.aborted) await this.#premises.grow(this.#slotsWanted, () => this.#conductor.pump());
  }

  async #move(survey: Survey, { housing, reason }: Chosen): Promise<void> {
    this.#moving = true;
    const how = { plan: this.#plan, signal: this.#over.signal, news: this.#news };
    const premises = await Premises.open(housing, staffOptions(this.#options, how));
    if (this.#over.signal.aborted) return premises[Symbol.asyncDispose]();
    this.#former = this.#premises;
    this.#premises = premises;
    this.#moving = false;
    const slots = this.#slotsWanted;
    this.#warnOfMemory(slots);
    this.state.note({ type: 'placed', placement: housing.placement, slots, liveRuns: this.#liveRuns, reason });
    const guests = new Set(this.#conductor.drivers);
    for (const driver of guests) {
      if (!(driver instanceof PooledDriver)) throw bug('a run whose trials are not pooled was measured');
      const { run } = driver;
      driver.handOver(from => {
        this.#conductor.takeOver(run, premises.createDriver(run, this.#floor, from));
        if (!this.#conductor.drivers.some(each => guests.has(each))) this.#closeFormer(survey);
      });
    }
    survey.release();
    this.#applySlots();
  }

  /** Nobody lives any more where the task was measured. */
  #closeFormer(survey: Survey): void {
    const closed = survey.end().then(() => this.#former?.[Symbol.asyncDispose]());
    closed.catch(error => this.#conductor.fail(error));
  }

  #warnOfMemory(slots: number): void {
    warnOfMemory(this.#premises.housing, slots, message => this.state.note({ type: 'warning', message }));
  }

  #createFloor(): Floor {
    const study = this;
    return {
      state: this.state,
      slots: this.#slots,
      budget: new Budget(this.state, this.#checker),
      order: new FairOrder(this.#recalled.order?.order),
      clock: systemClock,
      seed: this.#plan.seed,
      get strict() {
        return study.#premises.housing.strict && !study.#severalSlots;
      },
      share: this.#premises.housing.share,
      get decisionAt() {
        return study.#conductor.decisionAt;
      },
      get watchValue() {
        return study.#checker.watchValue;
      },
      policy: this.#policy,
      recorded: this.#options.recorded ?? false,
      serve: () => this.#conductor.serve(),
      get held() {
        if (study.#moving) return 'starting';
        const { congested, unsafe } = study.state.events;
        // A worker's next trials wait for its last but one: a kill costs no more than that.
        return congested || unsafe > study.#slots.total ? 'waitingForLog' : undefined;
      },
    };
  }

  #createConductor(start: Float64Array | undefined): Conductor {
    const { history } = this.#options;
    return new Conductor({
      floor: this.#floor,
      decisions: beginDecisions(this.#plan, this.#options, { checker: this.#checker, start }),
      memory: history?.memory,
      share: this.#options.share,
      lastRun: history?.runs.started ?? 0,
      wanted: history?.wanted ?? [],
      huntEvery: this.#plan.huntEvery,
      lookback: this.#lookback,
      resolve: choice => resolvedChoice(this.#plan, choice),
      createDriver: run => this.#premises.createDriver(run, this.#floor),
      liveRuns: () => this.#liveRuns,
      cancelKilled: this.#options.cancelKilled ?? true,
      watch: starved => [this.#premises, this.#former].map(place => place?.watch(starved)).includes(true),
      onStop: () => this.#over.abort(),
      missingWorkers: () => this.#premises.missing,
      reportSlotTime: () => this.state.note({ type: 'slot-time', report: this.#slotTime }),
    });
  }

  get #lookback(): Lookback {
    return lookbackOf(this.#plan.hunters, this.#checker, this.#options.spawnUntil);
  }

  get #slotTime(): SlotReport {
    const sites = [...this.#premises.housing.sites.values()];
    return reportSlotTime(this.#slots.spent, {
      resident: sites.every(site => site.trials === undefined),
      parallel: sites.every(site => (site.trials ?? site.optimizers).traits.parallel),
    });
  }
}
