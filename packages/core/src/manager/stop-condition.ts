import type { Checker } from '../contracts/decision.js';
import type { StudyView } from '../contracts/view.js';

/** The condition under which a study stops, which may become another one while it runs. */
export class StopCondition implements Checker {
  current: Checker;

  constructor(checker: Checker) {
    this.current = checker;
  }

  get name() {
    return this.current.name;
  }
  get options() {
    return this.current.options;
  }
  get conditions() {
    return this.current.conditions ?? [];
  }
  get lookback() {
    return this.current.lookback ?? 0;
  }
  get stepLookback() {
    return this.current.stepLookback ?? 0;
  }
  get watchValue() {
    return this.current.watchValue ?? Number.NEGATIVE_INFINITY;
  }
  remaining(view: StudyView): number {
    return this.current.remaining?.(view) ?? Number.POSITIVE_INFINITY;
  }
  secondsLeft(view: StudyView): number {
    return this.current.secondsLeft?.(view) ?? Number.POSITIVE_INFINITY;
  }
  /** Time alone may make it say yes. */
  get isTimed(): boolean {
    return this.current.secondsLeft !== undefined;
  }

  test(...asked: Parameters<Checker['test']>) {
    return this.current.test(...asked);
  }
}
