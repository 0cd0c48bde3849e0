import { join } from 'node:path';
import { createStudy, type Study, type StudyOptions, type StudyResult } from '@glompo/core';
import { type Durability, openRecord, type Recording, recordStudy } from '@glompo/store';
import { type Args, readArgs } from '../args/read-args.js';
import { bestSoFar, brokenBy, plainError } from '../output/broken-study.js';
import { type ExitCode, exitCodes } from '../output/exit-codes.js';
import { count } from '../output/figures.js';
import { lastPrinted } from '../output/last-printed.js';
import { describeError, exitCodeOf } from '../output/report-error.js';
import { resultJson } from '../output/result-json.js';
import type { Streams } from '../output/streams.js';
import { summary } from '../output/summary.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { type Display, plainDisplay, terminalDisplay } from '../progress/display.js';
import { follow } from '../progress/follow.js';
import { Tally } from '../progress/tally.js';
import { askedOf } from '../recording/asked.js';
import { namedByFlag } from '../study/option-flags.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { taskName } from '../tasks/task-of-args.js';
import type { Command } from './command.js';
import { runFlags } from './flags.js';
import { forbidExit } from './forbid-exit.js';
import { onInterrupt } from './interrupts.js';
import { onStrayError } from './stray-errors.js';

/** `glompo run TASK …`: minimises TASK, shows progress on stderr, prints the result on stdout. */
export const run: Command = async (given, streams) => {
  const args = readArgs(given, runFlags);
  const folder = workingDirectory();
  const registry = openRegistry(folder);
  const options = await studyOfArgs(args, { registry, workingDirectory: folder });
  return minimise(args, options, { directory: args.flags.get('dir')?.[0], streams, shown: args.flags });
};

export interface Surroundings {
  /** Where it is recorded; undefined: nowhere. */
  readonly directory: string | undefined;
  readonly streams: Streams;
  /** The flags that say what is shown. */
  readonly shown: Args['flags'];
}

/** Conducts a study and shows what comes of it. */
export async function minimise(
  args: Args,
  options: StudyOptions,
  { directory, streams, shown }: Surroundings,
): Promise<ExitCode> {
  const study = studyOf({ ...options, recorded: directory !== undefined });
  const tally = new Tally();
  const verbose = shown.has('verbose');
  const quiet = shown.has('quiet');
  const recording = directory === undefined ? undefined : await record(study, directory, { args, options });
  const { result, error } = await recorded(recording, await conduct(study, tally, { streams, verbose, quiet }));
  if (directory !== undefined && result !== undefined) await summarise(directory, streams);
  const nothingFound = result?.value === null && result.reason.by !== 'user';
  if (!verbose && (error !== undefined || (nothingFound && !quiet))) streams.err(lastPrinted(study, tally));
  if (error !== undefined) {
    streams.err(describeError(error, verbose));
    if (result !== undefined) streams.err('the best so far:\n');
  }
  if (result === undefined) return exitCodeOf(error);
  const facts = {
    task: taskName(args),
    parameters: tally.started?.parameters.map(({ name }) => name) ?? [],
    ...(error !== undefined && { error: plainError(error) }),
  };
  streams.out(shown.has('json') ? `${resultJson(result, facts)}\n` : summary(result, tally, { verbose }));
  if (!quiet && !verbose) streams.err(printedText(tally));
  return error === undefined ? exitCode(result) : exitCodeOf(error, true);
}

function record(
  study: Study,
  directory: string,
  { args, options: { task, history } }: { readonly args: Args; readonly options: StudyOptions },
): Promise<Recording> {
  const asked = 'module' in task ? askedOf(args, task) : {};
  const durability = args.flags.get('durability')?.[0] as Durability | undefined;
  return recordStudy(study, directory, { asked, durability, continue: history !== undefined });
}

/** All that has happened is in the record; that it is not is a failure. */
async function recorded(recording: Recording | undefined, outcome: Outcome): Promise<Outcome> {
  try {
    await recording?.close();
    return outcome;
  } catch (error) {
    return { ...outcome, error: outcome.error ?? error };
  }
}

/** Leaves the summary of a study beside its record. Where that cannot be, the result is no worse for it. */
async function summarise(directory: string, streams: Streams): Promise<void> {
  const { exportFiles, writeSummary } = await import('@glompo/export');
  try {
    using record = openRecord(directory);
    await writeSummary(record, join(directory, exportFiles.yml));
  } catch (error) {
    streams.err(`the summary was not written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

function studyOf(options: StudyOptions): Study {
  try {
    return createStudy(options);
  } catch (error) {
    throw namedByFlag(error);
  }
}

interface Outcome {
  /** Also of a study that broke down after it had begun: the best so far. */
  readonly result: StudyResult | undefined;
  readonly error: unknown;
}

async function conduct(
  study: Study,
  tally: Tally,
  { streams, verbose, quiet }: { readonly streams: Streams; readonly verbose: boolean; readonly quiet: boolean },
): Promise<Outcome> {
  const display: Display | undefined = quiet
    ? undefined
    : streams.interactive
      ? terminalDisplay(streams)
      : plainDisplay(streams);
  const controller = new AbortController();
  const release = onInterrupt(() => {
    display?.line('stopping; once more ends it at once');
    controller.abort();
  });
  const allowExit = forbidExit();
  let stray: { readonly error: unknown } | undefined;
  const releaseStray = onStrayError(error => {
    stray ??= { error };
    controller.abort();
  });
  streams.onStray = display && (text => display.raw(text));
  const followed = follow(study, tally, { display: display ?? (verbose ? plainDisplay(streams) : undefined), verbose });
  try {
    const result = await study.run({ signal: controller.signal });
    if (stray === undefined) return { result, error: undefined };
    const { error } = stray;
    return { result: { ...result, reason: brokenBy(error) }, error };
  } catch (thrown) {
    await followed;
    const error = namedByFlag(thrown);
    return { result: bestSoFar(study, tally, error), error };
  } finally {
    await followed;
    release();
    releaseStray();
    allowExit();
    streams.onStray = undefined;
    display?.end();
  }
}

function printedText({ printed }: Tally): string {
  if (printed.count === 0) return '';
  const runs = printed.runs === 0 ? '' : ` in ${printed.hasAllRuns ? '' : 'more than '}${count(printed.runs, 'run')}`;
  return `workers printed ${count(printed.count, 'line')}${runs}: --verbose shows them\n`;
}

function exitCode({ reason, value }: StudyResult): ExitCode {
  if (reason.by === 'user') return exitCodes.interrupted;
  return value === null ? exitCodes.failed : exitCodes.ok;
}
