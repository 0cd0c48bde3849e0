import type { RecordedRun, SlotReport } from '@glompo/core';
import { Document, isScalar, type Pair, type Scalar, visit } from 'yaml';
import type { OutputFile } from './output-file.js';
import { oneLine, plainText } from './plain-text.js';
import { endText, reasonText } from './reason-text.js';
import type { RecordedStudy } from './recorded-study.js';

/** Texts are cut here: it is a summary. */
const longest = 10_000;

/** Its first line: such a file may be replaced. */
export const summaryMark = '# Summary of a glompo study: replaced whenever the study ends';

/** The summary of a study for people, as GloMPO writes it: settings, counters, resources, the solution; and each run with its end. */
export function* writeYml(file: OutputFile, study: RecordedStudy): Generator<void> {
  file.text(`${summaryMark}\n`);
  file.text(
    yaml({
      Assignment: assignment(study),
      Settings: settings(study),
      Counters: counters(study),
      'Run Information': resources(study),
      Solution: solution(study),
    }),
  );
  let any = false;
  for (const run of study.runs()) {
    if (!any) file.text('Runs:\n');
    any = true;
    file.text(`  ${run.id}:\n${yaml(runSummary(study, run)).replaceAll(/^(?=.)/gm, '    ')}`);
    yield;
  }
  if (!any) file.text('Runs: {}\n');
}

function assignment({ started, sessions, last, timeOf }: RecordedStudy) {
  const [first] = sessions;
  const current = sessions.at(-1);
  return {
    Task: started.task ?? null,
    Hostname: current?.host ?? null,
    'Node.js': current?.version ?? null,
    Time: {
      'Optimization Periods': sessions.map(({ startedAt, endedAt, how }) => ({
        Start: startedAt,
        End: endedAt ?? null,
        Ended: how ?? 'killed, or under way',
      })),
      Begun: first?.startedAt ?? null,
      'Last Event': timeOf(last) ?? null,
      Total: duration(last.seconds),
    },
  };
}

function settings({ started, stop, housing }: RecordedStudy) {
  return {
    'Convergence Checker': stop,
    'Spawn Until': started.spawnUntil ?? null,
    'Hunt Conditions': started.hunters ?? null,
    'Hunt Every': started.huntEvery,
    'Max Jobs': housing.slots,
    'Live Runs': { From: housing.liveRuns.from, 'Up To': housing.liveRuns.upTo },
    Placement: { Optimizers: housing.placement.optimizers, Trials: housing.placement.trials },
    Seed: started.seed,
    Bounds: Object.fromEntries(started.parameters.map(({ name, low, high }) => [oneLine(name), [low, high]])),
  };
}

function counters({ last, runCounts, retried, ended, warnings, ...study }: RecordedStudy) {
  const { started, killed, converged, failed, stopped } = runCounts;
  const outcomes = ended?.result.outcomes;
  return {
    'Function Evaluations': last.evaluations,
    ...(outcomes && {
      Trials: {
        Ok: outcomes.ok,
        Failed: outcomes.failed,
        'Timed Out': outcomes.timedOut,
        Lost: outcomes.lost,
        Cancelled: outcomes.cancelled,
      },
    }),
    Optimizers: {
      Started: started,
      Killed: killed,
      Converged: converged,
      Failed: failed,
      Stopped: stopped,
      Live: started - killed - converged - failed - stopped,
    },
    Retried: retried,
    'Workers Replaced': study.replaced,
    Interventions: study.interventions,
    Warnings: warnings,
  };
}

function resources({ slotTime, housing }: RecordedStudy) {
  if (slotTime === undefined) return null;
  const { total, utilisation, spent, advice }: SlotReport = slotTime;
  return {
    Slots: housing.slots,
    'Slot Time': {
      Total: duration(total),
      'Utilisation(%)': round(100 * utilisation),
      'Spent(s)': Object.fromEntries(Object.entries(spent).map(([use, seconds]) => [use, round(seconds)])),
    },
    ...(advice !== undefined && { Advice: advice }),
  };
}

function solution(study: RecordedStudy) {
  const { incumbent, started, ended, sessions } = study;
  const how = sessions.at(-1)?.how;
  const left = how === 'failed' ? 'the study broke down' : 'it has not ended: it was killed, left, or is under way';
  const exit = ended ? reasonText(ended.result.reason) : left;
  if (incumbent === undefined) return { fx: null, origin: null, 'exit cond.': exit, x: null };
  const { value, run, trial, point } = incumbent;
  let type: string | null = null;
  for (const event of study.events({ types: ['run-started'], run })) type = event.optimizer.name;
  return {
    fx: value,
    origin: { opt_id: run, type, trial },
    'exit cond.': exit,
    x: Array.from(point),
    parameters: Object.fromEntries(started.parameters.map(({ name }, at) => [oneLine(name), point[at]])),
  };
}

function runSummary(study: RecordedStudy, run: RecordedRun) {
  const { started: began, ended } = run;
  const { started, ended: end } = study.run(run);
  const options = started && plainOptions(started.optimizer.options);
  return {
    Optimizer: run.optimizer,
    ...(options !== undefined && { Options: options }),
    Started: { Evaluations: began.evaluations, Seconds: round(began.seconds) },
    Ended: ended
      ? {
          ...{ Status: ended.status, Evaluations: ended.evaluations, Seconds: round(ended.seconds) },
          Trials: ended.trials,
          'Best fx': ended.best ?? null,
          'end cond.': endText(ended.status, end?.reason),
        }
      : null,
  };
}

function plainOptions(options: unknown): unknown {
  const text = JSON.stringify(options, (_, value: unknown) => (ArrayBuffer.isView(value) ? '…' : value));
  return text.length > longest ? '…' : oneLine(text, longest);
}

function yaml(content: Readonly<Record<string, unknown>>): string {
  const document = new Document(prepared(content), { aliasDuplicateObjects: false, version: '1.1' });
  visit(document, {
    Seq(_, seq) {
      if (seq.items.length > 0 && seq.items.every(item => isScalar(item) && typeof item.value === 'number'))
        seq.flow = true;
    },
    Pair(_, pair) {
      const value = (pair as Pair<Scalar, unknown>).value;
      if (isScalar(value) && typeof value.value === 'string' && value.value.includes('\n'))
        value.type = 'BLOCK_LITERAL';
    },
  });
  return document.toString({ lineWidth: 100 });
}

/** Texts as they are shown, also in keys. */
function prepared(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value.length > longest ? `${value.slice(0, longest)}…` : value);
  if (Array.isArray(value)) return value.map(prepared);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, prepared(each)]));
  return value;
}

/** `H:MM:SS.ffffff`, as Python writes it. */
function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number) => `${n}`.padStart(2, '0');
  const fraction = (seconds - whole).toFixed(6).slice(1);
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${fraction}`;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
