import { believedSlowdown, type TaskMeasurement } from '@glompo/core/measure';
import { count, figure, percent, printable, time } from '../output/figures.js';
import type { Examination } from './examine.js';

/** One line of the report. */
export type Finding = { readonly about: string; readonly text: string; readonly level: 'fact' | 'warning' };

const fact = (about: string, text: string): Finding => ({ about, text, level: 'fact' });
const warning = (about: string, text: string): Finding => ({ about, text, level: 'warning' });

/** A spread that is told beside the median. */
const uneven = 0.5;
const namesShown = 3;
const textShown = 200;

/** What was found out about a task, for people; the examinations are in the order in which they were made. */
export function findings(examinations: readonly Examination[], { backends }: TaskMeasurement): Finding[] {
  const compared = examinations.map((each, i) => ({ ...each, measurement: backends[i] ?? each.measurement }));
  const working = compared.filter(({ measurement }) => measurement.trials > measurement.failed);
  return [
    ...timeFindings(working),
    ...valueFindings(working),
    ...failureFindings(compared),
    ...compared.map(backendFinding),
    ...behaviourFindings(compared),
  ];
}

/** Whether two copies at once gave something else than one alone, which gives the same again. */
export function disturbs({ alone, atOnce }: Examination): boolean {
  return alone.compared > 0 && alone.different === 0 && atOnce.different > 0;
}

function timeFindings(working: readonly Examination[]): Finding[] {
  const timed = working.flatMap(({ measurement: { alone, together } }) => alone ?? together ?? []);
  const [first] = timed;
  if (first === undefined) return [];
  // The first is the safest, and shares its process with nobody; the quickest is the least disturbed.
  const { blockedShare, processorShare } = first;
  const { median, quartiles, spread } = timed.reduce((a, b) => (b.median < a.median ? b : a));
  const [lower, upper] = quartiles.map(time);
  const range = spread > uneven ? `${time(median)} (half of them ${lower} to ${upper})` : time(median);
  const blocks =
    blockedShare <= 0.5
      ? `blocks its thread for ${percent(blockedShare)} of that, computes for ${percent(processorShare)}`
      : processorShare < 0.3
        ? `blocks its thread all the time, and hardly computes (${percent(processorShare)})`
        : processorShare > 1.5
          ? `keeps ${figure(Number(processorShare.toPrecision(2)))} cores busy`
          : 'computes all the time';
  const slow = working.flatMap(({ measurement }) => {
    const slowdown = believedSlowdown(measurement);
    return slowdown > 1 ? [`${slowdown.toFixed(1)} times as long on ${measurement.backend}`] : [];
  });
  const copies = working.some(({ measurement: { slowdown } }) => !Number.isNaN(slowdown));
  return [
    fact('time', `an evaluation takes ${range}; it ${blocks}`),
    ...(slow.length > 0 ? [warning('at once', `two copies take ${slow.join(', ')}`)] : []),
    ...(slow.length === 0 && copies ? [fact('at once', 'two copies do not slow each other down')] : []),
  ];
}

function valueFindings(working: readonly Examination[]): Finding[] {
  const found: Finding[] = [];
  const random = working.find(({ alone }) => alone.different > 0);
  const [first, ...others] = working;
  if (first === undefined) return [];
  if (random) {
    const [a, b] = random.example ?? [];
    found.push(
      warning(
        'values',
        `the same point gives different values (${figure(a)}, then ${figure(b)}): draw chance from context.seed, and a study can be repeated`,
      ),
    );
  } else if (working.some(({ seeded }) => seeded === true))
    found.push(
      fact('values', 'the same point gives different values by context.seed, and the same one with the same seed'),
    );
  else if (working.some(({ alone, atOnce }) => alone.compared + atOnce.compared > 0))
    found.push(fact('values', 'the same point gives the same value'));
  const disturbed = working.filter(disturbs);
  if (disturbed.length > 0) {
    const where = disturbed.map(({ measurement }) => measurement.backend).join(', ');
    const share = Math.max(...disturbed.map(({ atOnce }) => atOnce.different / atOnce.compared));
    found.push(
      warning(
        'values',
        `two copies at once disturb each other (${where}): ${percent(share)} of their evaluations gave something else than alone`,
      ),
    );
  }
  if (random) return found;
  for (const other of others) {
    const differ = other.values.findIndex((value, i) => isOther(value, first.values[i]));
    if (differ < 0) continue;
    const [a, b] = [first.values[differ], other.values[differ]];
    found.push(
      warning(
        'values',
        `one point gives ${figure(a)} on ${first.measurement.backend} and ${figure(b)} on ${other.measurement.backend}`,
      ),
    );
  }
  return found;
}

function isOther(value: number, first: number | undefined): boolean {
  return first !== undefined && !Number.isNaN(first) && !Number.isNaN(value) && !Object.is(value, first);
}

function failureFindings(all: readonly Examination[]): Finding[] {
  const tried = all.filter(({ measurement: { problem, trials } }) => problem === undefined && trials > 0);
  const sum = (of: (each: Examination) => number) => tried.reduce((total, each) => total + of(each), 0);
  const trials = sum(({ measurement }) => measurement.trials);
  const failed = sum(({ measurement }) => measurement.failed);
  const infinite = sum(each => each.infinite);
  const lost = sum(({ measurement }) => measurement.lost);
  const last = tried.map(({ measurement }) => measurement.failure).find(text => text !== undefined);
  return [
    ...(failed > 0
      ? [
          warning(
            'failures',
            `${failed === trials ? 'all' : `${percent(failed / trials)} of the`} evaluations failed; the last one: ${short(last)}`,
          ),
        ]
      : []),
    ...(infinite > 0 ? [warning('failures', `${percent(infinite / trials)} of the evaluations gave +Infinity`)] : []),
    ...(lost > 0 ? [warning('failures', `${count(lost, 'evaluation')} took a worker down, or did not end`)] : []),
  ];
}

function backendFinding({ measurement }: Examination): Finding {
  const { backend, problem, startSeconds, roundTripSeconds, workerBytes } = measurement;
  if (problem !== undefined) return warning(backend, `does not work: ${explained(problem)}`);
  if (measurement.trials === measurement.failed) return warning(backend, 'every evaluation failed');
  const megabytes = workerBytes > 0 ? `, ${Math.round(workerBytes / 1e6)} MB` : '';
  const worker = measurement.traits.parallel
    ? `a worker starts in ${time(startSeconds)}${megabytes}; a message takes ${time(roundTripSeconds)}`
    : 'nothing has to be started';
  return fact(backend, `works: ${worker}`);
}

function explained(problem: string): string {
  const ended = /^worker \d+ \(.*?\) ended before it had answered: (.*)/s.exec(problem)?.[1];
  if (ended !== undefined) return `it ends its worker: ${short(ended)}`;
  return `${short(problem)}${/^an evaluation had not ended/.test(problem) ? ': it hangs, or needs more time (--max-seconds)' : ''}`;
}

function behaviourFindings(all: readonly Examination[]): Finding[] {
  const found: Finding[] = [];
  const files = [...new Set(all.flatMap(each => each.files))];
  if (files.length > 0)
    found.push(
      warning(
        'files',
        `writes ${listed(files)} into the working directory, where copies at once may overwrite each other's: context.directory is each worker's own`,
      ),
    );
  if (all.some(({ measurement }) => measurement.programs === true)) found.push(fact('programs', 'starts programs'));
  const chatty = all.find(({ printed }) => printed.lines > 0);
  if (chatty) {
    const { measurement, printed } = chatty;
    const each = measurement.trials > 0 ? printed.lines / measurement.trials : 0;
    const often = each >= 1.5 ? `about ${Math.round(each)} lines per evaluation` : count(printed.lines, 'line');
    found.push(fact('prints', `${often}, such as: ${short(printed.first[0])}`));
  }
  return found;
}

function listed(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return `${names.slice(0, namesShown).map(printable).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function short(text: string | undefined): string {
  const line = printable(text ?? '').trim();
  return line.length <= textShown ? line : `${line.slice(0, textShown)}…`;
}
