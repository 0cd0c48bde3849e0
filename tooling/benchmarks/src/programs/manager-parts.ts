import type { ConditionContext, Hunter, Reason, SearchSpace, Start } from '@glompo/core/plugin';
import type { TrialBatch } from '@glompo/core/worker';

/** The books of a study, as the manager keeps them. */
export interface BooksOfStudy {
  readonly evaluations: number;
  begin(run: object): void;
  record(run: object, trials: TrialBatch, how: { readonly told: boolean }): void;
  end(run: object, status: 'converged', reason: Reason): void;
}

/** Parts of the manager that are not for others. */
interface ManagerParts {
  readonly EventLog: new () => object;
  readonly LiveRun: new (
    id: number,
    resolved: object,
    how: { readonly start: Start; readonly startedAt: number; readonly lookback: number },
  ) => object;
  readonly StudyState: new (space: SearchSpace, how: { readonly events: object; now(): number }) => BooksOfStudy;
  readonly hunt: (study: BooksOfStudy, hunters: Hunter, chance: Omit<ConditionContext, 'memory'>) => readonly unknown[];
}

/** What happens inside of a study may be too short to be timed there, so its parts are taken from where core is built. */
export async function managerParts(): Promise<ManagerParts> {
  const folder = new URL('../manager/', import.meta.resolve('@glompo/core/worker'));
  const names = ['event-log', 'live-run', 'study-state', 'hunt'];
  const modules = await Promise.all(names.map(name => import(new URL(`${name}.js`, folder).href)));
  return Object.assign({}, ...modules);
}
