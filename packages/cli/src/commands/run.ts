import { createStudy, type Study, type StudyResult } from '@glompo/core';
import { readArgs } from '../args/read-args.js';
import { type ExitCode, exitCodes } from '../output/exit-codes.js';
import { describeError, exitCodeOf } from '../output/report-error.js';
import { resultJson } from '../output/result-json.js';
import type { Streams } from '../output/streams.js';
import { summary } from '../output/summary.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { type Display, plainDisplay, terminalDisplay } from '../progress/display.js';
import { follow } from '../progress/follow.js';
import { Tally } from '../progress/tally.js';
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
  const study = createStudy(await studyOfArgs(args, { registry, workingDirectory: folder }));
  const tally = new Tally();
  const verbose = args.flags.has('verbose');
  const quiet = args.flags.has('quiet');
  const outcome = await conduct(study, tally, { streams, verbose, quiet });
  const { result, error } = outcome;
  if (error !== undefined) showFailure(error, tally, { streams, verbose, started: result !== undefined });
  if (result !== undefined) {
    const facts = {
      task: taskName(args),
      parameters: tally.started?.parameters.map(({ name }) => name) ?? [],
      ...(error !== undefined && { error: plainError(error) }),
    };
    streams.out(args.flags.has('json') ? `${resultJson(result, facts)}\n` : summary(result, tally));
    if (!quiet && !verbose && error === undefined && tally.printedLines > 0)
      streams.err(`workers printed ${tally.printedLines} lines: --verbose shows them\n`);
  }
  if (error !== undefined) return exitCodeOf(error, result !== undefined);
  return exitCode(result as StudyResult);
};

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
  } catch (error) {
    await followed;
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

/** What a study that broke down has found; undefined if no run had begun. */
function bestSoFar(study: Study, tally: Tally, error: unknown): StudyResult | undefined {
  const { started, placement, slots, slotTime } = tally;
  const view = study.view();
  if (view === undefined || started === undefined || placement === undefined || view.runs.started === 0)
    return undefined;
  const { incumbent, runs, evaluations, seconds } = view;
  const ended = runs.killed + runs.converged + runs.failed + runs.stopped;
  return {
    value: incumbent?.value ?? null,
    point: incumbent?.point ?? null,
    run: incumbent?.run ?? null,
    evaluations,
    outcomes: { ...view.outcomes },
    retried: (view as { readonly retried?: number }).retried ?? 0,
    replaced: (view as { readonly replaced?: number }).replaced ?? 0,
    leftBehind: [],
    runs: { ...runs, stopped: runs.stopped + runs.started - ended },
    reason: brokenBy(error),
    seed: started.seed,
    seconds,
    slots,
    slotTime,
    placement,
  };
}

function brokenBy(error: unknown): StudyResult['reason'] {
  return { by: 'manager', message: `the study failed: ${plainError(error).message}` };
}

function showFailure(
  error: unknown,
  { printed }: Tally,
  { streams, verbose, started }: { readonly streams: Streams; readonly verbose: boolean; readonly started: boolean },
): void {
  if (printed.trim() !== '' && !verbose) streams.err(`the last that workers printed:\n${printed.trimEnd()}\n`);
  streams.err(describeError(error, verbose));
  if (started) streams.err('the best so far:\n');
}

function plainError(error: unknown): { code: string; message: string } {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return { code: String(code ?? 'unknown'), message: String(message ?? error) };
}

function exitCode({ reason, value }: StudyResult): ExitCode {
  if (reason.by === 'user') return exitCodes.interrupted;
  return value === null ? exitCodes.failed : exitCodes.ok;
}
