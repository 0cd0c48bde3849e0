import type { Bar } from '../bar.js';
import b01 from './b01-throughput.js';
import b02 from './b02-cmaes-throughput.js';
import b03 from './b03-share-lost.js';
import b04 from './b04-utilisation.js';
import b05 from './b05-elastic-utilisation.js';
import b06 from './b06-speed-up.js';
import b07 from './b07-replacing.js';
import b08 from './b08-left-behind.js';
import b09 from './b09-hunt.js';
import b10 from './b10-memory.js';
import b11 from './b11-cmaes-cost.js';
import b12 from './b12-cmaes-evaluations.js';
import b13 from './b13-runs.js';
import b14 from './b14-recording.js';
import b15 from './b15-one-percent.js';

/** In the order in which they are measured and printed. */
export const bars: readonly Bar[] = [b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15];
