// The fault kit in placements of both levels, under the Node that runs it:
// `node faults.program.js quick|all optimizers/trials …`, or `node faults.program.js spread OFFSET`: each fault in one placement.
import { type FaultSelection, placementFaults } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/node';
import {
  backendOf,
  type Cell,
  type OptimizerPlace,
  optimizerPlaces,
  type TrialPlace,
  trialPlaces,
} from '../placements/cells.js';

const [how = 'quick', ...rest] = process.argv.slice(2);
const slots = 2;

const everyCell: readonly Cell[] = optimizerPlaces.flatMap(optimizers =>
  trialPlaces.map(trials => ({ optimizers, trials, slots })),
);
const nameOf = ({ optimizers, trials }: Cell) => `${optimizers}/${trials}`;
const casesOf = (cell: Cell, faults: FaultSelection) =>
  placementFaults({
    placement: () => backendOf(cell),
    heapLimited: () => backendOf(cell, { maxHeapMb: 64 }),
    faults,
  });

if (how === 'spread') {
  const offset = Number(rest[0]);
  const count = casesOf(everyCell[0] as Cell, 'all').length;
  for (let i = 0; i < count; i++) {
    const cell = everyCell[(i + offset) % everyCell.length] as Cell;
    describeConformance(nameOf(cell), casesOf(cell, 'all').slice(i, i + 1));
  }
} else {
  for (const name of rest) {
    const [optimizers, trials] = name.split('/') as [OptimizerPlace, TrialPlace];
    describeConformance(name, casesOf({ optimizers, trials, slots }, how as FaultSelection));
  }
}
