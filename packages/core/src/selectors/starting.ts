import type { Selector, Start, StartPoints } from '../contracts/decision.js';
import { isPlainObject } from '../contracts/is-plain-object.js';
import type { Plain } from '../contracts/plain.js';
import { decide } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { moveOf } from '../moves/move.js';
import { show } from '../options/options.js';
import { begunRule, notesOfRule } from '../start-points/own-notes.js';
import { type Member, memberSelector } from './team.js';

const name = 'starting';

/**
 * Starts an optimizer where a rule of its own says, whatever the study's rule is: `starting(lbfgs(), basinHopping())`, in text
 * `starting(lbfgs(), at=basinHopping())`. So a `bandit` can learn which rule pays, and a `chain` can change it. In place of the optimizer may stand a
 * selector: all of its runs start by the rule, but for those that have one of their own. The rule hears of these runs, and of no others.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not one optimizer or selector, and one rule
 */
export function starting(member: Member, at: StartPoints): Selector {
  return createStarting([member, at]);
}

export function createStarting(parts: readonly unknown[]): Selector {
  const [member, at] = parts;
  if (typeof at !== 'object' || at === null || 'choices' in at || !('next' in at) || typeof at.next !== 'function')
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${name}: at: expected a rule of start points, such as incumbent() (in text at=incumbent()), got ${show(at)}`,
    );
  return begin(memberSelector(member as Member, name), at as StartPoints);
}

function begin(member: Selector, rule: StartPoints): Selector {
  const { choices, varies, dispensable, together } = member;
  return {
    name,
    choices,
    ...(varies && { varies }),
    ...(dispensable && { dispensable }),
    ...(together !== undefined && { together }),
    sample: Math.max(member.sample ?? 0, rule.sample ?? 0),
    begin(notes) {
      const before = notes === undefined ? undefined : notesOf(notes);
      return begin(member.begin?.(before?.member ?? undefined) ?? member, begunRule(rule, before?.rule));
    },
    notes: () => ({ member: member.notes?.() ?? null, rule: notesOfRule(rule) ?? null }),
    next(view, free, random) {
      const selection = member.next(view, free, random);
      if (selection.type !== 'spawn') return selection;
      const { startPoints: own } = selection;
      return { ...selection, startPoints: own ? marked(own, 'member') : marked(rule, 'rule') };
    },
    ended(run, view, random) {
      const { of, own } = markOf(run.origin);
      if (of === 'rule') decide('start points', rule, () => rule.ended?.({ ...run, origin: own }, view, random));
      member.ended?.({ ...run, origin: of === 'member' ? own : undefined }, view, random);
    },
  };
}

/** In place of the origin that a rule gives: whose rule it was. Moves stay readable for hunters. */
type Mark = { readonly rule: typeof name; readonly of: 'rule' | 'member'; readonly own: Plain };

/** The rule, with origins by which `starting` knows its runs again, and which no other rule takes for its own. */
function marked(rule: StartPoints, of: Mark['of']): StartPoints {
  return {
    name: rule.name,
    next(view, context): Start {
      const given: unknown = rule.next(view, context);
      // What is no start is refused where it was asked for.
      if (typeof given !== 'object' || given === null) return given as never;
      const { origin, ...start } = given as Start;
      const metropolis = moveOf(origin) && { metropolis: (origin as { readonly metropolis: Plain }).metropolis };
      return { ...start, origin: { rule: name, of, own: origin ?? null, ...metropolis } satisfies Mark };
    },
  };
}

function markOf(origin: Plain | undefined): { readonly of?: Plain; readonly own?: Plain | undefined } {
  const { rule, of, own } = isPlainObject(origin) ? origin : {};
  return rule === name && of !== undefined ? { of, own: own ?? undefined } : {};
}

function notesOf(notes: Plain): { readonly member: Plain; readonly rule: Plain } {
  const { member, rule } = isPlainObject(notes) ? notes : {};
  if (member !== undefined && rule !== undefined) return { member, rule };
  throw new GlompoError('GLOMPO_STATE', `selector ${name}: what it remembers in the record is none of its notes`);
}
