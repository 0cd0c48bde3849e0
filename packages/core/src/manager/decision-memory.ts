import type { Plain } from '../contracts/plain.js';
import type { RandomState } from '../contracts/random.js';

/** What the parts that decide remember: how chance goes on, and their notes. */
export interface DecisionMemory {
  readonly random: Readonly<Record<'selector' | 'startPoints' | 'hunters' | 'checkers', RandomState>>;
  /** Of the rule of start points, if it takes notes. */
  readonly startPoints: Plain | undefined;
  readonly checkers: readonly (readonly [key: string, note: Plain])[];
  /** The hunters' notes on live runs. */
  readonly hunters: readonly (readonly [run: number, notes: readonly (readonly [key: string, note: Plain])[]])[];
  /** The hunters' notes that belong to the whole study. Absent in records of earlier versions. */
  readonly common?: readonly (readonly [key: string, note: Plain])[];
  /** The evaluation at which the next hunt falls due. */
  readonly nextHunt: number;
}
