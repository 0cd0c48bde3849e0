import { bestOfOthers, type Comparison, margin } from './comparison.js';
import { interval, number, ranges, share } from './numbers.js';
import type { Report } from './report.js';

/** A table in no particular form. */
export interface Table {
  readonly title: string;
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was measured, in sentences. */
export function preamble(report: Report): readonly string[] {
  const { purpose, budget, precision, seeds, instances, runs, missing, failures, skipped } = report;
  const [session] = report.sessions;
  return [
    `${purpose === 'evidence' ? 'Seeds for evidence' : 'Seeds for development: defaults may have been settled on them, so this is no evidence'}: ${ranges(seeds)}${instances.length > 0 ? `; instances ${ranges(instances)}` : ''}.`,
    `${number(budget)} evaluations per run; solved: within ${number(precision)} of the minimum. A gradient counts as one evaluation per dimension.`,
    `${runs} runs${missing > 0 ? `; ${missing} more were asked for and are not there yet` : ', all that were asked for'}; ${failures.length === 0 ? 'none failed' : `${failures.length} failed, and count with what they had found`}.`,
    ...Object.entries(skipped).map(([label, why]) => `${label} was left out: ${why}.`),
    ...Object.entries(report.methods).flatMap(([label, text]) =>
      text === label || text === `${label}()` ? [] : [`${label}: ${text}.`],
    ),
    ...(session
      ? [
          `${session.machine.cpu}, ${session.machine.cores} cores; ${Object.entries(session.versions)
            .map(([name, version]) => `${name} ${version}`)
            .join('; ')}; code ${session.code}.`,
        ]
      : []),
  ];
}

export function tablesOf(report: Report): readonly Table[] {
  return [
    areaTable(report),
    ...report.comparisons.map(comparison => comparisonTable(comparison)),
    targetsTable(report),
    summaryTable(report),
    ...(report.failures.length > 0 ? [failureTable(report)] : []),
  ];
}

function areaTable({ comparisons, summaries }: Report): Table {
  const [first] = comparisons;
  return {
    title: 'Area under the runtime distribution',
    notes: [
      'Of 51 targets from 10² to the precision, over the logarithm of evaluations per dimension from 1 to the budget: 1 would be everything at once. Intervals of 95 % by the bootstrap, stratified by problem: they speak of these problems only.',
    ],
    head: ['first', 'against', 'problems', 'difference', '95 %', 'area of the first is'],
    rows:
      first === undefined
        ? Object.entries(meanAreas(summaries)).map(([label, area]) => [label, '', '', number(area), '', ''])
        : comparisons.map(each => [
            each.first,
            each.against,
            String(each.problems.length),
            share3(each.areaDifference),
            interval(each.areaInterval, share3),
            each.area,
          ]),
  };
}

function comparisonTable({ first, against, problems }: Comparison): Table {
  const count = (is: (problem: (typeof problems)[number]) => boolean) => problems.filter(is).length;
  const hard = (problem: (typeof problems)[number]) => problem.otherSolved < 0.9;
  const shown = count(({ success }) => success === 'more often' || success === 'not less often');
  return {
    title: `${first} against ${against}`,
    notes: [
      `Success rates: not lower by more than ${margin} (Newcombe’s interval, 95 %) on ${shown} of ${problems.length}; lower on ${count(({ success }) => success === 'less often')}; the rest is undecided: not shown to be worse, and not shown not to be.`,
      `Errors: smaller on ${count(({ errors }) => errors === 'smaller')}, larger on ${count(({ errors }) => errors === 'larger')} (rank test on clipped errors, p adjusted by Holm’s method for the problems of this table, below 0.05); the rest is undecided. A12: how likely a run of ${first} ends lower.`,
      ...(against === bestOfOthers
        ? [
            `Where it solves less than 90 % (${count(hard)} problems), errors are smaller on ${count(each => hard(each) && each.errors === 'smaller')} and larger on ${count(each => hard(each) && each.errors === 'larger')}.`,
            'Which one is best is told by the same runs, which favours it: the comparison is a hard one.',
          ]
        : []),
    ],
    head: ['problem', 'against', 'success rates', '95 %', 'solved', 'p', 'A12', 'errors'],
    rows: problems.map(each => [
      each.group,
      each.against,
      share(each.successDifference),
      interval(each.successInterval, share),
      each.success,
      number(each.p),
      share(each.a12),
      each.errors,
    ]),
  };
}

function targetsTable({ summaries, methods }: Report): Table {
  const labels = Object.keys(methods);
  return {
    title: 'Targets reached',
    notes: [
      'How many of the 51 targets a run reached, on average; in parentheses how many runs reached all, and solved it.',
    ],
    head: ['problem', ...labels],
    rows: Object.entries(summaries).map(([group, by]) => [
      group,
      ...labels.map(label => {
        const of = by[label];
        return of === undefined ? '' : `${of.targets.toFixed(1)} (${of.solved}/${of.runs})`;
      }),
    ]),
  };
}

function summaryTable({ summaries }: Report): Table {
  return {
    title: 'Each problem and method',
    notes: [
      'Solved: with Wilson’s interval, 95 %. Error: median, and quartiles, clipped at the precision. Running time: evaluations to a solution that are expected when runs are repeated until one succeeds (ERT), with its bootstrap interval, 95 %. Seconds: of one core for a run, median, without what another program takes for itself.',
    ],
    head: ['problem', 'method', 'solved', '95 %', 'error', 'quartiles', 'running time', '95 %', 'area', 'seconds'],
    rows: Object.entries(summaries).flatMap(([group, methods]) =>
      Object.entries(methods).map(([label, each]) => [
        group,
        label,
        `${each.solved}/${each.runs}`,
        interval(each.solvedShare, share),
        number(each.errorQuartiles[1]),
        `${number(each.errorQuartiles[0])} … ${number(each.errorQuartiles[2])}`,
        number(each.runningTime),
        interval(each.runningTimeInterval, number),
        share3(each.area),
        number(each.cpuSeconds),
      ]),
    ),
  };
}

function failureTable({ failures }: Report): Table {
  return {
    title: 'Runs that failed',
    notes: [],
    head: ['run', 'why'],
    rows: failures.map(({ id, failure }) => [id, failure]),
  };
}

function meanAreas(summaries: Report['summaries']): Readonly<Record<string, number>> {
  const areas = new Map<string, number[]>();
  for (const methods of Object.values(summaries))
    for (const [label, { area }] of Object.entries(methods)) areas.set(label, [...(areas.get(label) ?? []), area]);
  return Object.fromEntries([...areas].map(([label, all]) => [label, all.reduce((a, b) => a + b, 0) / all.length]));
}

function share3(value: number): string {
  return value < 0 ? `−${Math.abs(value).toFixed(3)}` : value.toFixed(3);
}
