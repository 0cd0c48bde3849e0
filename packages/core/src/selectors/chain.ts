import { count } from '../conditions/figures.js';
import type { Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defineOptions, type Input, parseOptions } from '../options/options.js';
import { type Member, team } from './team.js';

const name = 'chain';

export const chainOptions = defineOptions({
  at: {
    type: 'numbers',
    min: 0,
    description:
      'thresholds, rising: the second optimizer is started from the first one on, and so on; one more than that: from there on, none',
  },
  by: {
    type: 'choice',
    of: ['evaluations', 'runs'],
    default: 'evaluations',
    description: 'what the thresholds are numbers of: evaluations made, or runs started',
  },
});

/** Options of `chain`. */
export type ChainOptions = Input<typeof chainOptions>;

/**
 * Starts the first optimizer until a threshold is reached, then the second, and so on: `chain(cmaes(), lbfgs(), { at: [10_000] })` starts
 * cmaes while fewer than 10,000 evaluations were made, and lbfgs from then on. With one threshold more, `{ at: [10_000, 20_000] }`, no run is
 * started any more from the last one on, and the study ends with its last run. Whenever there is room for a run; those alive go on.
 * In place of an optimizer may stand a selector: `chain(step(), bipop(cmaes()), { at: [1], by: 'runs' })`. One that starts no more runs makes
 * way for the next.
 *
 * Source: GloMPO's `ChainSelector` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is no optimizer, one is neither an optimizer choice nor a selector, or the thresholds are not
 *   rising numbers, as many as optimizers or one fewer
 */
export function chain(...given: readonly [...Member[], ChainOptions]): Selector {
  const last = given.at(-1);
  const isMember = typeof last === 'object' && last !== null && ('optimizer' in last || 'next' in last);
  return createChain(isMember ? undefined : last, (isMember ? given : given.slice(0, -1)) as readonly Member[]);
}

export function createChain(options: unknown, members: readonly Member[]): Selector {
  const { at, by } = parseOptions(chainOptions, options, name);
  if (members.length > 0) checkThresholds(at, members.length);
  return team({
    name,
    members,
    memory: null,
    remember: () => null,
    order({ evaluations, runs }) {
      const reached = by === 'runs' ? runs.started : evaluations;
      const passed = at.filter(threshold => reached >= threshold).length;
      if (passed < members.length) return Array.from({ length: members.length - passed }, (_, i) => passed + i);
      const what = by === 'runs' ? `${count(reached, 'run')} started` : `${count(reached, 'evaluation')} made`;
      const message = `${what}, and none is started from ${at[passed - 1]} on`;
      return { type: 'never', reason: { by: name, message, data: { [by]: reached } } };
    },
  });
}

function checkThresholds(at: readonly number[], members: number): void {
  if (at.length !== members && at.length !== members - 1) {
    const wanted = members === 1 ? '0 or 1 thresholds' : `${members - 1} or ${members} thresholds`;
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${name}: at: expected ${wanted} for ${count(members, 'optimizer')}, got ${at.length}`,
    );
  }
  if (at.some((threshold, i) => i > 0 && !(threshold > (at[i - 1] as number))))
    throw new GlompoError('GLOMPO_OPTION', `${name}: at: expected thresholds that rise, got [${at.join(', ')}]`);
}
