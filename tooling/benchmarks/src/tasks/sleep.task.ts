import { setTimeout } from 'node:timers/promises';
import { defineOptions, defineTask, parseOptions } from '@glompo/core/plugin';
import { now } from '../clock.js';
import { Diary } from '../diary.js';
import { parameters, restlessSphere, uniformOf } from './restless-sphere.js';

const options = defineOptions({
  law: { type: 'choice', of: ['fixed', 'uniform', 'heavy-tail'], description: 'how long trials sleep' },
  diary: { type: 'string', description: 'folder for diaries' },
});

/** Milliseconds that a trial sleeps, from a number in [0, 1). */
const laws = {
  fixed: () => 50,
  uniform: (u: number) => 10 + 190 * u,
  // 80 % about 15 ms, 20 % about 175 ms.
  'heavy-tail': (u: number) => (u < 0.8 ? 10 + 10 * (u / 0.8) : 150 + 50 * ((u - 0.8) / 0.2)),
};

/** Waits without computing; how long depends on the trial's seed, so that a study with the same seed meets the same durations. */
export default defineTask(given => {
  const { law, diary: folder } = parseOptions(options, given, 'sleep');
  let diary: Diary | undefined;
  const value = restlessSphere();
  return {
    name: 'sleep',
    parameters,
    async evaluate(x, { seed, trial }) {
      const from = now();
      // Timers count whole milliseconds.
      const nominal = Math.round(laws[law](uniformOf(Math.imul(seed, 0x9e3779b1))));
      await setTimeout(nominal);
      diary ??= new Diary(folder);
      diary.note(from, now(), nominal);
      return value(x, trial);
    },
    close: () => diary?.close(),
  };
});
