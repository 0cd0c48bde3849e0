import type { Input } from '@glompo/core/plugin';
import { type Differentiable, noGradient } from './differentiable.js';
import { dimsOption } from './dims.js';
import { realBox } from './real-box.js';
import { taskFactory } from './task-factory.js';
import { testFunction } from './test-function.js';

const definition = testFunction({
  name: 'ackley',
  options: { dims: dimsOption(10) },
  create: ({ dims }) => ({ parameters: realBox(dims, -32.768, 32.768), value }),
  minimum: ({ dims }) => ({
    value: 0,
    point: new Float64Array(dims),
  }),
});
export const { options, minimum } = definition;
export type AckleyOptions = Input<typeof options>;

/**
 * Ackley's function: f(x) = −20 exp(−0.2 √(Σ x_i² / n)) − exp(Σ cos 2πx_i / n) + 20 + e. The minimum is a cone: there is no
 * gradient at 0.
 *
 * Box [-32.768, 32.768]^dims, minimum 0 at 0. Source: D. H. Ackley, A connectionist machine for genetic hillclimbing, Kluwer
 * 1987; for n dimensions T. Bäck, Evolutionary algorithms in theory and practice, Oxford University Press 1996.
 */
export const ackley = taskFactory('ackley', options, import.meta.url);

export default definition.task;

const value: Differentiable = (x, gradient) => {
  const n = x.length;
  let squares = 0;
  let waves = 0;
  for (let i = 0; i < n; i++) {
    squares += x[i]! * x[i]!;
    const s = Math.sin(Math.PI * x[i]!);
    waves -= 2 * s * s; // cos 2πx − 1
  }
  const radius = Math.sqrt(squares / n);
  if (gradient && radius === 0) noGradient(gradient);
  else if (gradient) {
    const pull = (4 * Math.exp(-0.2 * radius)) / (n * radius);
    const ripple = (2 * Math.PI * Math.exp(1 + waves / n)) / n;
    for (let i = 0; i < n; i++) gradient[i] = pull * x[i]! + ripple * Math.sin(2 * Math.PI * x[i]!);
  }
  // 20 − 20 exp(−0.2 r) and e − exp(mean cos) without cancellation.
  return -20 * Math.expm1(-0.2 * radius) - Math.E * Math.expm1(waves / n);
};
