import { program } from './measure.js';
import type { Work } from './window.js';

/** Threads that do nothing but the busy task: what the machine gives at this moment. */
export type BareLoop = {
  readonly milliseconds: number;
  readonly threads: number;
  readonly warmUp: number;
  readonly window: number;
};

export const bareLoop = program<BareLoop, Work>('bare-loop');
