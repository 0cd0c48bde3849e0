import type { StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { Part } from '../grammar/part.js';
import { defineOptions, parseOptions, show } from '../options/options.js';
import { checkPoint } from './check-point.js';
import { begunRule, notesOfRule } from './own-notes.js';
import { random } from './random.js';

const name = 'given';
const options = defineOptions({
  points: { type: 'points', description: "one point or a list of points, in the task's units" },
});

/**
 * Starts the first runs at the user's own points, in the task's units, one after the other; then goes on by another rule.
 *
 * @param points one point, or several; none, if a rule is given: a study goes on with what it remembers, without its points
 * @param then the rule for all later runs; it also hears how the user's points ended. Default `random()`
 * @throws GlompoError `GLOMPO_OPTION` if they are not lists of numbers; at the first start of a study, `GLOMPO_BOUNDS` if any of
 *   them lies outside the box, or `GLOMPO_OPTION` if it has not one coordinate per parameter
 */
function givenPoints(
  points: Float64Array | readonly number[] | readonly (Float64Array | readonly number[])[],
  then?: StartPoints,
): StartPoints {
  return create({ points }, then);
}

const part: Part<StartPoints> = {
  name,
  description: 'Starts the first runs at the points of the user; then goes on by another rule.',
  options,
  nested: { name: 'then', expected: 'a rule of start points such as random()', min: 0, max: 1 },
  create: (given, [then]) => create(given, then),
};

export const given: typeof givenPoints & { readonly part: Part<StartPoints> } = Object.assign(givenPoints, { part });

function create(unchecked: unknown, rule: StartPoints | undefined): StartPoints {
  const points = parseOptions(options, unchecked, name).points.map(point => Float64Array.from(point));
  if (points.length === 0 && rule === undefined) throw fail('points: expected at least one point, got none');
  const then = rule ?? random();
  if (typeof then.next !== 'function')
    throw fail(`then: expected a rule of start points such as random(), got ${show(then)}`);
  return begin(points, then);
}

type Notes = { readonly next: number; readonly others: Plain };

function begin(points: readonly Float64Array[], then: StartPoints, from = 0): StartPoints {
  let next = from;
  return {
    name,
    begin(notes) {
      const before = notes as Notes | undefined;
      return begin(points, begunRule(then, before?.others), before?.next);
    },
    ...(then.sample !== undefined && { sample: then.sample }),
    notes: () => ({ next, others: notesOfRule(then) ?? null }) satisfies Notes,
    next(view, context) {
      if (next === 0)
        for (const [i, point] of points.entries()) checkPoint(point, view.space.parameters, `${name}: point ${i + 1}`);
      const point = points[next];
      if (point === undefined) return then.next(view, context);
      next++;
      return { point: point.slice(), origin: { rule: name, point: next } };
    },
    ended: (run, view, random) => then.ended?.(run, view, random),
  };
}

function fail(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `${name}: ${message}`);
}
