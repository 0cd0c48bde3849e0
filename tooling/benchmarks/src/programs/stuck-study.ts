// A manager that waits to be killed: `node stuck-study.js SETUP`.
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import { faultyTask } from '@glompo/testing';
import { placed, type Row } from '../placement.js';

export interface StuckStudy {
  readonly row: Row;
  readonly slots: number;
  /** For the notes of the task. */
  readonly folder: string;
}

const { row, slots, folder } = JSON.parse(process.argv[2] as string) as StuckStudy;
const [optimizers, trials] = row.split('/');
const onProcesses = (trials === 'with-optimizer' ? optimizers : trials) === 'processes';
await createStudy({
  ...placed(row),
  // Programs that were started from a thread belong to the manager's own process.
  task: faultyTask({ fault: onProcesses ? 'starts-programs-and-hangs' : 'hangs-busy', oneIn: 2, folder }),
  optimizers: randomSearch(),
  slots,
  hunters: 'none',
  stop: maxEvaluations(1e9),
}).run();
