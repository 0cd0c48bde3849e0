import { type Input, type OptionsSpec, parseOptions } from '@glompo/core/plugin';
import * as ackley from './ackley.task.js';
import * as alpine01 from './alpine01.task.js';
import * as alpine02 from './alpine02.task.js';
import * as bbob from './bbob.task.js';
import * as deceptive from './deceptive.task.js';
import * as easom from './easom.task.js';
import * as ellipsoid from './ellipsoid.task.js';
import * as exponentialLeastSquares from './exponential-least-squares.task.js';
import * as griewank from './griewank.task.js';
import type { KnownMinimum } from './known-minimum.js';
import * as langermann from './langermann.task.js';
import * as lennardJones from './lennard-jones.task.js';
import * as levy from './levy.task.js';
import * as michalewicz from './michalewicz.task.js';
import * as qing from './qing.task.js';
import * as rana from './rana.task.js';
import * as rastrigin from './rastrigin.task.js';
import * as rosenbrock from './rosenbrock.task.js';
import * as schwefel from './schwefel.task.js';
import * as shekel from './shekel.task.js';
import * as shubert from './shubert.task.js';
import * as sphere from './sphere.task.js';
import * as stochastic from './stochastic.task.js';
import * as styblinskiTang from './styblinski-tang.task.js';
import * as trigonometric from './trigonometric.task.js';
import * as vincent from './vincent.task.js';
import * as zeroSum from './zero-sum.task.js';

const functions = {
  ackley,
  alpine01,
  alpine02,
  bbob,
  deceptive,
  easom,
  'exponential-least-squares': exponentialLeastSquares,
  langermann,
  qing,
  rana,
  stochastic,
  trigonometric,
  vincent,
  'zero-sum': zeroSum,
  ellipsoid,
  griewank,
  'lennard-jones': lennardJones,
  levy,
  michalewicz,
  rastrigin,
  rosenbrock,
  schwefel,
  shekel,
  shubert,
  sphere,
  'styblinski-tang': styblinskiTang,
} as const;

/** The names of the test functions, as in this package's manifest. */
export type TaskName = keyof typeof functions;

/**
 * What is known about the global minimum of a test function: `knownMinimum('rastrigin', { dims: 5 })`.
 *
 * @returns undefined for a name that is not of this package, and for numbers of atoms whose lowest energy is not listed here
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function knownMinimum<Name extends TaskName>(
  name: Name,
  options?: Input<(typeof functions)[Name]['options']>,
): KnownMinimum | undefined;
export function knownMinimum(name: string, options?: unknown): KnownMinimum | undefined;
export function knownMinimum(name: string, options?: unknown): KnownMinimum | undefined {
  if (!Object.hasOwn(functions, name)) return undefined;
  const { options: spec, minimum } = functions[name as TaskName] as {
    readonly options: OptionsSpec;
    // A method, since each function accepts its own options only: those that its specification yields.
    minimum(options: object): KnownMinimum | undefined;
  };
  return minimum(parseOptions(spec, options, name));
}
