import { availableParallelism } from 'node:os';
import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import { inline, type Parameter } from '@glompo/core';
import { compareBackends, type PlacementProposal, proposePlacement, type TaskMeasurement } from '@glompo/core/measure';
import type { TaskOfArgs } from '../tasks/task-of-args.js';
import { type Examination, examine } from './examine.js';
import { examineApart, unusable } from './examine-apart.js';
import { disturbs, type Finding, findings } from './findings.js';
import { examinedPoints, studyParameters } from './points.js';

/** What begins after as much of the time would hardly end in it. */
const margin = 1.2;

export interface DiagnosisOptions extends TaskOfArgs {
  readonly slots: number | undefined;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Hears what is begun. */
  readonly onStage: (backend: string) => void;
}

export interface Diagnosis {
  /** Empty if the task could be loaded nowhere. */
  readonly parameters: readonly Parameter[];
  readonly measurement: TaskMeasurement;
  readonly findings: readonly Finding[];
  /** Undefined if not one evaluation gave a value. */
  readonly proposal: PlacementProposal | undefined;
}

/**
 * Examines a task on processes, on threads and inline, and proposes where it should run.
 *
 * On processes first, since nothing that the task does there does harm; what it does on threads and inline it does in a process of its
 * own.
 */
export async function diagnose({ task, bounds, ...options }: DiagnosisOptions): Promise<Diagnosis> {
  const { signal, onStage } = options;
  const cores = availableParallelism();
  const beganAt = performance.now();
  const left = () => options.seconds * 1000 - (performance.now() - beganAt);
  const load = {
    type: 'load',
    task: { type: 'module', module: task.module },
    options: task.options ?? {},
    seed: 1,
  } as const;
  let parameters: readonly Parameter[] = [];
  let points: Float64Array | undefined;
  const slots = options.slots ?? cores;

  onStage('processes');
  const onProcesses = await examine(processes(), {
    load,
    points: loaded => {
      parameters = studyParameters(loaded.parameters, bounds);
      points = examinedPoints(parameters, loaded.start);
      return points;
    },
    slots,
    milliseconds: left(),
    trialTimeoutMs: left() / 2,
    signal,
  });
  const examinations: Examination[] = [onProcesses];
  for (const backend of ['threads', 'inline'] as const) {
    const why = reasonNotToTry(examinations, left());
    if (points === undefined || why !== undefined) {
      examinations.push(unusable(backend === 'inline' ? inline() : threads(), why ?? 'it was not tried'));
      continue;
    }
    onStage(backend);
    const given = { backend, load, points, slots, milliseconds: left(), trialTimeoutMs: left() / 2 };
    examinations.push(await examineApart(given, signal));
  }
  const measurement = compareBackends(examinations.map(each => each.measurement));
  return {
    parameters,
    measurement,
    findings: findings(examinations, measurement),
    proposal: propose(examinations, measurement, { slots: options.slots, cores }),
  };
}

/** A task that does not end, or lasts longer than the time that is left. */
function reasonNotToTry(examinations: readonly Examination[], leftMs: number): string | undefined {
  const [{ measurement }] = examinations as [Examination];
  if (measurement.problem !== undefined && measurement.trials === 0 && /had not ended/.test(measurement.problem))
    return `it was not tried, since on ${measurement.backend} ${measurement.problem}`;
  const longest = Math.max(
    0,
    ...examinations.map(({ measurement: { alone, together } }) => (alone ?? together)?.max ?? 0),
  );
  if (leftMs > longest * 1000 * margin) return undefined;
  return 'it was not tried, since the time was over (--max-seconds gives more)';
}

function propose(
  examinations: readonly Examination[],
  measurement: TaskMeasurement,
  { slots, cores }: { readonly slots: number | undefined; readonly cores: number },
): PlacementProposal | undefined {
  const working = examinations.filter(({ measurement }) => measurement.trials > measurement.failed);
  if (working.length === 0) return undefined;
  const disturbed = working.filter(disturbs).map(each => each.measurement.backend);
  if (disturbed.length === 0) return proposePlacement(measurement, { slots, cores });
  const others = working.filter(
    ({ measurement: { backend, traits } }) => traits.parallel && !disturbed.includes(backend),
  );
  if (others.length > 0) {
    const problems = Object.fromEntries(disturbed.map(name => [name, 'two copies at once disturb each other there']));
    return proposePlacement(measurement, { slots, cores, problems });
  }
  // Wherever there could be two at once, they disturb each other.
  const proposal = proposePlacement(measurement, { slots: slots ?? 1, cores });
  if (proposal === undefined || proposal.slots > 1) return proposal;
  const message = `copies at once disturb each other, so there is one at a time; ${proposal.reason.message}`;
  return { ...proposal, reason: { ...proposal.reason, message } };
}
