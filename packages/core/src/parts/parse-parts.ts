import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Sharing } from '../contracts/sharing.js';
import { buildPart, optionsOfCall, type PartTable } from '../grammar/build-part.js';
import type { Call } from '../grammar/call.js';
import { parseCall } from '../grammar/parse-call.js';
import { optimizer } from '../registry/choice.js';
import { parts } from './parts.js';

/**
 * A hunter from text: `all(minTrials(500), parameterDistance(relative=0.05))`.
 *
 * @throws GlompoError `GLOMPO_SYNTAX` if it cannot be read, `GLOMPO_OPTION` if a name or an option is wrong
 */
export function parseHunter(text: string): Hunter {
  return build(parseCall(text), parts.hunters);
}

/** A checker from text: `any(maxEvaluations(10_000), targetValue(0, tolerance=1e-6))`. Throws as `parseHunter` does. */
export function parseChecker(text: string): Checker {
  return build(parseCall(text), parts.checkers);
}

/** A rule of start points from text: `given([0.5, 1.5], then=basinHopping(0.8))`. Throws as `parseHunter` does. */
export function parseStartPoints(text: string): StartPoints {
  return build(parseCall(text), parts.startPoints);
}

/** How runs share points, from text: `incumbent(every=1000, how=nudged)`. Throws as `parseHunter` does. */
export function parseSharing(text: string): Sharing {
  return build(parseCall(text), parts.sharing);
}

/**
 * A selector from text: `cycle(cmaes(sigma=0.3), lbfgs())`. Throws as `parseHunter` does.
 *
 * @param choose makes a choice of an optimizer's call; default: by its name, for the study's registry to find
 */
export function parseSelector(text: string, choose: (call: Call) => OptimizerChoice = byName): Selector {
  return buildPart(parseCall(text), parts.selectors, choose);
}

function build<Made>(call: Call, table: PartTable<Made>): Made {
  return buildPart(call, table, nested => build(nested, table));
}

function byName(call: Call): OptimizerChoice {
  return optimizer(call.name, optionsOfCall(call));
}
