import { noSlotTime, type SlotTime } from './slot-time.js';

/** How the slots of a study spent their time. */
export interface SlotReport {
  /** Slot-seconds: slots × time (what was still in use after slots were taken away included). */
  readonly total: number;
  readonly spent: SlotTime;
  /** Evaluating ÷ total, from 0 to 1. */
  readonly utilisation: number;
  /** What took most of the rest, and what would help; undefined where little was lost. */
  readonly advice: string | undefined;
}

/** What a report depends on besides the times. */
export interface SlotCircumstances {
  /** Trials run where their optimizers live. */
  readonly resident: boolean;
  /** Evaluations compute at the same time as the manager. */
  readonly parallel: boolean;
}

/** Shares of slot time that are not worth a word. */
const tolerable = 0.05;

export function reportSlotTime(spent: SlotTime, circumstances: SlotCircumstances): SlotReport {
  const total = Object.values(spent).reduce((sum, seconds) => sum + seconds, 0);
  const utilisation = total > 0 ? spent.evaluating / total : 0;
  return { total, spent, utilisation, advice: total > 0 ? advise(spent, total, circumstances) : undefined };
}

/** What is to be reported before any time was spent. */
export function emptySlotReport(): SlotReport {
  return { total: 0, spent: noSlotTime(), utilisation: 0, advice: undefined };
}

function advise(spent: SlotTime, total: number, circumstances: SlotCircumstances): string | undefined {
  const { evaluating: _, ...others } = spent;
  const [use, seconds] = Object.entries(others).reduce((a, b) => (b[1] > a[1] ? b : a)) as [Loss, number];
  if (seconds / total < tolerable) return undefined;
  const share = `${Math.round((seconds / total) * 100)} % of slot time`;
  return `${share} ${remarks[use](circumstances)}`;
}

type Loss = Exclude<keyof SlotTime, 'evaluating'>;

const remarks: Readonly<Record<Loss, (circumstances: SlotCircumstances) => string>> = {
  optimizing: ({ resident }) =>
    resident
      ? "was the optimizers' own arithmetic: evaluations are cheap beside it, so an optimizer with less of it would give more of them"
      : 'was spent waiting for optimizers to compute their next points: let them run on threads or processes, or allow more live runs',
  starting: () =>
    'was spent starting workers, or measuring where to run: a placement that is named, fewer slots, threads instead of processes, or a longer study would lose less',
  waitingForPoints: ({ resident }) =>
    resident
      ? 'was spent without a run to serve: allow at least as many live runs as slots'
      : 'was spent at generation barriers or without a run to serve: allow more live runs, larger populations, or optimizers that need no barrier, or let trials run with their optimizers',
  waitingForManager: ({ parallel, resident }) => {
    if (!parallel)
      return "was spent waiting for the manager's thread, in which everything ran: threads or processes would evaluate at the same time";
    return resident
      ? 'was spent between turns: the manager was busy, or other programs took the processor'
      : 'was spent on messages: let trials run with their optimizers, or give more work per evaluation';
  },
  waitingForLog: () => 'was spent waiting for a reader of the events: it should read faster, or need not keep up',
  beingReplaced: () => 'was spent replacing workers: the warnings say why they were lost or ended',
  finished: () => 'was left when nothing was to be done any more: fewer slots, or more evaluations, would lose less',
};
