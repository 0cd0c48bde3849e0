import type { Selector } from '../contracts/decision.js';
import { type Member, team } from './team.js';

/**
 * Starts the optimizers one after the other, in the order given, and again from the first; whenever there is room for a run. In place of an
 * optimizer may stand a selector, which then chooses. Where runs share the slots, one of each is alive from the beginning.
 *
 * Source: GloMPO's `CycleSelector` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is neither an optimizer choice nor a selector
 */
export function cycle(...members: readonly Member[]): Selector {
  const { length } = members;
  return team({
    name: 'cycle',
    members,
    together: length,
    memory: null,
    remember: () => null,
    order: ({ runs }) => members.map((_, i) => (runs.started + i) % length),
  });
}
