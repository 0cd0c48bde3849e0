import type { Selection, Start } from '../contracts/decision.js';
import type { Reason } from '../contracts/reason.js';
import type { EndedRun } from '../contracts/view.js';
import { decide } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { Decisions } from './decisions.js';
import { LiveRun, type ResolvedChoice } from './live-run.js';
import { type Lookback, windowsFor } from './lookback.js';
import type { SpawnLimit } from './spawn-limit.js';
import { checkedStart, checkPoint } from './start.js';
import type { StudyState } from './study-state.js';
import { isVariation, varied, variedStart } from './varied.js';

export interface LauncherOptions {
  readonly state: StudyState;
  readonly decisions: Decisions;
  readonly spawnLimit: SpawnLimit;
  /** Number of the last run that was started in an earlier session. */
  readonly lastRun: number;
  readonly lookback: Lookback;
  /** Where runs were wanted in an earlier session that have not begun. */
  readonly wanted: readonly Float64Array[];
  resolve(choice: Decisions['selector']['choices'][number]): ResolvedChoice;
}

/** Why a run starts that somebody wanted: who reads the record tells them by that. */
const wantedHere: Reason = { by: 'user', message: 'a run was wanted here' };

/** Starts runs: asks which optimizer is next, and where it starts. */
export class Launcher {
  readonly #options: LauncherOptions;
  #lastRun: number;
  /** Starts that were asked for: they come before the rule's. */
  readonly #wanted: Start[] = [];
  #over = false;
  /** Why the selector started nothing when it was last asked; undefined: it did. */
  nothingToStart: Reason | undefined;

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#lastRun = options.lastRun;
    const { selector, startPoints } = options.decisions;
    options.state.keepSample(Math.max(selector.sample ?? 0, startPoints.sample ?? 0));
    for (const point of options.wanted) this.want(point);
  }

  /** No run is started any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Runs that somebody waits for. */
  get wanted(): number {
    return this.#over ? 0 : this.#wanted.length;
  }

  /** A run shall start here. @throws GlompoError `GLOMPO_OPTION` if it is no point of the task's, or no run is started any more */
  want(point: Float64Array): void {
    checkPoint(point, this.#options.state.space, 'intervene: start-run');
    if (this.#over)
      throw new GlompoError('GLOMPO_OPTION', `intervene: no run is started any more: ${this.nothingToStart?.message}`);
    this.#wanted.push({ point, reason: wantedHere });
  }

  /**
   * One more run, entered in the books.
   *
   * @param free how many more runs may be alive
   * @returns undefined: the selector starts none now, or never again
   */
  launch(free: number): LiveRun | undefined {
    if (this.#over) return undefined;
    const { state, decisions, spawnLimit, lookback, resolve } = this.#options;
    const { selector, startPoints, random } = decisions;
    const limit = spawnLimit.ask(state);
    const selection: Selection = limit
      ? { type: 'never', reason: limit }
      : decide('selector', selector, () => selector.next(state, free, random.selector));
    checkSelection(selection, selector.name);
    if (selection.type !== 'spawn') {
      this.nothingToStart = selection.reason;
      this.#over = selection.type === 'never';
      return undefined;
    }
    this.nothingToStart = undefined;
    const { choice, type: _, startPoints: rule = startPoints, ...chosen } = selection;
    const { variation } = chosen;
    const resolved = decide('selector', selector, () => varied(resolve(choice), variation, state.space));
    const context = { random: random.startPoints, optimizer: resolved.descriptor };
    const start =
      this.#wanted.shift() ??
      decide('start points', rule, () => checkedStart(rule.next(state, context), state.space, rule.name));
    const windows = windowsFor(lookback, state.space);
    const run = new LiveRun(++this.#lastRun, resolved, {
      start: variedStart(start, variation),
      chosen,
      startedAt: state.evaluations,
      ...windows,
    });
    state.begin(run);
    return run;
  }

  /** Tells those that choose of the end of a run. */
  ended(run: EndedRun): void {
    const { state, decisions } = this.#options;
    const { selector, startPoints, random } = decisions;
    decide('start points', startPoints, () => startPoints.ended?.(run, state, random.startPoints));
    decide('selector', selector, () => selector.ended?.(run, state, random.startPoints));
  }
}

function checkSelection(selection: Selection, selector: string): void {
  const { type, reason, variation } = (selection ?? {}) as {
    readonly type?: unknown;
    readonly reason?: Partial<Reason>;
    readonly variation?: unknown;
  };
  if (type === 'spawn' && isVariation(variation)) return;
  if ((type === 'wait' || type === 'never') && typeof reason?.message === 'string') return;
  const expected =
    type === 'spawn'
      ? 'expected as its variation positive numbers: { population, deviation, evaluations }'
      : 'expected { type: "spawn", choice }, or { type: "wait" or "never", reason }';
  throw new GlompoError('GLOMPO_DECISION', `selector ${selector} gave ${show(selection)}: ${expected}`);
}
