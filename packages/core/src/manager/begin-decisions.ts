import { decide } from '../errors/decide.js';
import { decisionRandom } from '../random/streams.js';
import { begunRule } from '../start-points/own-notes.js';
import type { Decisions } from './decisions.js';
import type { StudyPlan } from './plan.js';
import { defaultStartPoints } from './start.js';
import type { StopCondition } from './stop-condition.js';
import type { StudyOptions } from './study-options.js';

/** The parts of a study that decide, at its beginning, or where they stood. What remembers begins afresh: a study does not depend on the ones before it. */
export function beginDecisions(
  { selector, seed, hunters }: StudyPlan,
  { history, spawnUntil, startPoints }: StudyOptions,
  { checker, start }: { readonly checker: StopCondition; readonly start: Float64Array | undefined },
): Decisions {
  const rule = startPoints ?? defaultStartPoints(start);
  const { memory } = history ?? {};
  return {
    spawnUntil,
    selector: decide('selector', selector, () => selector.begin?.(memory?.selector)) ?? selector,
    startPoints: begunRule(rule, memory?.startPoints),
    hunters,
    checker,
    random: {
      selector: decisionRandom(seed, 'selector'),
      startPoints: decisionRandom(seed, 'startPoints'),
      hunters: decisionRandom(seed, 'hunters'),
      checkers: decisionRandom(seed, 'checkers'),
    },
  };
}
