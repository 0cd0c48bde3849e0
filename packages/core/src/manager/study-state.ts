import type { Minimum } from '../contracts/minimum.js';
import type { Reason } from '../contracts/reason.js';
import { countEnded, noTrials, type TrialCounts } from '../contracts/trial-counts.js';
import type { EndedRun, Found, Progress, RunCounts, RunStatus, StudyView } from '../contracts/view.js';
import { arrivalOf, arrive } from '../minima/arrivals.js';
import { Minima } from '../minima/minima.js';
import { type FoundMinima, reportMinima } from '../minima/report.js';
import { isNear } from '../minima/same-minimum.js';
import { decisionRandom } from '../random/streams.js';
import { TrialSample } from '../sample/trial-sample.js';
import type { SearchSpace } from '../space/search-space.js';
import type { TrialBatch } from '../worker/protocol.js';
import type { EventLog } from './event-log.js';
import type { StudyEventBody } from './events.js';
import type { StudyHistory } from './history.js';
import type { LiveRun } from './live-run.js';
import { Regret } from './regret.js';
import type { SlotLedger } from './slots.js';
import type { StopCondition } from './stop-condition.js';

export interface StudyStateOptions {
  readonly events: EventLog;
  /** Milliseconds, monotonic. */
  now(): number;
  /** Absent: there are none to give account of. */
  readonly slots?: Pick<SlotLedger, 'evaluatingSeconds' | 'usable'>;
  /** Knows how many evaluations it may still make. Absent: there is no limit. */
  readonly stop?: Pick<StopCondition, 'remaining'>;
  /** The share of the condemned that is spared. Default 0. */
  readonly spare?: number | undefined;
  /** What the study did in earlier sessions; its live runs are still to come back. */
  readonly before?: StudyHistory | undefined;
  /** Of the chance by which evaluations are sampled. Default 0. */
  readonly seed?: number;
}

/** The books of a study: what has happened so far. Nothing here decides or acts. */
export class StudyState implements StudyView {
  readonly space: SearchSpace;
  readonly events: EventLog;
  /** What became of runs that hunters condemned. */
  readonly regret: Regret;
  readonly #minima: Minima;
  readonly #seed: number;
  readonly #before: StudyHistory | undefined;
  /** Undefined: nobody asks for evaluations. */
  #sample: TrialSample | undefined;
  readonly #now: () => number;
  readonly #sessionBeganAt: number;
  readonly #slots: StudyStateOptions['slots'];
  readonly #stop: StudyStateOptions['stop'];
  /** Of earlier sessions. */
  readonly #secondsBefore: number;
  readonly #coreSecondsBefore: number;
  readonly #live = new Map<number, LiveRun>();
  /** The live runs as views see them; made anew when one begins or ends. */
  #liveList: readonly LiveRun[] | undefined;
  readonly #counts: { -readonly [K in keyof RunCounts]: number } = {
    started: 0,
    killed: 0,
    converged: 0,
    failed: 0,
    stopped: 0,
  };
  #evaluations = 0;
  readonly #outcomes = noTrials();
  #incumbent: Found | undefined;
  #improved: Progress = { evaluations: 0, seconds: 0 };
  /** What went wrong in the last trial that failed. */
  lastFailure: string | undefined;
  /** Trials made again because their worker had died. */
  retried = 0;
  /** How often a worker died with a trial, and why the last one did. */
  losses = 0;
  lastLoss: string | undefined;
  /** Workers that were replaced. */
  replaced = 0;

  constructor(space: SearchSpace, { events, now, slots, stop, spare = 0, before, seed = 0 }: StudyStateOptions) {
    this.space = space;
    this.events = events;
    this.#now = now;
    this.#slots = slots;
    this.#stop = stop;
    this.#seed = seed;
    this.#before = before;
    this.#sessionBeganAt = now();
    this.#secondsBefore = before?.seconds ?? 0;
    this.#coreSecondsBefore = before?.coreSeconds ?? 0;
    this.regret = new Regret(spare, before?.memory?.regret);
    this.#minima = new Minima(space);
    for (const end of before?.ended() ?? []) arrive(this.#minima, end);
    if (before === undefined) return;
    this.#evaluations = before.evaluations;
    Object.assign(this.#counts, before.runs);
    Object.assign(this.#outcomes, before.outcomes);
    this.#incumbent = before.incumbent;
    if (before.improved) this.#improved = before.improved;
    this.retried = before.retried;
    this.replaced = before.replaced;
  }

  get evaluations(): number {
    return this.#evaluations;
  }
  get remaining(): number {
    return Math.max(0, this.#stop?.remaining(this) ?? Number.POSITIVE_INFINITY);
  }
  get outcomes(): TrialCounts {
    return this.#outcomes;
  }
  get seconds(): number {
    return this.#secondsBefore + this.sessionSeconds;
  }
  get sessionSeconds(): number {
    return (this.#now() - this.#sessionBeganAt) / 1000;
  }
  get coreSeconds(): number {
    return this.#coreSecondsBefore + (this.#slots?.evaluatingSeconds ?? 0);
  }
  get slots(): number {
    return this.#slots?.usable ?? 0;
  }
  get incumbent(): Found | undefined {
    return this.#incumbent;
  }
  get improved(): Progress {
    return this.#improved;
  }
  get runs(): RunCounts {
    return this.#counts;
  }
  get minima(): readonly Minimum[] {
    return this.#minima.found;
  }
  get sample(): readonly Found[] {
    return this.#sample?.found ?? [];
  }
  /** What came of the minima, for a result. */
  get foundMinima(): FoundMinima {
    return reportMinima(this.#minima.found, this.#minima.others);
  }
  get live(): readonly LiveRun[] {
    this.#liveList ??= [...this.#live.values()];
    return this.#liveList;
  }

  /** From now on so many evaluations are kept by chance. To be called before any of this session. */
  keepSample(size: number): void {
    if (size > 0) this.#sample = new TrialSample(size, decisionRandom(this.#seed, 'sample'), this.#before);
  }

  note(body: StudyEventBody): void {
    this.events.append(body, { seconds: this.seconds, evaluations: this.#evaluations });
  }

  begin(run: LiveRun): void {
    this.#live.set(run.id, run);
    this.#liveList = undefined;
    this.#counts.started++;
    const { point, spread, reason, origin } = run.start;
    const { optimizer, choice, chosen } = run;
    const said = Object.keys(chosen).length > 0 && { chosen };
    this.note({ type: 'run-started', run: run.id, optimizer, choice, point, spread, reason, origin, ...said });
  }

  /** A run of an earlier session goes on. */
  resume(run: LiveRun, reason: Reason): void {
    this.#live.set(run.id, run);
    this.#liveList = undefined;
    this.note({ type: 'run-restored', run: run.id, why: 'resumed', reason });
  }

  /** Of a run that has ended nothing more is taken in: an answer may come while the workers of a stopped study are being closed. */
  record(run: LiveRun, trials: TrialBatch, { told }: { readonly told: boolean }): void {
    if (trials.values.length === 0 || !this.#live.has(run.id)) return;
    const before = this.#evaluations;
    this.#evaluations += trials.values.length;
    countEnded(this.#outcomes, trials);
    const better = run.record(trials);
    this.#sample?.take(before, run.id, trials);
    // A record that has the trials knows what was found with them.
    this.events.together(() => this.#tellOf(run, trials, { told, better, before }));
  }

  #tellOf(
    run: LiveRun,
    trials: TrialBatch,
    { told, better, before }: { readonly told: boolean; readonly better: boolean; readonly before: number },
  ): void {
    this.note({ type: 'trials', run: run.id, trials, told });
    const failure = trials.failures.at(-1);
    if (failure) {
      if (this.lastFailure === undefined) {
        const message = `trial ${trials.first + failure.index} of run ${run.id} failed: ${failure.message} (further failures are only counted)`;
        this.note({ type: 'warning', message });
      }
      this.lastFailure = failure.message;
    }
    if (better && run.best && run.best.value < (this.#incumbent?.value ?? Number.POSITIVE_INFINITY)) {
      this.#incumbent = run.best;
      const evaluation = before + run.best.trial - trials.first + 1;
      this.#improved = { evaluations: evaluation, seconds: this.seconds };
      this.note({ type: 'incumbent', found: run.best, evaluation });
    }
  }

  /** Trials under way of a run that has ended or is to end: they are not made. */
  cancelled(run: LiveRun, trials: number, reason: Reason): void {
    if (trials === 0 || !this.#live.has(run.id)) return;
    run.countUnfinished('cancelled', trials);
    this.#outcomes.cancelled += trials;
    this.note({ type: 'trials-cancelled', run: run.id, trials, reason });
  }

  /** A worker died with a trial, or with one of several. */
  lost(run: LiveRun, loss: Omit<Extract<StudyEventBody, { type: 'trial-lost' }>, 'type' | 'run'>): void {
    if (!this.#live.has(run.id)) return;
    if (loss.next === 'lost') {
      run.countUnfinished('lost', loss.trials);
      this.#outcomes.lost += loss.trials;
    }
    this.losses++;
    this.lastLoss = loss.cause;
    this.note({ type: 'trial-lost', run: run.id, ...loss });
  }

  /** A run that hunters have condemned lives on. */
  spare(run: LiveRun, reason: Reason): void {
    const incumbent = this.#incumbent?.value ?? Number.POSITIVE_INFINITY;
    this.regret.spare(run, incumbent);
    this.note({ type: 'run-spared', run: run.id, reason, trials: run.trials, incumbent });
  }

  end(run: LiveRun, status: RunStatus, reason: Reason): EndedRun {
    this.#live.delete(run.id);
    this.#liveList = undefined;
    this.#counts[status]++;
    this.regret.ended(run, status, reason);
    const { id, optimizer, trials, best, note } = run;
    const { recent } = run;
    const arrives = arrivalOf({ status, reason }) !== undefined;
    const isElsewhere = arrives && recent && best && !isNear(this.space, recent.point, best.point);
    const end = { run: id, status, reason, best, ...(isElsewhere && { at: recent }) };
    arrive(this.#minima, end);
    this.note({ type: 'run-ended', ...end, optimizer, trials, outcomes: { ...run.outcomes } });
    return { id, optimizer, status, trials, best, origin: run.start.origin, note };
  }
}
