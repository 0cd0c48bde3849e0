import type { Intervention, LiveRunLimits, Placement, StudyEvent } from '@glompo/core';
import { after, count, duration, figure, printable, whole } from '../output/figures.js';
import { deciders } from '../study/reasons.js';

/** So many lines may come at once … */
const burst = 10;
/** … and so many per second in the long run; what is above is counted, and told in one line by and by. */
const perSecond = 3;

/** Rare, and never to be missed. */
const alwaysShown: ReadonlySet<StudyEvent['type']> = new Set(['placed', 'resized', 'intervened', 'left-behind']);

/**
 * What happens, a line each: where it runs, kills with their reasons, runs that fail, workers that are lost or ended, warnings. A study may end hundreds of runs per second: then at most
 * three lines per second are shown (ten at once), and the others in one line with their numbers. Runs that converge make no line.
 */
export class News {
  readonly #now: () => number;
  #allowance = burst;
  #lastAt: number;
  /** What was not shown, by what it is. */
  readonly #untold = new Map<string, number>();

  /** @param now seconds, monotonic */
  constructor(now: () => number) {
    this.#now = now;
    this.#lastAt = now();
  }

  /** The line about an event, if it is to be shown. */
  lineOf(event: StudyEvent): string | undefined {
    const line = describe(event);
    if (line === undefined) return undefined;
    if (alwaysShown.has(event.type)) return shown(event, line);
    const now = this.#now();
    this.#allowance = Math.min(burst, this.#allowance + (now - this.#lastAt) * perSecond);
    this.#lastAt = now;
    if (this.#allowance >= 1) {
      this.#allowance--;
      return shown(event, line);
    }
    const kind = kindOf(event);
    this.#untold.set(kind, (this.#untold.get(kind) ?? 0) + 1);
    return undefined;
  }

  /** One line about what was not shown since the last time; undefined if there was nothing. */
  untold(): string | undefined {
    if (this.#untold.size === 0) return undefined;
    const kinds = [...this.#untold].sort(([, a], [, b]) => b - a);
    this.#untold.clear();
    return `… and ${kinds
      .map(([kind, n]) => `${whole(n)} × ${kind}`)
      .slice(0, 5)
      .join(', ')}`;
  }
}

/** `optimizers on threads, trials with-optimizer`. */
export function placementText({ optimizers, trials }: Placement): string {
  return `optimizers on ${optimizers}, trials ${trials === 'with-optimizer' ? trials : `on ${trials}`}`;
}

/** `4`, or `4 to 8`. */
export function liveRunsText({ from, upTo }: LiveRunLimits): string {
  return from === upTo ? String(from) : `${from} to ${upTo}`;
}

function shown({ seconds }: StudyEvent, line: string): string {
  return `${duration(seconds)}  ${printable(line)}`;
}

function describe(event: StudyEvent): string | undefined {
  switch (event.type) {
    case 'run-ended': {
      if (event.status !== 'killed' && event.status !== 'failed') return undefined;
      return `run ${event.run} (${event.optimizer.name}) ${event.status} after ${count(event.trials, 'trial')}: ${event.reason.message}`;
    }
    case 'run-spared':
      return `run ${event.run} spared after ${count(event.trials, 'trial')}: ${event.reason.message}`;
    case 'placed': {
      const { placement, slots, liveRuns, reason } = event;
      return `${placementText(placement)}; slots ${slots}, live runs ${liveRunsText(liveRuns)}: ${reason.message}`;
    }
    case 'resized':
      return event.slots === 0 ? 'slots 0: the study pauses' : `slots ${event.slots} from now on`;
    case 'intervened':
      return `from outside: ${interventionText(event.intervention)}`;
    case 'injected':
      return `run ${event.run} ${event.heard ? 'has heard of the point' : 'has no use for points of others'}`;
    case 'shared':
      return `run ${event.run} shall hear of a point of value ${figure(event.value)}: ${event.reason.message}`;
    case 'trial-lost':
      return `${trialsOf(event)} lost: ${event.cause}; ${afterLoss[event.next]}`;
    case 'worker-replaced': {
      const { worker, backend, freedAfterMs, startedAfterMs, reason } = event;
      const next = startedAfterMs === 0 ? 'another one stood by' : `a fresh one ${after(startedAfterMs)}`;
      return `worker ${worker} of ${backend} replaced: ${reason.message}; freed ${after(freedAfterMs)}, ${next}`;
    }
    case 'left-behind':
      return `still running: ${event.what} (worker ${event.worker} of ${event.backend})`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'gap':
      return `(events ${whole(event.from)} to ${whole(event.to)} came too fast to be shown)`;
    default:
      return undefined;
  }
}

function interventionText(intervention: Intervention): string {
  switch (intervention.type) {
    case 'stop':
      return 'stop';
    case 'stop-run':
      return `stop run ${intervention.run}`;
    case 'pause-run':
      return `pause run ${intervention.run}`;
    case 'continue-run':
      return `continue run ${intervention.run}`;
    case 'stop-when':
      return `stop at ${intervention.condition}`;
    case 'start-run':
      return 'start a run at a point';
    case 'inject':
      return `a point of value ${figure(intervention.value)}`;
  }
}

const afterLoss: Readonly<Record<Extract<StudyEvent, { type: 'trial-lost' }>['next'], string>> = {
  retry: 'made again',
  failed: 'too often, so it has failed',
  lost: 'not made again, since its run has ended',
};

function trialsOf({ run, first, trials }: { run: number; first: number; trials: number }): string {
  return trials === 1
    ? `trial ${whole(first)} of run ${run}`
    : `one of trials ${whole(first)} to ${whole(first + trials - 1)} of run ${run}`;
}

const kinds: { readonly [K in StudyEvent['type']]?: string } = {
  'trial-lost': 'trial lost',
  'worker-replaced': 'worker replaced',
};

function kindOf(event: StudyEvent): string {
  if (event.type !== 'run-ended') return kinds[event.type] ?? event.type;
  return event.status === 'killed' ? `killed by ${printable(deciders(event.reason))}` : event.status;
}
