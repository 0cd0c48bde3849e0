import { gallagher21, gallagher101 } from './gallagher.js';
import { bentCigar, differentPowers, discus, rotatedEllipsoidal, sharpRidge } from './ill-conditioned.js';
import { optimalValue, seedOf } from './instance.js';
import { attractiveSector, rosenbrock, rotatedRosenbrock, stepEllipsoidal } from './moderate.js';
import { griewankRosenbrock, rotatedRastrigin, schaffers, schaffersIllConditioned, weierstrass } from './multimodal.js';
import type { MakeProblem, Problem } from './problem.js';
import { buecheRastrigin, ellipsoidal, linearSlope, rastrigin, sphere } from './separable.js';
import { katsuura, lunacekBiRastrigin, schwefel } from './weakly-structured.js';

interface BbobFunction {
  /** As RR-6829 calls it. */
  readonly name: string;
  readonly make: MakeProblem;
  /** The function whose seeds it has, where they are not its own. */
  readonly seedsOf?: number;
}

/** f1 … f24. */
export const bbobFunctions: readonly BbobFunction[] = [
  { name: 'Sphere', make: sphere },
  { name: 'Ellipsoidal', make: ellipsoidal },
  { name: 'Rastrigin', make: rastrigin },
  { name: 'Büche-Rastrigin', make: buecheRastrigin, seedsOf: 3 },
  { name: 'Linear slope', make: linearSlope },
  { name: 'Attractive sector', make: attractiveSector },
  { name: 'Step ellipsoidal', make: stepEllipsoidal },
  { name: 'Rosenbrock, original', make: rosenbrock },
  { name: 'Rosenbrock, rotated', make: rotatedRosenbrock },
  { name: 'Ellipsoidal, rotated', make: rotatedEllipsoidal },
  { name: 'Discus', make: discus },
  { name: 'Bent cigar', make: bentCigar },
  { name: 'Sharp ridge', make: sharpRidge },
  { name: 'Different powers', make: differentPowers },
  { name: 'Rastrigin, rotated', make: rotatedRastrigin },
  { name: 'Weierstrass', make: weierstrass },
  { name: 'Schaffers F7', make: schaffers },
  { name: 'Schaffers F7, moderately ill-conditioned', make: schaffersIllConditioned, seedsOf: 17 },
  { name: 'Composite Griewank-Rosenbrock F8F2', make: griewankRosenbrock },
  { name: 'Schwefel', make: schwefel },
  { name: "Gallagher's Gaussian 101-me peaks", make: gallagher101 },
  { name: "Gallagher's Gaussian 21-hi peaks", make: gallagher21 },
  { name: 'Katsuura', make: katsuura },
  { name: 'Lunacek bi-Rastrigin', make: lunacekBiRastrigin },
];

/** Which instance of which function: numbers from 1. */
export interface Which {
  readonly function: number;
  readonly instance: number;
  readonly dims: number;
}

/** An instance of a function, with f_opt. */
export function bbobProblem({ function: number, instance, dims }: Which): Problem & { readonly fopt: number } {
  const { make, seedsOf } = bbobFunctions[number - 1]!;
  const seed = seedOf(seedsOf ?? number, instance);
  return { ...make(dims, seed), fopt: optimalValue(seed) };
}
