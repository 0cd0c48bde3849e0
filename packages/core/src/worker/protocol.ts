import type { InjectionMode } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain, PlainObject } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { Want } from '../contracts/task.js';

/**
 * The turn protocol: what the manager asks of a worker and what it answers, as plain data with nothing of JavaScript in it. A
 * worker in another language speaks it too. Points travel packed: row after row in one `Float64Array`, in the task's units.
 */
export type Request = LoadRequest | TurnRequest | EvaluateRequest | SnapshotRequest | InjectRequest | CloseRequest;

/**
 * Where a worker finds code: in a module, by its default export; or in the memory it shares with the manager (see `local.ts`),
 * which only workers of backends that are not `isolated` do.
 */
export type CodeReference =
  | { readonly type: 'module'; readonly module: string }
  | { readonly type: 'local'; readonly id: number };

/** Load the task; once per worker, before anything is evaluated there. */
export type LoadRequest = {
  readonly type: 'load';
  readonly task: CodeReference;
  /** For a task factory. */
  readonly options: PlainObject;
  /** Seed of the study, from which the seeds of trials come. */
  readonly seed: number;
  /** Modules of optimizers that will be needed here: a worker imports them now, while no run waits for it. */
  readonly ahead?: readonly string[];
};

export type LoadAnswer = {
  readonly type: 'loaded';
  readonly name: string | undefined;
  /** As the task module gave them, unchecked. */
  readonly parameters: readonly Parameter[];
  readonly start: Float64Array | undefined;
};

/** Begin a run, from the start or from a snapshot; travels with the run's first turn on a worker. */
export type OpenRun = {
  /** The optimizer plugin. */
  readonly optimizer: CodeReference;
  readonly options: Plain;
  readonly parameters: readonly Parameter[];
  readonly seed: number;
  /** In the task's units. */
  readonly start: Float64Array;
  /** In search coordinates. */
  readonly spread: Float64Array | undefined;
  /** Continue from here; `trials` were told before. */
  readonly state: Plain | undefined;
  readonly trials: number;
  /** Ordinals of the trials that it had asked for then and was not told: it asks for them again. Absent: those after `trials`. */
  readonly outstanding?: readonly number[];
  /** What it was told after that, in the order of telling: it hears it again before anything else. */
  readonly replay?: readonly Replayed[];
  /** Ordinal of the last trial that it has asked for by now: what is asked up to there is outstanding already, and not proposed. */
  readonly asked?: number;
  /** What is outstanding then is not known any more: it is proposed again, before anything else. */
  readonly forgotten?: boolean;
};

/** Results that a run was told before it was lost. */
export type Replayed = {
  readonly told: Told;
  /** The points they belong to, in the task's units: an optimizer that now asks for others is told no more of it. */
  readonly points: Float64Array;
  /** Ordinal of the last trial that it had asked for when it was told. */
  readonly asked: number;
};

/** How trials are made. */
export type TrialRules = {
  /**
   * A worker says what it has finished (`Report`) when a trial ends this many milliseconds after its last word; 0: after each one. Absent: it
   * says nothing before it answers.
   */
  readonly reportMs?: number;
  /** A trial that lasts longer has timed out: its signal is aborted, and its result, if it ever comes, is none. */
  readonly timeoutMs?: number;
  /** One that does not end within so many milliseconds after it was aborted keeps the worker from anything else: `stuck`. */
  readonly graceMs?: number;
};

/** What a worker says while it works at a turn or at trials. */
export type Report = {
  readonly type: 'report';
  /** Trials that it has finished and not said before. */
  readonly trials?: TrialBatch;
  /** Its optimizer computes until the next word, which takes no trial's time. */
  readonly computing?: boolean;
};

/**
 * One turn of a run: what it waited for, and what it may do next: propose points (`propose`), or evaluate trials where it lives
 * (`trials`). A worker that does not know the run, and was not told to open it, answers `ended`.
 */
export type TurnRequest = {
  readonly type: 'turn';
  readonly run: number;
  readonly open?: OpenRun;
  /** Results of proposals, in the order in which they were asked. */
  readonly tell?: Told;
  /** At most this many new proposals. */
  readonly propose?: number;
  readonly trials?: {
    /** Evaluate at most this many … */
    readonly count: number;
    /** … until this many milliseconds have passed … */
    readonly milliseconds: number;
    /** … or a trial's value is at or below this … */
    readonly watchValue?: number;
    /** … or so many trials in a row have failed, of which `failed` before this turn. */
    readonly failures?: { readonly inARow: number; readonly failed: number };
    readonly rules?: TrialRules;
    /** Trials that are known to fail: they are not evaluated when it is their turn. */
    readonly verdicts?: readonly Verdict[];
    /** Results of trials that were made elsewhere: they are not evaluated again when it is their turn. */
    readonly known?: readonly Told[];
  };
  /** Answer with a snapshot too. */
  readonly snapshot?: boolean;
};

/** The end of a trial that is known before it is made, since it was begun on workers that are gone. */
export type Verdict = {
  readonly trial: number;
  readonly outcome: FailedOutcome;
  readonly message: string;
};

/** How a trial ends that gives no value and counts. */
export type FailedOutcome = 'failed' | 'timed-out';

export type TurnAnswer =
  | { readonly type: 'ended' }
  | {
      readonly type: 'turn';
      /** In ask order, grouped by what they want. */
      readonly proposals: readonly Proposals[];
      /** But for those that were reported before. */
      readonly trials: TrialBatch | undefined;
      /** The optimizer wants nothing more until it is told something. */
      readonly atBarrier: boolean;
      readonly stop: Reason | undefined;
      /** The optimizer broke down in this turn: what it threw. The trials before that are in `trials`. */
      readonly failure: { readonly message: string; readonly stack: string | undefined } | undefined;
      readonly snapshot: Plain | undefined;
      /** What it was told before does not fit what it asks now: it was told no more of it. */
      readonly strayed?: boolean;
      /** A trial goes on although it should have ended: nothing else can be done here. */
      readonly stuck?: boolean;
      /** A trial was begun and aborted. */
      readonly cancelled?: boolean;
      /** Milliseconds since this worker's last answer, and in this turn; of these, those in which the optimizer itself computed. */
      readonly idleMs: number;
      readonly busyMs: number;
      readonly optimizerMs?: number;
    };

/** Consecutive proposals that want the same, packed. */
export type Proposals = { readonly points: Float64Array; readonly wants: readonly Want[] };

/** Evaluate points of a run in a pool worker, one after the other. */
export type EvaluateRequest = {
  readonly type: 'evaluate';
  readonly run: number;
  /** Ordinal within the run of the first of them, from 1; the others follow. */
  readonly first: number;
  readonly points: Float64Array;
  readonly wants: readonly Want[];
  /** Begin no further trial when so many milliseconds have passed: what was finished is answered. Absent: evaluate them all. */
  readonly milliseconds?: number;
  readonly rules?: TrialRules;
  /** Answer with `usage` too. */
  readonly measure?: boolean;
};

/** The first trials of the request: all, unless its time was over or it was aborted. */
export type EvaluateAnswer = {
  readonly type: 'evaluated';
  /** But for those that were reported before. */
  readonly trials: TrialBatch;
  /** See `TurnAnswer`. */
  readonly stuck?: boolean;
  readonly cancelled?: boolean;
  readonly idleMs: number;
  readonly busyMs: number;
  /** Milliseconds of the trial that took longest. */
  readonly longestMs?: number;
  readonly usage?: Usage;
};

/** What evaluating took from the machine. */
export type Usage = {
  /** Milliseconds, by trial. */
  readonly trialMs: Float64Array;
  /** Processor milliseconds of the worker's whole process, programs that it started and that have ended included; NaN: not known. */
  readonly cpuMs: number;
  /** Milliseconds in which the thread could do nothing else; NaN: not known. */
  readonly blockedMs: number;
  /** Milliseconds in which the thread could have computed but had to wait for a processor; absent: not known. */
  readonly queuedMs?: number;
  /** Whether the worker's process has started programs meanwhile, or some have ended; absent: not known. */
  readonly programs?: boolean;
};

/** Results in columns: trial `first + i` has point `points[i·n … (i+1)·n)`. */
export type TrialBatch = {
  readonly first: number;
  readonly points: Float64Array;
  /** +Infinity where the trial failed. */
  readonly values: Float64Array;
  /** The trials that failed, by index into this batch, with what went wrong. */
  readonly failures: readonly TrialFailure[];
  /** With gradients: one row per trial (NaN rows where there is none). */
  readonly gradients?: Float64Array;
  /** With residuals or extras: by index into this batch. */
  readonly residuals?: readonly (Float64Array | null)[];
  readonly extras?: readonly Plain[];
};

export type TrialFailure = { readonly index: number; readonly outcome: FailedOutcome; readonly message: string };

/** Results of consecutive proposals, as far as their optimizer is told of them. */
export type Told = {
  /** Ordinal of the first of them. */
  readonly first: number;
  /** +Infinity where the trial failed. */
  readonly values: Float64Array;
  readonly gradients?: Float64Array;
  readonly residuals?: readonly (Float64Array | null)[];
};

export type SnapshotRequest = { readonly type: 'snapshot'; readonly run: number };
export type SnapshotAnswer = { readonly type: 'ended' } | { readonly type: 'snapshot'; readonly state: Plain };

/** Let an optimizer hear of points, in the task's units, between two turns. */
export type InjectRequest = {
  readonly type: 'inject';
  readonly run: number;
  readonly points: Float64Array;
  readonly values: Float64Array;
  /** See `Optimizer.inject`: one for each point, or for none. */
  readonly how?: readonly (InjectionMode | null)[];
};
/** `heard`: it has a use for them; `state`: its snapshot right after. */
export type InjectAnswer =
  | { readonly type: 'ended' }
  | { readonly type: 'injected'; readonly heard: boolean; readonly state: Plain };

/** Forget a run. */
export type CloseRequest = { readonly type: 'close'; readonly run: number };
export type CloseAnswer = { readonly type: 'closed' };

export type Answer = LoadAnswer | TurnAnswer | EvaluateAnswer | SnapshotAnswer | InjectAnswer | CloseAnswer;

/** The buffers inside an answer or request that a transport may transfer instead of copying. */
export function transferables(message: unknown, found: ArrayBuffer[] = []): ArrayBuffer[] {
  if (message instanceof Float64Array || message instanceof Uint8Array) {
    // A view into a larger buffer is copied: moving the buffer would take its other views along.
    if (
      message.buffer instanceof ArrayBuffer &&
      message.byteLength === message.buffer.byteLength &&
      message.byteLength > 1024
    ) {
      if (!found.includes(message.buffer)) found.push(message.buffer);
    }
  } else if (Array.isArray(message)) {
    for (const item of message) transferables(item, found);
  } else if (typeof message === 'object' && message !== null) {
    for (const value of Object.values(message)) transferables(value, found);
  }
  return found;
}
