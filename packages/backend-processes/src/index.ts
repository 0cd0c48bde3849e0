export type { ProcessesInput } from './options.js';
export { processes } from './processes.js';
