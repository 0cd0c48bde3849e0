import { formatCondition, type OptimizerChoice } from '@glompo/core';
import type { Alternative, ReplayReport } from '@glompo/core/replay';

/** The report as one line of JSON, with what each alternative decided by. */
export function replayJson(report: ReplayReport, alternatives: readonly Alternative[]): string {
  const whole = {
    ...report,
    alternatives: report.alternatives.map((replayed, i) => ({
      ...replayed,
      decides: decidedBy(alternatives[i] as Alternative),
    })),
  };
  return `${JSON.stringify(whole, (_, value) => (value instanceof Float64Array ? Array.from(value) : value))}\n`;
}

/** What an alternative decides by, as text. */
export function decidedBy({ hunters, huntEvery, optimizers, spawnUntil, stop }: Alternative) {
  return {
    ...(hunters && { hunter: hunters === 'none' ? 'none' : formatCondition(hunters) }),
    ...(huntEvery !== undefined && { huntEvery }),
    ...(optimizers && { selector: selectorText(optimizers) }),
    ...(spawnUntil && { spawnUntil: formatCondition(spawnUntil) }),
    ...(stop && { stop: formatCondition(stop) }),
  };
}

/** The selector with the optimizers that it chooses from: `cycle(cmaes, nelder-mead)`. */
function selectorText(optimizers: NonNullable<Alternative['optimizers']>): string {
  const [name, choices] =
    'next' in optimizers ? [optimizers.name, optimizers.choices] : ['cycle', [optimizers].flat() as OptimizerChoice[]];
  return `${name}(${choices.map(({ optimizer }) => (typeof optimizer === 'string' ? optimizer : optimizer.name)).join(', ')})`;
}
