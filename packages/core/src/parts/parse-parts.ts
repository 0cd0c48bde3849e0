import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Sharing } from '../contracts/sharing.js';
import { Mistakes } from '../errors/mistakes-together.js';
import { buildPart, optionsOfCall, type PartTable } from '../grammar/build-part.js';
import type { Call } from '../grammar/call.js';
import { formatCall } from '../grammar/format-call.js';
import { parseCall } from '../grammar/parse-call.js';
import { optimizer } from '../registry/choice.js';
import type { Member } from '../selectors/team.js';
import { type MoreParts, withMore } from './more-parts.js';
import { parts } from './parts.js';

/**
 * A hunter from text: `all(minTrials(500), parameterDistance(relative=0.05))`.
 *
 * ```ts
 * parseHunter('all(minTrials(500), myHunter(3))', { parts: [myHunter] });
 * ```
 *
 * @param more parts of your own or of packages that it may name, too
 * @throws GlompoError `GLOMPO_SYNTAX` if it cannot be read, `GLOMPO_OPTION` if a name or an option is wrong, `GLOMPO_PLUGIN_DUPLICATE`
 *   if a name that it uses is that of two parts, `GLOMPO_PLUGIN_INVALID` if one of `more` is no part
 */
export function parseHunter(text: string, more?: MoreParts<'hunters'>): Hunter {
  return build(parseCall(text), withMore('hunters', parts.hunters, more));
}

/** A checker from text: `any(maxEvaluations(10_000), targetValue(0, tolerance=1e-6))`. Throws as `parseHunter` does. */
export function parseChecker(text: string, more?: MoreParts<'checkers'>): Checker {
  return build(parseCall(text), withMore('checkers', parts.checkers, more));
}

/** A rule of start points from text: `given([0.5, 1.5], then=basinHopping(0.8))`. Throws as `parseHunter` does. */
export function parseStartPoints(text: string, more?: MoreParts<'startPoints'>): StartPoints {
  return build(parseCall(text), withMore('startPoints', parts.startPoints, more));
}

/** How runs share points, from text: `incumbent(every=1000, how=nudged)`. Throws as `parseHunter` does. */
export function parseSharing(text: string): Sharing {
  return build(parseCall(text), parts.sharing);
}

/** What the text of a selector may name, too; the rules of start points stand in `starting`. */
export interface MoreSelectors extends MoreParts<'selectors'> {
  readonly startPoints?: MoreParts<'startPoints'>;
}

/**
 * A selector from text: `cycle(cmaes(sigma=0.3), lbfgs())`; one may stand in another: `chain(step(), bipop(cmaes()), at=[1], by=runs)`. Throws as `parseHunter` does.
 *
 * @param choose makes a choice of an optimizer's call; default: by its name, for the study's registry to find
 */
export function parseSelector(
  text: string,
  choose: (call: Call) => OptimizerChoice = byName,
  more?: MoreSelectors,
): Selector {
  const table = withMore('selectors', parts.selectors, more);
  const isSelector = ({ name }: Call) => table.parts.some(part => part.name === name);
  const rules = withMore('startPoints', parts.startPoints, more?.startPoints);
  const member = (call: Call, name?: string): Member => {
    // `createStarting` takes a rule here, and nothing else does.
    if (name === 'at') return build(call, rules) as unknown as Member;
    return isSelector(call) ? buildPart(call, table, member) : choose(call);
  };
  return buildPart(parseCall(text), table, member);
}

/**
 * `parseSelector`, where it takes time to make a choice of an optimizer's call, such as an import.
 *
 * @param choose is asked once for each different call
 * @throws GlompoError as `parseHunter` does, and what `choose` throws; of several mistakes all
 */
export async function readSelector(
  text: string,
  choose: (call: Call) => Promise<OptimizerChoice>,
  more?: MoreSelectors,
): Promise<Selector> {
  const calls = new Map<string, Call>();
  const hear = (call: Call) => {
    calls.set(formatCall(call), call);
    return byName({ ...call, named: {}, positional: [] });
  };
  const mistakes = new Mistakes();
  mistakes.inSync(() => parseSelector(text, hear, more));
  const choices = new Map<string, OptimizerChoice | undefined>();
  for (const [written, call] of calls) choices.set(written, await mistakes.in(() => choose(call)));
  mistakes.throwIfAny();
  return parseSelector(text, call => choices.get(formatCall(call)) as OptimizerChoice, more);
}

function build<Made>(call: Call, table: PartTable<Made>): Made {
  return buildPart(call, table, nested => build(nested, table));
}

function byName(call: Call): OptimizerChoice {
  return optimizer(call.name, optionsOfCall(call));
}
