import type { StartPoints } from '../contracts/decision.js';
import { isPlainObject } from '../contracts/is-plain-object.js';
import type { Plain } from '../contracts/plain.js';
import { decide } from '../errors/decide.js';

/** What a rule remembers, with its name; undefined: it takes no notes. */
export function notesOfRule(rule: StartPoints): Plain | undefined {
  const notes = rule.notes?.();
  return notes === undefined ? undefined : { rule: rule.name, notes };
}

/**
 * The rule as it begins in a study, or where it stood when `notesOfRule` gave this. What another rule has remembered tells it nothing: then it begins as in a study of
 * its own.
 *
 * @throws GlompoError `GLOMPO_DECISION`
 */
export function begunRule(rule: StartPoints, noted: Plain | undefined): StartPoints {
  return decide('start points', rule, () => rule.begin?.(ownNotes(rule, noted))) ?? rule;
}

function ownNotes({ name }: StartPoints, noted: Plain | undefined): Plain | undefined {
  const { rule, notes } = isPlainObject(noted) ? noted : {};
  // Earlier versions have recorded notes without a name.
  if (rule === undefined || notes === undefined) return noted ?? undefined;
  return rule === name ? notes : undefined;
}
