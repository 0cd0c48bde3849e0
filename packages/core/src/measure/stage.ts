import { type Clock, longestTimerMs } from '../manager/clock.js';
import type { Candidate } from './candidate.js';
import type { EarlyEnd } from './early-end.js';
import { TrialSamples } from './trial-times.js';

/** One message holds about so much work, so that a stage ends in time and has several of them. */
const messageMs = 10;

/** When trials follow each other on some workers at once. */
export interface StageLimits {
  /** Milliseconds after which no further trial begins, once a worker has `leastTrials`. */
  readonly stageMs: number;
  readonly leastTrials: number;
  readonly mostTrials: number;
  /** A message that lasts so many milliseconds longer than it may is not waited for: it ends all stages. */
  readonly patienceMs: number;
}

/** One worker in a stage. */
export interface Lane {
  readonly candidate: Candidate;
  readonly worker: number;
  /** What fails before anything has worked there is given back: the task works on another backend, or may. */
  readonly giveBack: boolean;
  /** Whether nothing that was found meanwhile, on other lanes, forbids a further trial here. */
  readonly safe: () => boolean;
}

interface Staging {
  readonly clock: Clock;
  readonly copies: number;
  readonly end: EarlyEnd;
}

/** Evaluates on all lanes at once, each with one message after the other. @returns the samples of each lane */
export async function runStage(
  lanes: readonly Lane[],
  limits: StageLimits,
  { clock, copies, end }: Staging,
): Promise<readonly TrialSamples[]> {
  const beganAt = clock.now();
  const run = async ({ candidate, worker, giveBack, safe }: Lane): Promise<TrialSamples> => {
    const samples = new TrialSamples();
    const at = { backend: candidate.backend.name, worker, copies };
    while (!end.over && candidate.usable && safe() && !(giveBack && candidate.hopeless)) {
      const left = limits.stageMs - (clock.now() - beganAt);
      const missing = limits.leastTrials - samples.trials;
      if ((left <= 0 && missing <= 0) || samples.trials >= limits.mostTrials) break;
      const given = await candidate.next(messageSize(samples, limits, left), at, end);
      if (given === undefined) break;
      // A trial that took another worker down may have come here while this lane waited for one.
      if (!safe()) {
        candidate.giveBack(given, at);
        break;
      }
      // What is missing is evaluated even if there is no time left.
      const deadlineMs = missing > 0 ? Math.max(left, messageMs) : left;
      const evaluated = candidate.evaluate(given, at, { deadlineMs, giveBack });
      if (!(await inTime(evaluated, deadlineMs + limits.patienceMs, clock))) {
        end.now();
        break;
      }
      const answer = await evaluated;
      if (answer?.usage) samples.add(answer.usage);
    }
    return samples;
  };
  // All have ended before one failure is told.
  const ended = await Promise.allSettled(lanes.map(run));
  return ended.map(end => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

async function inTime(promise: Promise<unknown>, milliseconds: number, clock: Clock): Promise<boolean> {
  if (milliseconds > longestTimerMs) return true;
  let settled = false;
  const noted = promise.finally(() => {
    settled = true;
  });
  await clock.atMost(milliseconds, noted);
  return settled;
}

function messageSize(samples: TrialSamples, { mostTrials, leastTrials }: StageLimits, leftMs: number): number {
  const { trials, lastMs } = samples;
  if (trials === 0) return 1;
  const fitting = Math.floor(Math.min(messageMs, leftMs) / Math.max(lastMs, 1e-4));
  const most = leftMs > 0 ? mostTrials - trials : leastTrials - trials;
  return Math.max(1, Math.min(fitting, most));
}
