export { cycle } from './cycle.js';
export { random } from './random.js';
