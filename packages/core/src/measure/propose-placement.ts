import { type Expected, expectedRate, type Load, type Site } from './expected-rate.js';
import type { Circumstances, ConsideredPlacement, PlacementProposal } from './placement-proposal.js';
import { proposalReason } from './proposal-reason.js';
import { proposeSlots } from './propose-slots.js';
import type { TaskMeasurement } from './task-measurement.js';
import { type BackendProfile, type TaskProfile, taskProfile } from './task-profile.js';

const defaultLiveRuns = 4;
const defaultPopulation = 8;
/** Rates that differ by less are alike. */
const alike = 0.03;
/** Evaluations as long as this are worth a message each, so that few optimizers share the slots instead of one being alive for each. */
const worthMessage = 0.03;
/** What cannot be ended shall not hold the manager up for longer: nothing else happens meanwhile, not even Ctrl-C. */
const longestBlockSeconds = 0.05;
/** A task that blocks its thread and computes less than this waits for something outside: for a program, a file, a lock. */
const waitsOutside = 0.3;

/**
 * Chooses where optimizers and trials run, from what was measured: pure.
 *
 * All placements are compared by the evaluations per second that they are expected to give; of those within 3 % of the best, the one that
 * starts fastest is taken. Evaluations of 30 ms and more go to a pool first, if that is as fast, and nobody has said how many optimizers there shall be: few that share the
 * slots find more with the same evaluations than one for each slot. The optimizers then live on workers, too, if trials do, where they cannot hold up the
 * manager. Evaluations that start programs or wait inside a blocking call go to a `contained` backend, since only there they can be ended with certainty,
 * and so does a task that has taken a worker down there: elsewhere it may take the manager along.
 *
 * Undefined if the task can be evaluated on none of the backends, or has not been.
 */
export function proposePlacement(measurement: TaskMeasurement, given: Circumstances): PlacementProposal | undefined {
  const task = taskProfile(measurement, given.problems ?? {});
  if (task === undefined) return undefined;
  const slots = given.slots ?? proposeSlots(task, given.cores);
  const liveRuns = given.liveRuns ?? Math.max(slots, defaultLiveRuns);
  const load = { cores: given.cores, slots, liveRuns, population: given.population ?? defaultPopulation };
  const rated = sitesOf(task)
    .map(site => rate(task, site, load))
    .sort((a, b) => b.expected.evaluationsPerSecond - a.expected.evaluationsPerSecond);
  const possible = rated.filter(({ problem }) => problem === undefined);
  const [best] = possible;
  if (best === undefined) return undefined;
  const least = best.expected.evaluationsPerSecond * (1 - alike);
  const isPoolWanted = slots > 1 && given.liveRuns === undefined && task.seconds >= worthMessage;
  const goodOnes = possible.filter(({ expected }) => expected.evaluationsPerSecond >= least);
  const pools = isPoolWanted ? goodOnes.filter(({ site }) => isPool(site)) : [];
  const chosen = (pools.length > 0 ? pools : goodOnes).reduce((a, b) =>
    startSeconds(b.site) < startSeconds(a.site) ? b : a,
  );
  const considered = [chosen, ...rated.filter(each => each !== chosen)].map(described);
  const { evaluationsPerSecond, utilisation, batch } = chosen.expected;
  return {
    placement: (considered[0] as ConsideredPlacement).placement,
    slots,
    liveRuns,
    utilisation,
    evaluationsPerSecond,
    batch,
    reason: proposalReason(task, {
      ...load,
      site: chosen.site,
      utilisation,
      slotsGiven: given.slots !== undefined,
      problems: new Map(
        rated.flatMap(({ site: { optimizers, trials }, problem }) =>
          trials || problem === undefined ? [] : [[optimizers.measured.backend, problem] as const],
        ),
      ),
    }),
    considered: considered.sort((a, b) => Number(a.problem !== undefined) - Number(b.problem !== undefined)),
  };
}

interface Rated {
  readonly site: Site;
  readonly expected: Expected;
  readonly problem: string | undefined;
}

function sitesOf({ backends }: TaskProfile): Site[] {
  return backends.flatMap(optimizers => [
    { optimizers, trials: undefined },
    ...backends.map(trials => ({ optimizers, trials })),
  ]);
}

function rate(task: TaskProfile, site: Site, load: Load): Rated {
  const expected = expectedRate(task, site, load);
  return { site, expected, problem: problemOf(task, site) };
}

function problemOf(task: TaskProfile, { optimizers, trials }: Site): string | undefined {
  const at = trials ?? optimizers;
  // An optimizer needs nothing of the task, so it may live where the task cannot; but workers that cannot be had, cannot be had.
  if (trials && optimizers.problem !== undefined && optimizers.measured.trials === 0) return optimizers.problem;
  if (at.problem !== undefined) return at.problem;
  const contained = task.backends.find(({ problem, measured }) => problem === undefined && measured.traits.contained);
  if (contained && !at.measured.traits.contained) {
    const { backend, programs, lost } = contained.measured;
    if (lost > 0) return `it took a worker down, or did not end, which does no harm only on ${backend}`;
    if (programs) return `it starts programs, which only ${backend} ends with certainty`;
    if (task.blockedShare > 0.5 && task.processorShare < waitsOutside)
      return `it waits inside a blocking call, which only ${backend} ends with certainty`;
  }
  const blockedSeconds = task.blockedShare * task.seconds;
  const preemptive = task.backends.some(({ problem, measured }) => problem === undefined && measured.traits.preemptive);
  if (preemptive && !at.measured.traits.preemptive && blockedSeconds > longestBlockSeconds)
    return 'an evaluation would hold up everything else for as long as it computes, and could not be ended';
  return undefined;
}

/** Trials in a pool, and the optimizers on workers too, if those are. */
function isPool({ optimizers, trials }: Site): boolean {
  return trials !== undefined && optimizers.measured.traits.parallel === trials.measured.traits.parallel;
}

/** Until everything is there; of alike ones, what needs fewer workers. */
function startSeconds({ optimizers, trials }: Site): number {
  const start = ({ measured }: BackendProfile) =>
    Number.isNaN(measured.startSeconds) ? (measured.traits.parallel ? 0.1 : 0) : measured.startSeconds;
  return start(optimizers) + (trials ? start(trials) + 1e-6 : 0);
}

function described({ site, expected, problem }: Rated): ConsideredPlacement {
  const placement = {
    optimizers: site.optimizers.measured.backend,
    trials: site.trials?.measured.backend ?? 'with-optimizer',
  };
  if (problem !== undefined) return { placement, utilisation: 0, evaluationsPerSecond: 0, problem };
  const { utilisation, evaluationsPerSecond } = expected;
  return { placement, utilisation, evaluationsPerSecond, problem };
}
