export type { ThreadsInput } from './options.js';
export { threads } from './threads.js';
