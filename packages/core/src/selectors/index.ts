export { type ChainOptions, chain } from './chain.js';
export { cycle } from './cycle.js';
export { random } from './random.js';
