import type { Plain } from '../contracts/plain.js';
import type { RandomState } from '../contracts/random.js';
import type { Reason } from '../contracts/reason.js';
import type { OrderMemory } from './order-memory.js';
import type { RegretMemory } from './regret.js';

/** What the condition remembers under which no further run is started. */
export interface SpawnMemory {
  /** As `formatCondition` writes it: another one begins afresh. */
  readonly condition: string;
  readonly notes: readonly (readonly [key: string, note: Plain])[];
  /** Why it said yes; undefined: it has not. */
  readonly said: Reason | undefined;
}

/** What the parts that decide remember: how chance goes on, and their notes. */
export interface DecisionMemory {
  readonly random: Readonly<Record<'selector' | 'startPoints' | 'hunters' | 'checkers', RandomState>>;
  /** Of the selector, if it takes notes. */
  readonly selector?: Plain;
  /** Of the rule of start points, if it takes notes; with its name, but in records of earlier versions. */
  readonly startPoints: Plain | undefined;
  /** Absent: no condition says when no further run is started. */
  readonly spawnUntil?: SpawnMemory;
  readonly checkers: readonly (readonly [key: string, note: Plain])[];
  /** The hunters' notes on live runs. */
  readonly hunters: readonly (readonly [run: number, notes: readonly (readonly [key: string, note: Plain])[]])[];
  /** The hunters' notes that belong to the whole study. Absent in records of earlier versions. */
  readonly common?: readonly (readonly [key: string, note: Plain])[];
  /** The evaluation at which the next hunt falls due. */
  readonly nextHunt: number;
  /** Where condemned runs are spared: what became of them. */
  readonly regret?: RegretMemory;
  /** Where points are shared: the evaluation at which that falls due next, and what it remembers. */
  readonly sharing?: { readonly next: number; readonly notes: Plain } | undefined;
  /** Where one thing happens at a time: whose turn it is. Absent in records of earlier versions. */
  readonly order?: OrderMemory | undefined;
}
