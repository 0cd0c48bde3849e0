import type { StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { systemClock } from './clock.js';
import { EventLog } from './event-log.js';
import type { StudyEvent } from './events.js';
import { checkTimeLimit } from './housing.js';
import { checkIntervention, type Intervention } from './intervention.js';
import { planStudy, toSelector } from './plan.js';
import type { StudyResult } from './result.js';
import { RunningStudy } from './running-study.js';
import { checkSlots, checkStudyOptions, type StudyOptions } from './study-options.js';
import type { StudyState } from './study-state.js';
import { WorkerNews } from './worker-news.js';

/** One managed optimization. */
export interface Study {
  /**
   * Runs it, once. Rejects with a `GlompoError` if it cannot begin (nothing is left behind) or if a part of it breaks down.
   *
   * @param options.signal ends the study in order: the promise then resolves with the best so far, or rejects with
   *   `GLOMPO_INTERRUPTED` if no run had begun
   */
  run(options?: { readonly signal?: AbortSignal }): Promise<StudyResult>;
  /**
   * What happens, in order, from the first event that is still in memory, or from number `from`. Any number of readers, each at its
   * own pace; who comes late or falls far behind gets a `gap` event. Ends with the study.
   *
   * @param options.keepUp this reader must get every event: the study waits when it is far behind (10,000 events or 16 MB), from this call
   *   until it has left its loop
   */
  events(options?: { readonly from?: number; readonly keepUp?: boolean }): AsyncGenerator<StudyEvent, void, void>;
  /**
   * Whoever records the events says that all up to this number are safe, +Infinity: that nothing further will be. From the first call on the study does not evaluate
   * more than about a turn or message per slot ahead of it.
   */
  safe(upTo: number): void;
  /**
   * What a run's trials and its optimizer have printed: the first and the last of it, with a note where it was cut; without a run, what was
   * printed by none. '' of a run that printed nothing, or so long ago that it was forgotten for others.
   */
  output(run?: number): string;
  /** How it stands; undefined before the workers are there and the first run begins. */
  view(): StudyView | undefined;
  /**
   * Does what somebody wants who watches it, at its next step; rejects if that is not possible, or the study is not running.
   *
   * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_CLOSED`
   */
  intervene(intervention: Intervention): Promise<void>;
  /**
   * From now on there are so many slots. With fewer, what is under way goes on; 0 pauses the study. More slots begin as soon as their
   * workers have started; rejects, with as many slots as before, if they cannot be, or if the study is not running.
   *
   * @param slots an integer from 0 to 10,000 (1,024 on backends with workers)
   * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_CLOSED`, `GLOMPO_WORKER_START`
   */
  resize(slots: number): Promise<void>;
}

/**
 * Makes a study from its parts.
 *
 * @throws GlompoError `GLOMPO_OPTION` for what can be checked at once
 */
export function createStudy(options: StudyOptions): Study {
  checkStudyOptions(options);
  const studied = { ...options, optimizers: toSelector(options.optimizers) };
  checkTimeLimit(studied);
  const events = new EventLog(options.history?.events);
  const beganAt = systemClock.now();
  const news = new WorkerNews(events, () => (systemClock.now() - beganAt) / 1000);
  let running: RunningStudy | undefined;
  let state: StudyState | undefined;
  let started = false;

  async function run(how: { readonly signal?: AbortSignal } = {}): Promise<StudyResult> {
    const signal = signalOf(how);
    if (started) throw new GlompoError('GLOMPO_CLOSED', 'a study runs once: create another one');
    started = true;
    try {
      const plan = await planStudy(studied);
      await using study = await RunningStudy.begin(studied, { plan, events, signal, news });
      state = study.state;
      running = study;
      try {
        return await study.conduct();
      } finally {
        running = undefined;
      }
    } finally {
      events.end();
    }
  }

  async function intervene(intervention: Intervention): Promise<void> {
    const checked = checkIntervention(intervention);
    const { registry } = options;
    const more =
      checked.type === 'stop-when' && registry ? await registry.parts('checkers', checked.condition) : undefined;
    if (running === undefined) throw new GlompoError('GLOMPO_CLOSED', 'intervene: the study is not running');
    running.intervene(checked, more);
  }

  async function resize(slots: number): Promise<void> {
    checkSlots(slots, 0);
    if (running === undefined) throw new GlompoError('GLOMPO_CLOSED', 'resize: the study is not running');
    await running.resize(slots);
  }

  return {
    run,
    intervene,
    resize,
    events: ({ from, keepUp } = {}) => events.read(from, keepUp),
    safe: upTo => events.safe(upTo),
    output: run => news.printed.of(run),
    view: () => state,
  };
}

/** @throws GlompoError for what is no `{ signal }`, above all for a signal that stands by itself and would be ignored */
function signalOf(how: { readonly signal?: AbortSignal }): AbortSignal | undefined {
  const given: unknown = how;
  if (typeof given !== 'object' || given === null || 'aborted' in given)
    throw new GlompoError('GLOMPO_OPTION', 'run: expected { signal: … } or nothing');
  const { signal } = how;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw new GlompoError('GLOMPO_OPTION', `run: signal: expected an AbortSignal, got ${show(signal)}`);
  return signal;
}
