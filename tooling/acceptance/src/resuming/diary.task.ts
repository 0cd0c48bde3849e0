import { appendFileSync } from 'node:fs';
import { defineOptions, defineTask, parseOptions } from '@glompo/core/plugin';

const options = defineOptions({
  milliseconds: { type: 'number', min: 0, description: 'how long an evaluation computes' },
  diary: { type: 'string', description: 'a file that learns of each evaluation that has been made' },
});

/** Rastrigin in three dimensions, which writes down what it evaluates: `run trial`, a line each. */
export default defineTask(given => {
  const { milliseconds, diary } = parseOptions(options, given, 'diary');
  return {
    name: 'diary',
    parameters: [1, 2, 3].map(i => ({ kind: 'real', name: `x${i}`, low: -5, high: 5 }) as const),
    evaluate(x, { run, trial }) {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
      appendFileSync(diary, `${run} ${trial}\n`);
      const value = x.reduce((sum, c) => sum + c * c - 10 * Math.cos(2 * Math.PI * c) + 10, 0);
      const gradient = x.map(c => 2 * c + 20 * Math.PI * Math.sin(2 * Math.PI * c));
      return { value, gradient };
    },
  };
});
