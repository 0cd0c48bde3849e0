import { program } from './measure.js';
import type { WatchedWork } from './window.js';

/** Threads that do nothing but the busy task: what the machine gives at this moment. */
export type BareLoop = {
  readonly milliseconds: number;
  readonly threads: number;
  readonly warmUp: number;
  readonly window: number;
};

export const bareLoop = program<BareLoop, WatchedWork>('bare-loop');
