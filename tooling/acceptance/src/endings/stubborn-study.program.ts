// A manager whose workers are all stuck, with programs that they have started: `node stubborn-study.program.js SETUP`.
import { createInterface } from 'node:readline';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import { faultyTask } from '@glompo/testing';
import { backendOf, type Cell } from '../placements/cells.js';

export interface StubbornStudy {
  readonly cell: Cell;
  /** About one trial in so many starts programs and then computes without end. */
  readonly oneIn: number;
  /** For the notes of the task. */
  readonly folder: string;
}

/** What it does when it is told so, by a line. */
const endings: Readonly<Record<string, () => void>> = {
  throw() {
    throw new Error('nobody catches this, on purpose');
  },
  reject: () => void Promise.reject(new Error('nobody catches this, on purpose')),
  exit: () => process.exit(1),
  fill() {
    const held: object[] = [];
    for (;;) held.push({ number: held.length, text: `object ${held.length}` });
  },
};

const { cell, oneIn, folder } = JSON.parse(process.argv[2] as string) as StubbornStudy;
const study = createStudy({
  task: faultyTask({ fault: 'starts-programs-and-hangs', oneIn, folder, milliseconds: 5 }),
  optimizers: randomSearch(),
  backend: backendOf(cell),
  slots: cell.slots,
  hunters: 'none',
  stop: maxEvaluations(1e9),
});
createInterface(process.stdin).on('line', line => endings[line]?.());
await study.run();
