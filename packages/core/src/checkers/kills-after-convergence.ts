import { defineCondition } from '../conditions/define-condition.js';
import { count } from '../conditions/figures.js';
import type { StudyView } from '../contracts/view.js';

/** The kills that there had been when enough runs had converged. */
const note = 'before';

/**
 * Yes once `kills` runs have been killed since the moment at which `converged` runs had converged; with `kills: 0`, at that moment. It takes
 * note of that moment when it is asked: behind conditions that say no in an `all`, it hears of it late.
 *
 * Source: GloMPO's `KillsAfterConvergence` (M. Gustavo and T. Verstraelen, Journal of Cheminformatics 14 (2022)).
 */
export const killsAfterConvergence = defineCondition({
  name: 'killsAfterConvergence',
  description: 'once so many runs have been killed since so many had converged',
  options: {
    kills: { type: 'integer', min: 0, description: 'runs killed after that' },
    converged: {
      type: 'integer',
      min: 1,
      default: 1,
      description: 'runs that have to have converged before kills count',
    },
  },
  first: 'kills',
  test({ runs }: StudyView, { kills, converged }, { memory }) {
    if (runs.converged < converged) return undefined;
    const before = memory.get(note) as number | undefined;
    if (before === undefined) memory.set(note, runs.killed);
    const since = runs.killed - (before ?? runs.killed);
    if (since < kills) return undefined;
    return {
      message: `${count(since, 'run')} killed since ${count(converged, 'run')} had converged (limit ${kills})`,
      data: { kills: since },
    };
  },
});
