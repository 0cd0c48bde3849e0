import type { ConditionContext, Hunter } from '../contracts/decision.js';
import type { Reason } from '../contracts/reason.js';
import type { HunterView, StudyView } from '../contracts/view.js';
import { decideWhether } from '../errors/decide.js';
import type { LiveRun } from './live-run.js';
import type { Regret } from './regret.js';

/** The run that holds the best value: it hunts, also when it has ended, and is never a victim. */
function findHunter({ live, incumbent }: StudyView & { readonly live: readonly LiveRun[] }): HunterView | undefined {
  let hunter: LiveRun | undefined;
  for (const run of live) {
    if (run.best && !run.ending && (hunter?.best === undefined || run.best.value < hunter.best.value)) hunter = run;
  }
  if (incumbent === undefined || (hunter?.best && hunter.best.value <= incumbent.value)) return hunter;
  return { id: incumbent.run, trials: incumbent.trial, best: incumbent };
}

/** Which runs the best one would kill now, and why. Decides only; runs that are paused, spared, or ending already are left alone. */
export function hunt(
  study: StudyView & { readonly live: readonly LiveRun[]; readonly regret?: Pick<Regret, 'hasSpared'> },
  hunters: Hunter,
  { random, common }: Omit<ConditionContext, 'memory'>,
): { readonly victim: LiveRun; readonly reason: Reason }[] {
  const hunter = findHunter(study);
  if (hunter === undefined) return [];
  const kills: { victim: LiveRun; reason: Reason }[] = [];
  for (const victim of study.live) {
    if (victim === hunter || victim.ending || victim.paused || study.regret?.hasSpared(victim.id)) continue;
    const view = { study, hunter, victim };
    const context = { random, memory: victim.memory, common };
    const reason = decideWhether('hunter', hunters, () => hunters.test(view, context));
    if (reason) kills.push({ victim, reason });
  }
  return kills;
}
