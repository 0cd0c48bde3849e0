import { createStudy, type StudyResult } from '@glompo/core';
import { maxEvaluations, maxSeconds, targetValue } from '@glompo/core/checkers';
import { any } from '@glompo/core/conditions';
import { settledMove } from '@glompo/core/hunters';
import { basinHopping } from '@glompo/core/start-points';
import { lbfgs } from '@glompo/optimizer-classic';
import { lennardJones } from '@glompo/tasks';

export const methodNames = ['plain', 'managed', 'hunted', 'paved', 'loose'] as const;
export type MethodName = (typeof methodNames)[number];

export interface Problem {
  readonly atoms: number;
  readonly target: number;
  readonly maxEvaluations: number;
  readonly maxSeconds: number;
}

/** Published values have six decimals; so exactly is the minimum wanted. */
const tolerance = 1e-6;
/** Evaluations from one hunt to the next: a descent takes about a hundred. */
const huntEvery = 5;
/** In temperatures for each move. */
const paving = 0.06;

/**
 * One walk of basin hopping over one L-BFGS descent after the other, by Wales and Doye's temperature and a step of 0.4, with one slot: `plain` makes every descent
 * to its end; `hunted` ends those whose fate is settled; `paved` lets the walk tire of where it has stood; `managed` does both. `loose` is plain with looser
 * tolerances, too loose to reach the target to six digits (three are enough then): what comes from settings alone.
 */
export function solve(method: MethodName, seed: number, problem: Problem): Promise<StudyResult> {
  const loose = method === 'loose';
  const paved = method === 'managed' || method === 'paved';
  const hunted = method === 'managed' || method === 'hunted';
  return createStudy({
    task: lennardJones({ atoms: problem.atoms }),
    optimizers: loose
      ? lbfgs({ gradientTolerance: 0.1, valueTolerance: 1e-8 })
      : lbfgs({ gradientTolerance: 1e-5, valueTolerance: 1e-10 }),
    startPoints: basinHopping({ temperature: 0.8, absoluteStep: 0.4, walkers: 1, paving: paved ? paving : 0 }),
    hunters: hunted ? settledMove() : 'none',
    huntEvery,
    slots: 1,
    seed,
    stop: any(
      targetValue({ value: problem.target, tolerance: loose ? 1e-3 : tolerance }),
      maxEvaluations(problem.maxEvaluations),
      maxSeconds(problem.maxSeconds),
    ),
  }).run();
}
