import { chooseKernel } from './kernel/choose-kernel.js';
import type { Kernel } from './kernel/kernel.js';
import { ScalarKernel } from './kernel/scalar-kernel.js';
import { modelOf } from './model-of.js';
import type { CmaesOptions } from './options.js';
import { CholeskyShape } from './shape/cholesky-shape.js';
import { LimitedShape } from './shape/limited-shape.js';
import { SeparableShape } from './shape/separable-shape.js';
import type { Shape } from './shape/shape.js';
import { SymmetricShape } from './shape/symmetric-shape.js';

/** What a run computes with: C as a model of some kind, and where its arrays lie. */
export interface Model {
  readonly kernel: Kernel;
  readonly shape: Shape;
  readonly pathC: Float64Array;
}

/** @param rows most candidates that a generation may have */
export function createModel(n: number, rows: number, options: CmaesOptions): Model {
  const { covariance } = options;
  if (covariance !== 'full') {
    const shape = covariance === 'separable' ? new SeparableShape(n) : new LimitedShape(n);
    return { kernel: new ScalarKernel(n), shape, pathC: new Float64Array(n) };
  }
  const factor = modelOf(options);
  const matrices = factor === 'cholesky' ? [n * n, n * n] : [n * n];
  const kernel = chooseKernel(n, [...matrices, n, rows * n, rows * n, rows, rows]);
  const shape = factor === 'cholesky' ? new CholeskyShape(n, kernel) : new SymmetricShape(n, kernel);
  return { kernel, shape, pathC: kernel.doubles(n) };
}
