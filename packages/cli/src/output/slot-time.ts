import type { SlotReport, SlotTime } from '@glompo/core';
import { wrapped } from './wrapped.js';

/** In the order of the table. */
const names: Readonly<Record<keyof SlotTime, string>> = {
  evaluating: 'evaluating',
  optimizing: 'optimizing',
  starting: 'starting workers',
  waitingForPoints: 'waiting for points',
  waitingForManager: 'waiting for the manager',
  waitingForLog: 'waiting for the log',
  beingReplaced: 'replacing workers',
  finished: 'nothing left to do',
};

/** Slot-seconds: of less there is nothing to learn. */
const worthATable = 0.2;
const worthARow = 0.005;
/** Beside the names of the summary, on a terminal of 80 columns. */
const adviceWidth = 66;

/** What the slots' time was spent on, a row each, and the advice below; no rows for a study that was over at once. */
export function slotTimeRows({ total, spent, advice }: SlotReport): readonly string[] {
  if (total < worthATable) return [];
  const uses = (Object.keys(names) as (keyof SlotTime)[]).filter(
    use => use === 'evaluating' || spent[use] / total >= worthARow,
  );
  const nameWidth = Math.max(...uses.map(use => names[use].length));
  const seconds = uses.map(use => figureOf(spent[use]));
  const secondsWidth = Math.max(...seconds.map(text => text.length));
  const rows = uses.map((use, i) => {
    const share = `${(100 * (spent[use] / total)).toFixed(1)} %`.padStart(7);
    const unit = i === 0 ? ' slot-seconds' : '';
    return `${names[use].padEnd(nameWidth)} ${share} ${(seconds[i] as string).padStart(secondsWidth)}${unit}`;
  });
  return advice === undefined ? rows : [...rows, ...wrapped(advice, 0, adviceWidth).trimEnd().split('\n')];
}

/** With two decimals while they say something. */
function figureOf(seconds: number): string {
  const decimals = seconds < 100 ? 2 : 0;
  return seconds.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
