export { type BanditOptions, bandit } from './bandit.js';
export { type ChainOptions, chain } from './chain.js';
export { cycle } from './cycle.js';
export {
  defineSelector,
  type SelectorContext,
  type SelectorDefinition,
  type SelectorFactory,
} from './define-selector.js';
export { random } from './random.js';
export { bipop, ipop, type RestartOptions } from './restarts.js';
export type { Member } from './team.js';
