import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { defineOptions, defineTask, type Evaluation, parseOptions, type TrialContext } from '@glompo/core/plugin';
import { keyOf, write } from './diary.js';
import { here, now } from './place.js';

export const options = defineOptions({
  gradient: { type: 'boolean', default: true, description: 'give gradients to whom wants them' },
  milliseconds: { type: 'number', min: 0, default: 0, description: 'how long a trial waits at least' },
  diary: { type: 'string', optional: true, description: 'folder in which each trial is noted' },
});

/**
 * A task that tells where, when and how each trial was made, in its extras: Rosenbrock's valley in three coordinates beside a parabola in
 * a logarithmic one. Some trials fail, each fourth takes its time, and all gradients come in the same array.
 */
export default defineTask(given => {
  const { gradient: gives, milliseconds, diary } = parseOptions(options, given, 'witness');
  const scratch = new Float64Array(4);

  function evaluate(x: Float64Array, { run, trial, seed, wants, directory }: TrialContext): Evaluation {
    const [a, b, c, rate] = x as unknown as [number, number, number, number];
    if (a > 1.8) throw new RangeError(`${a} is too far out`);
    const decades = Math.log10(rate);
    const [bendA, bendB] = [b - a * a, c - b * b];
    const residuals = Float64Array.of(10 * bendA, 1 - a, 10 * bendB, 1 - b, decades - 1);
    const value = c < -1.8 ? Number.NaN : residuals.reduce((sum, r) => sum + r * r, 0);
    scratch[0] = -400 * a * bendA - 2 * (1 - a);
    scratch[1] = 200 * bendA - 400 * b * bendB - 2 * (1 - b);
    scratch[2] = 200 * bendB;
    scratch[3] = (2 * (decades - 1)) / (rate * Math.LN10);
    if (trial % 50 === 1) appendFileSync(join(directory, 'visits'), `${run} ${trial}\n`);
    if (diary !== undefined) write(diary, { type: 'trial', run, trial, point: keyOf(x), value, place: here() });
    return {
      value,
      ...(gives && wants.includes('gradient') && { gradient: scratch }),
      ...(wants.includes('residuals') && { residuals }),
      extras: { seed, wants, place: here() },
    };
  }

  async function slowly(x: Float64Array, context: TrialContext): Promise<Evaluation> {
    const from = now();
    if (milliseconds > 0) await setTimeout(milliseconds);
    else await setImmediate();
    const evaluation = evaluate(x, context);
    return { ...evaluation, extras: { ...(evaluation.extras as object), from, to: now() } };
  }

  return {
    name: 'witness',
    parameters: [
      { kind: 'real', name: 'a', low: -2, high: 2 },
      { kind: 'real', name: 'b', low: -2, high: 2 },
      { kind: 'real', name: 'c', low: -2, high: 2 },
      { kind: 'real', name: 'rate', low: 1e-3, high: 1e3, scale: 'log' },
    ],
    evaluate: (x, context) => (milliseconds > 0 || context.trial % 4 === 0 ? slowly : evaluate)(x, context),
  };
});
