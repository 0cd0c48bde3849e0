import type { Clock } from '../manager/clock.js';
import type { Candidate } from './candidate.js';
import { EarlyEnd } from './early-end.js';
import type { MeasurePlan } from './measure-plan.js';
import { type Lane, runStage, type StageLimits } from './stage.js';
import type { TrialSamples } from './trial-times.js';

/** A worker that cannot be ended is given a task only if it is shorter than this, or does not block its thread. */
const shortSeconds = 0.1;
const hardlyBlocked = 0.3;
/** First trials on one backend, if they fail. */
const firstTries = 4;
/** More workers than this in one wave tell no more about a task. */
const mostInWave = 64;

interface TrialMaking {
  readonly plan: MeasurePlan;
  readonly slots: number;
  readonly milliseconds?: number | undefined;
  readonly clock: Clock;
}

interface Making extends TrialMaking {
  readonly end: EarlyEnd;
}

/** Makes the trials of a measuring: first ones, then the rounds of the plan, or a wave if the first ones show that the task is long. */
export async function makeTrials(candidates: readonly Candidate[], given: TrialMaking): Promise<void> {
  const { plan, clock, milliseconds = Number.POSITIVE_INFINITY } = given;
  const end = new EarlyEnd();
  const making = { ...given, end };
  const patienceMs = plan.leaveLong ? plan.longMs : Number.POSITIVE_INFINITY;
  const deadline = clock.now() + milliseconds;
  for (const candidate of candidates) {
    if (clock.now() >= deadline || !mayTry(candidate, candidates)) continue;
    if ((await firstTrials(candidate, candidates, making)) === 'long') return;
  }
  if (plan.waveWhereItWaits && waits(candidates)) {
    const possible = candidates.filter(each => each.works && mayTry(each, candidates));
    // More workers would take longer to start than the trials last; inline ones need no start.
    const most = ({ backend }: Candidate) => (backend.traits.parallel ? 1 : mostInWave);
    await wave(possible, making, { candidates, giveBack: () => false, most, patienceMs });
    return;
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (const candidate of candidates) {
      for (const copies of [1, plan.copies]) {
        if (end.over) return;
        if (clock.now() >= deadline || candidate.times === undefined || !mayTry(candidate, candidates)) continue;
        await candidate.grow(copies);
        const lanes = Array.from({ length: copies }, (_, worker) => lane(candidate, worker, candidates));
        const limits = { ...plan, patienceMs };
        for (const samples of await runStage(lanes, limits, { ...making, copies }))
          candidate.addSamples(samples, copies);
      }
    }
  }
}

/** Until one has worked; if the first of them takes long, the wave begins at once. */
async function firstTrials(
  candidate: Candidate,
  candidates: readonly Candidate[],
  making: Making,
): Promise<'long' | 'short'> {
  const { plan, clock } = making;
  for (let tries = 0; tries < firstTries && candidate.usable && !candidate.works; tries++) {
    let ended = false;
    const first = runStage([lane(candidate, 0, candidates)], oneTrial, { ...making, copies: 1 })
      .then(([samples]) => candidate.addFirst(samples as TrialSamples))
      .finally(() => {
        ended = true;
      });
    let lost: number;
    let beganAt: number;
    // Who has lost its worker has begun another one: what the start of a worker lasts says nothing about the task.
    do {
      lost = candidate.lost;
      beganAt = clock.now();
      await clock.atMost(plan.longMs, first);
    } while (!ended && candidate.lost > lost);
    // One that blocks this thread keeps the timer from ending the wait.
    if (!ended || (candidate.lost === lost && clock.now() - beganAt >= plan.longMs)) {
      await Promise.all([first, longWave(candidate, candidates, making)]);
      return 'long';
    }
    await first;
  }
  return 'short';
}

const oneTrial: StageLimits = { stageMs: 0, leastTrials: 1, mostTrials: 1, patienceMs: Number.POSITIVE_INFINITY };

/** One trial on each free slot, spread over the backends, all at the same time. */
async function wave(
  possible: readonly Candidate[],
  making: Making,
  {
    candidates,
    busy,
    giveBack,
    most,
    patienceMs = Number.POSITIVE_INFINITY,
  }: {
    readonly candidates: readonly Candidate[];
    readonly busy?: Candidate;
    readonly giveBack: (candidate: Candidate) => boolean;
    /** Workers of a candidate. */
    readonly most: (candidate: Candidate) => number;
    readonly patienceMs?: number;
  },
): Promise<void> {
  const workers = new Map<Candidate, number>(possible.map(each => [each, each === busy ? 1 : 0]));
  const lanes: Lane[] = [];
  const free = Math.min(mostInWave, making.slots) - (busy ? 1 : 0);
  const next = () => {
    const least = Math.min(...[...workers].flatMap(([each, count]) => (count < most(each) ? [count] : [])));
    return possible.find(each => workers.get(each) === least && least < most(each));
  };
  for (let candidate = next(); candidate && lanes.length < free; candidate = next()) {
    const worker = workers.get(candidate) as number;
    workers.set(candidate, worker + 1);
    lanes.push({ ...lane(candidate, worker, candidates), giveBack: giveBack(candidate) });
  }
  const copies = Math.max(2, making.slots);
  // Who has its workers begins, whatever the others still wait for.
  const made = possible.map(async candidate => {
    const own = lanes.filter(each => each.candidate === candidate);
    if (own.length === 0) return;
    await candidate.grow(workers.get(candidate) as number);
    for (const samples of await runStage(own, { ...oneTrial, patienceMs }, { ...making, copies }))
      candidate.addSamples(samples, copies);
  });
  for (const end of await Promise.allSettled(made)) if (end.status === 'rejected') throw end.reason;
}

/** Of a task that has begun but has not ended: whoever cannot be ended, and blocks its thread, has ended by now. */
function longWave(first: Candidate, candidates: readonly Candidate[], making: Making): Promise<void> {
  const others = candidates.filter(each => each !== first && each.backend.traits.preemptive && safe(each, candidates));
  const possible = first.backend.traits.preemptive || !first.works ? [...others, first] : others;
  return wave(possible, making, {
    candidates,
    busy: first,
    giveBack: candidate => candidate !== first,
    most: () => mostInWave,
  });
}

/** Whether many copies of the task at once hardly disturb each other, or anything else. */
function waits(candidates: readonly Candidate[]): boolean {
  const known = candidates.flatMap(({ times }) => times ?? []);
  return (
    known.length > 0 && known.every(each => each.blockedShare < hardlyBlocked && each.processorShare < hardlyBlocked)
  );
}

function lane(candidate: Candidate, worker: number, candidates: readonly Candidate[]): Lane {
  const giveBack = candidates.some(other => other !== candidate && other.works);
  return { candidate, worker, giveBack, safe: () => safe(candidate, candidates) };
}

/** What cannot be ended is only given what is known to be short, or not to block; and nothing that takes workers down. */
function mayTry(candidate: Candidate, candidates: readonly Candidate[]): boolean {
  if (!safe(candidate, candidates)) return false;
  const earlier = candidates.slice(0, candidates.indexOf(candidate));
  if (candidate.backend.traits.preemptive || candidates.length === 1) return true;
  const known = earlier.flatMap(({ times }) => times ?? []);
  if (earlier.every(({ usable }) => !usable)) return true;
  return known.some(({ median, blockedShare }) => median < shortSeconds || blockedShare < hardlyBlocked);
}

/** Whether it can be used, and no safer one has lost a worker. */
function safe(candidate: Candidate, candidates: readonly Candidate[]): boolean {
  const dangerous = candidates.slice(0, candidates.indexOf(candidate)).find(each => each.dangerous);
  if (dangerous) candidate.refuse(`it is not used, since the task takes its workers down on ${dangerous.backend.name}`);
  return candidate.usable;
}
