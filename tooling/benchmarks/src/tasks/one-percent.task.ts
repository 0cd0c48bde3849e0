import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { defineOptions, defineTask, parseOptions } from '@glompo/core/plugin';
import { isChosen } from '@glompo/testing/choice';

const options = defineOptions({
  milliseconds: { type: 'number', min: 0, description: 'how long an evaluation computes, by the clock' },
  harmless: { type: 'boolean', default: false, description: 'the chosen points throw, and nothing worse' },
  diary: { type: 'string', optional: true, description: 'a file that learns when a fault begins' },
});

/** A fault that begins. */
export interface BegunFault {
  readonly run: number;
  readonly trial: number;
  /** Else it ends its worker. */
  readonly hangs: boolean;
}

/** One point in a hundred hangs. */
export const hangs = (x: Float64Array) => isChosen(x, 100);
/** Another one in a hundred ends its worker, each time. */
export const kills = (x: Float64Array) =>
  !hangs(x) &&
  isChosen(
    x.map(c => -c),
    100,
  );

/** As the kernel does it where it can end this worker alone; a thread can only end itself. */
function endWorker(): never {
  if (isMainThread) process.kill(process.pid, 'SIGKILL');
  process.exit(9);
}

/** A parabola that computes for a given time, but for one call in a hundred that hangs and one that kills its worker. */
export default defineTask(given => {
  const { milliseconds, harmless, diary } = parseOptions(options, given, 'one-percent');
  return {
    name: 'one-percent',
    parameters: [1, 2, 3, 4].map(i => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 }) as const),
    evaluate(x, { run, trial }) {
      if (hangs(x) || kills(x)) {
        if (harmless) throw new Error('thrown instead');
        const begun: BegunFault = { run, trial, hangs: hangs(x) };
        if (diary !== undefined) appendFileSync(diary, `${JSON.stringify(begun)}\n`);
        if (kills(x)) endWorker();
        for (;;);
      }
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
      return x.reduce((sum, c) => sum + c * c, 0);
    },
  };
});
