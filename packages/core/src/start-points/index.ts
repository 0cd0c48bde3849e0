export { basinHopping } from './basin-hopping.js';
export { given } from './given.js';
export { incumbent } from './incumbent.js';
export { random } from './random.js';
