import type { Arguments, TableTask } from '../arguments.js';
import { formatFigure, formatTable } from '../figures.js';
import { formatMachine, machine } from '../machine.js';
import type { Row } from '../placement.js';
import { Session } from '../session.js';
import { median } from '../statistics.js';
import { busy, sleep, type TimedStudy, type TimedWork, timedStudy } from '../timed-study.js';

const studies: Readonly<
  Record<TableTask, Pick<TimedStudy, 'task' | 'slots' | 'liveRuns' | 'window'> & { what: string }>
> = {
  cpu: { what: 'CPU-bound, 20 ms', task: busy(20), slots: 2, liveRuns: 4, window: 2.5 },
  sleep: { what: 'sleeping, 50 ms', task: sleep('fixed'), slots: 16, liveRuns: 16, window: 2.5 },
  uneven: { what: 'sleeping, 10 – 200 ms uniform', task: sleep('uniform'), slots: 16, liveRuns: 16, window: 4 },
};

const columns = ['perSecond', 'utilisation', 'effective', 'bytes', 'secondsToStart'] as const;
type Column = (typeof columns)[number];

/** A row of the table: medians, and what they are medians of. */
type RowResult = { readonly [K in Column]: number | null } & {
  /** Where things ran: for `auto`, what it chose. */
  readonly placements: readonly string[];
  readonly samples: readonly { readonly [K in Column]: number }[];
};

interface TaskResult {
  readonly what: string;
  readonly slots: number;
  readonly rows: { readonly [row in Row]?: RowResult };
  /** `effective` of `auto` ÷ that of the best other row, where both were measured. */
  readonly autoAgainstBest: number | null;
  readonly notes: readonly string[];
}

/** The table of placements: every row for each task, rows interleaved. */
export async function benchParallelism(given: Arguments & { readonly command: 'parallelism' }): Promise<void> {
  const where = machine();
  const print = (text: string) => given.json || process.stdout.write(text);
  const say = (text: string) => process.stderr.write(text);
  print(
    `${formatMachine(where)}\nMedians of ${given.repeat} repetitions, rows interleaved. Rows: optimizers/trials.\nUtilisation: the trials' own time ÷ (slots × time); effective: the same by the time that they should have taken.\n\n`,
  );
  const results: Partial<Record<TableTask, TaskResult>> = {};
  for (const task of given.tasks) {
    say(`${task} `);
    const session = new Session({ smoke: given.smoke, say });
    const result = await measureTask(session, { ...given, task });
    say('\n');
    results[task] = result;
    print(`${formatTask(result)}\n`);
  }
  if (given.json) process.stdout.write(`${JSON.stringify({ machine: where, parallelism: results })}\n`);
}

async function measureTask(
  session: Session,
  { task, rows, repeat }: { readonly task: TableTask; readonly rows: readonly Row[]; readonly repeat: number },
): Promise<TaskResult> {
  const { what, window, ...study } = studies[task];
  const works = await session.interleaveSamples(rows, repeat, async (row, seed) => {
    const work = await session.measure(row, timedStudy, {
      ...study,
      row,
      optimizer: 'cmaes-8',
      warmUp: session.seconds(1.5),
      window: session.seconds(window),
      seed,
    });
    return work && { ...work, value: work.effective };
  });
  const results: Partial<Record<Row, RowResult>> = Object.fromEntries(rows.map(row => [row, rowResult(works[row])]));
  const best = Math.max(...rows.filter(row => row !== 'auto').map(row => results[row]?.effective ?? 0));
  const auto = results.auto?.effective ?? null;
  return {
    what,
    slots: study.slots,
    rows: results,
    autoAgainstBest: auto !== null && best > 0 ? auto / best : null,
    notes: session.notes,
  };
}

function rowResult(works: readonly TimedWork[]): RowResult {
  const medianOf = (column: Column) => (works.length === 0 ? null : median(works.map(work => work[column])));
  return {
    perSecond: medianOf('perSecond'),
    utilisation: medianOf('utilisation'),
    effective: medianOf('effective'),
    bytes: medianOf('bytes'),
    secondsToStart: medianOf('secondsToStart'),
    placements: [...new Set(works.map(({ placement }) => placement))],
    samples: works.map(({ perSecond, utilisation, effective, bytes, secondsToStart }) => ({
      perSecond,
      utilisation,
      effective,
      bytes,
      secondsToStart,
    })),
  };
}

function formatTask({ what, slots, rows, autoAgainstBest, notes }: TaskResult): string {
  const cell = (value: number | null, unit: string) => (value === null ? '–' : formatFigure(value, unit));
  const lines = Object.entries(rows).map(
    ([row, { perSecond, utilisation, effective, bytes, secondsToStart, placements }]) => [
      row === 'auto' ? `auto: ${placements.join(', ') || '–'}` : row,
      cell(perSecond, 'evaluations/s'),
      cell(utilisation, 'ratio'),
      cell(effective, 'ratio'),
      cell(bytes, 'bytes'),
      cell(secondsToStart, 's'),
    ],
  );
  return [
    `${what}, ${slots} slots`,
    formatTable([['', 'throughput', 'utilisation', 'effective', 'memory (PSS)', 'to first trial'], ...lines]),
    ...(autoAgainstBest === null ? [] : [`auto ÷ best row: ${autoAgainstBest.toFixed(3)}`]),
    ...notes.map(note => `! ${note}`),
    '',
  ].join('\n');
}
