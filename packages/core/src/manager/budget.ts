import type { Checker } from '../contracts/decision.js';
import type { StudyView } from '../contracts/view.js';
import { decide } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Evaluations that may still be dispatched: reserved before they are, so that a limit is never exceeded. */
export class Budget {
  readonly #view: StudyView;
  readonly #checker: Checker;
  #reserved = 0;

  constructor(view: StudyView, checker: Checker) {
    this.#view = view;
    this.#checker = checker;
  }

  get available(): number {
    const checker = this.#checker;
    if (checker.remaining === undefined) return Number.POSITIVE_INFINITY;
    const remaining = decide('checker', checker, () => checker.remaining?.(this.#view) as number);
    if (typeof remaining !== 'number' || Number.isNaN(remaining))
      throw new GlompoError(
        'GLOMPO_DECISION',
        `checker ${checker.name} says that ${show(remaining)} evaluations remain: expected a number`,
      );
    return Math.max(0, Math.floor(remaining) - this.#reserved);
  }

  /** @returns how many of the wanted ones were granted; they must be settled when their results are in the books */
  reserve(wanted: number): number {
    const granted = Math.min(wanted, this.available);
    this.#reserved += granted;
    return granted;
  }

  settle(granted: number): void {
    this.#reserved -= granted;
  }
}
