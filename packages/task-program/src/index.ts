export type { CommonOptions } from './common-options.js';
export type { ProgramBounds } from './parameters.js';
export type { PersistentOptions } from './persistent-options.js';
export { persistentProgram } from './persistent-program.js';
export { program } from './program.js';
export type { ProgramOptions, ProgramOutput } from './program-options.js';
