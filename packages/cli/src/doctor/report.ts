import type { PlacementProposal } from '@glompo/core/measure';
import { count, percent, printable, time, whole } from '../output/figures.js';
import { wrapped } from '../output/wrapped.js';
import type { Diagnosis } from './diagnose.js';

const labelWidth = 12;

/** The diagnosis for people: one finding per line, then the proposal. */
export function report(
  { parameters, findings, proposal }: Diagnosis,
  task: string,
  command: string | undefined,
): string {
  const rows: [string, string][] = [
    ['task', `${printable(task)}${parameters.length > 0 ? `, ${count(parameters.length, 'parameter')}` : ''}`],
    ...findings.map(({ about, text, level }): [string, string] => [about, level === 'warning' ? `! ${text}` : text]),
    ...proposalRows(proposal),
  ];
  const margin = labelWidth + 1;
  return [
    ...rows.map(([label, text]) => label.padEnd(margin) + wrapped(text, margin).slice(margin)),
    // In one piece, to be copied.
    ...(command === undefined ? [] : [`${'run it by'.padEnd(margin)}${command}\n`]),
  ].join('');
}

function proposalRows(proposal: PlacementProposal | undefined): [string, string][] {
  if (proposal === undefined) return [['proposal', 'none, since not one evaluation gave a value']];
  const { placement, slots, utilisation, evaluationsPerSecond, batch, reason } = proposal;
  const { optimizers, trials } = placement;
  const where =
    trials === 'with-optimizer'
      ? `optimizers and their trials ${at(optimizers)}`
      : `optimizers ${at(optimizers)}, trials ${at(trials)}`;
  const unit = trials === 'with-optimizer' ? 'turns' : 'messages';
  return [
    ['proposal', `${where}, ${count(slots, 'slot')}: ${reason.message}`],
    [
      'expected',
      `${percent(utilisation)} of the slots' time spent on evaluations, ${rate(evaluationsPerSecond)}, ${unit} of ${count(batch.trials, 'trial')} (${time(batch.milliseconds / 1000)})`,
    ],
  ];
}

function at(backend: string): string {
  return backend === 'inline' ? backend : `on ${backend}`;
}

function rate(perSecond: number): string {
  return perSecond < 1
    ? `one evaluation in ${time(1 / perSecond)}`
    : `${whole(Number(perSecond.toPrecision(2)))} evaluations per second`;
}
