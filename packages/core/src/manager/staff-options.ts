import { systemClock } from './clock.js';
import type { StudyPlan } from './plan.js';
import type { StaffOptions } from './staff.js';
import type { StudyOptions } from './study-options.js';
import { trialPolicy } from './trial-policy.js';
import type { WorkerNews } from './worker-news.js';

/** What it takes to staff a study's housing. */
export function staffOptions(
  options: StudyOptions,
  { plan, signal, news }: Pick<StaffOptions, 'signal'> & { readonly plan: StudyPlan; readonly news: WorkerNews },
): StaffOptions {
  const { graceMs, timeoutMs } = trialPolicy(options);
  return {
    task: options.task,
    choices: plan.choices,
    seed: plan.seed,
    signal,
    clock: systemClock,
    events: news,
    spare: options.spareWorker ?? true,
    limits: { timeoutMs, graceMs },
  };
}
