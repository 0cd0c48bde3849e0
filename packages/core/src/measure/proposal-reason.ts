import type { Reason } from '../contracts/reason.js';
import type { Site } from './expected-rate.js';
import type { BackendProfile, TaskProfile } from './task-profile.js';

/** Evaluations with a larger spread than this are told by their quartiles. */
const uneven = 0.5;

export interface Chosen {
  readonly site: Site;
  readonly slots: number;
  readonly slotsGiven: boolean;
  readonly liveRuns: number;
  readonly cores: number;
  readonly utilisation: number;
  /** By backend: why trials cannot be there. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Why this placement, for a person and with its figures for a program. */
export function proposalReason(task: TaskProfile, chosen: Chosen): Reason {
  const { slots, liveRuns, cores, utilisation, problems } = chosen;
  const { seconds, blockedShare, processorShare } = task;
  return {
    by: 'measurement',
    message: `an evaluation takes ${times(task)} ${nature(task)}: ${slotsText(task, chosen)}; ${whereText(task, chosen)}`,
    data: { secondsPerEvaluation: seconds, blockedShare, processorShare, slots, liveRuns, cores, utilisation },
    because: [...problems].map(([by, message]) => ({ by, message })),
  };
}

/** `0.4 µs`, `20 ms`, `1.5 s`, `2.5 h`. */
function duration(seconds: number): string {
  const [factor, unit] = (
    [
      [3600, 'h'],
      [60, 'min'],
      [1, 's'],
      [1e-3, 'ms'],
      [1e-6, 'µs'],
    ] as const
  ).find(([factor]) => seconds >= factor) ?? [1e-6, 'µs'];
  return `${Number((seconds / factor).toPrecision(2))} ${unit}`;
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? 'less than 1 %' : `${Math.round(100 * share)} %`;
}

function nature({ blockedShare, processorShare }: TaskProfile): string {
  if (processorShare > 1.5) return `on ${Number(processorShare.toPrecision(2))} cores`;
  if (blockedShare <= 0.5) return `and blocks its thread for ${percent(blockedShare)} of that`;
  if (processorShare < 0.3) return `in which it blocks its thread and hardly computes (${percent(processorShare)})`;
  return 'of computing';
}

function slotsText({ processorShare }: TaskProfile, { slots, slotsGiven, cores }: Chosen): string {
  const many = `${slots} ${slots === 1 ? 'slot' : 'slots'}`;
  const machine = `${cores} ${cores === 1 ? 'core' : 'cores'}`;
  if (slotsGiven) return `${many} on ${machine}`;
  return slots > cores
    ? `${machine} bear ${slots} at once, since it keeps a core busy for ${percent(processorShare)} of its time`
    : `${many} on ${machine}`;
}

function whereText(task: TaskProfile, { site: { optimizers, trials }, slots, liveRuns, problems }: Chosen): string {
  const at = trials ?? optimizers;
  const name = at.measured.backend;
  const others = task.backends.filter(({ measured }) => measured.backend !== name);
  const possible = others.filter(({ measured }) => !problems.has(measured.backend));
  const slower = possible.find(({ factor, slowdown }) => factor * slowdown > at.factor * at.slowdown * 1.1);
  // Who could run it, but should not.
  const [ruledOut] = others.filter(({ problem }) => problem === undefined);
  let where = `on ${name}`;
  if (possible.length === 0 && others.length > 0)
    where += ruledOut ? `: ${problems.get(ruledOut.measured.backend)}` : ', the only place where it was found to work';
  else if (slower) where += `, where it is quicker than on ${slower.measured.backend}${because(slower)}`;
  else if (!at.measured.traits.parallel)
    where = slots > 1 ? 'they take turns in one thread, and nothing has to be started' : 'nothing has to be started';
  if (trials === undefined) return `${where}; each optimizer beside its trials, so that no point travels`;
  return liveRuns < slots
    ? `${where}; ${liveRuns} optimizers share the slots for their generations`
    : `${where}; optimizers share the slots`;
}

function times({ median, quartiles: [lower, upper], spread }: TaskProfile): string {
  return spread > uneven ? `mostly ${duration(lower)} to ${duration(upper)}` : duration(median);
}

function because({ slowdown }: BackendProfile): string {
  return slowdown > 1 ? `: two copies there slow each other down by a factor of ${slowdown.toFixed(1)}` : '';
}
