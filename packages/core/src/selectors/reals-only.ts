import type { Selector } from '../contracts/decision.js';
import { type Member, memberSelector } from './team.js';

const name = 'realsOnly';

/**
 * Starts an optimizer, or what a selector chooses, where all parameters are real numbers; where some are integers, nothing, so that a `chain`, a `bandit` or a
 * `cycle` goes on to the next: `chain(realsOnly(lbfgs()), cmaes(), { at: [1], by: 'runs' })`. Its optimizers need not know integers.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is neither an optimizer choice nor a selector
 */
export function realsOnly(member: Member): Selector {
  return begin(memberSelector(member, name));
}

function begin(member: Selector): Selector {
  const { choices, varies, sample, together } = member;
  return {
    name,
    choices,
    dispensable: choices,
    ...(varies && { varies }),
    ...(sample !== undefined && { sample }),
    ...(together !== undefined && { together }),
    begin: notes => begin(member.begin?.(notes ?? undefined) ?? member),
    notes: () => member.notes?.() ?? null,
    ended: (run, view, random) => member.ended?.(run, view, random),
    next(view, free, random) {
      const other = view.space.parameters.find(({ kind }) => kind !== 'real');
      if (other === undefined) return member.next(view, free, random);
      const message = `parameter "${other.name}" is of kind "${other.kind}"`;
      return { type: 'never', reason: { by: name, message } };
    },
  };
}
