export { incumbent } from './incumbent.js';
