import type { Selector } from '../contracts/decision.js';
import { type Member, team } from './team.js';

/**
 * Starts any of the optimizers, all with the same probability; whenever there is room for a run. One given twice is twice as
 * likely. Draws one random number for each. In place of an optimizer may stand a selector, which then chooses. Where runs share
 * the slots, as many as there are optimizers are alive from the beginning.
 *
 * Source: GloMPO's `RandomSelector` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is neither an optimizer choice nor a selector
 */
export function random(...members: readonly Member[]): Selector {
  const { length } = members;
  return team({
    name: 'random',
    members,
    together: length,
    memory: null,
    remember: () => null,
    order(_, { random }) {
      const first = random.integer(length);
      return members.map((_, i) => (first + i) % length);
    },
  });
}
