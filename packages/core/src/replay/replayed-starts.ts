import type { Checker, Chosen } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import { isEqualPlain } from '../contracts/plain-equal.js';
import type { Random } from '../contracts/random.js';
import type { Reason } from '../contracts/reason.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { decide } from '../errors/decide.js';
import type { EventOf } from '../manager/events.js';
import { resolvedChoice, type StudyPlan } from '../manager/plan.js';
import { SpawnLimit } from '../manager/spawn-limit.js';
import { varied } from '../manager/varied.js';
import type { RecordedMoment, ReplayedAlternative, SelectorAgreement } from './report.js';

interface StartsOptions {
  readonly plan: StudyPlan | undefined;
  readonly spawnUntil: Checker | undefined;
  /** That of selectors, and that of start points, which rules of a selector's own draw from. */
  readonly random: Random;
  readonly startRandom: Random;
}

interface Room {
  readonly view: StudyView;
  /** How many more runs may be alive. */
  readonly free: number;
  readonly at: RecordedMoment;
}

/** Asks those who choose of the recorded runs which are started. */
export class ReplayedStarts {
  readonly #plan: StudyPlan | undefined;
  readonly #selector: StudyPlan['selector'] | undefined;
  readonly #random: Random;
  readonly #startRandom: Random;
  readonly #limit: SpawnLimit;
  #agreed = 0;
  #differs: SelectorAgreement['differs'];
  #noMoreRuns: ReplayedAlternative['noMoreRuns'];

  constructor({ plan, spawnUntil, random, startRandom }: StartsOptions) {
    this.#plan = plan;
    this.#selector = plan?.selector.begin?.() ?? plan?.selector;
    this.#random = random;
    this.#startRandom = startRandom;
    this.#limit = new SpawnLimit(spawnUntil, random, undefined);
  }

  /** Another run would have been started than the record has. */
  get differ(): boolean {
    return this.#differs !== undefined;
  }

  /** Why the run that the record starts now is not started; undefined: it is. */
  refusal(view: StudyView, at: RecordedMoment): Reason | undefined {
    const reason = this.#limit.ask(view);
    if (reason) this.#noMoreRuns ??= { at, reason };
    return reason;
  }

  /** What the selector says of the run that the record starts now; what the record says, where there is no other selector. */
  chosen(event: EventOf<'run-started'>, { view, free, at }: Room): Chosen | undefined {
    const [plan, selector] = [this.#plan, this.#selector];
    if (plan === undefined || selector === undefined) return event.chosen;
    const selection = decide('selector', selector, () => selector.next(view, free, this.#random));
    const differs = (chosen: NonNullable<SelectorAgreement['differs']>['chosen']) => {
      this.#differs = { run: event.run, at, recorded: event.optimizer, chosen };
      return undefined;
    };
    if (selection.type !== 'spawn') return differs(selection.reason);
    const { choice, type: _, startPoints: __, ...chosen } = selection;
    const { descriptor } = decide('selector', selector, () =>
      varied(resolvedChoice(plan, choice), chosen.variation, view.space),
    );
    if (!isEqualPlain(descriptor as unknown as Plain, event.optimizer as unknown as Plain)) return differs(descriptor);
    this.#agreed++;
    return chosen;
  }

  ended(run: EndedRun, view: StudyView): void {
    const selector = this.#selector;
    if (selector) decide('selector', selector, () => selector.ended?.(run, view, this.#startRandom));
  }

  close(): Pick<ReplayedAlternative, 'selector' | 'noMoreRuns'> {
    return {
      selector: this.#selector && { agreed: this.#agreed, differs: this.#differs },
      noMoreRuns: this.#noMoreRuns,
    };
  }
}
