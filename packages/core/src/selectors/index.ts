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
export { realsOnly } from './reals-only.js';
export { bipop, ipop, type RestartOptions } from './restarts.js';
export { starting } from './starting.js';
export type { Member } from './team.js';
