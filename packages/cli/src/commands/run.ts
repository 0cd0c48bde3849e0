import { createStudy, GlompoError, Mistakes, type Study, type StudyOptions, type StudyResult } from '@glompo/core';
import { openCheckpoint } from '@glompo/store';
import { needed, together } from '../args/mistakes.js';
import { type Args, readArgs } from '../args/read-args.js';
import { wholeNumber } from '../args/values.js';
import { bestSoFar, brokenBy, plainError } from '../output/broken-study.js';
import { type ExitCode, exitCodes } from '../output/exit-codes.js';
import { count, printable, printableLines } from '../output/figures.js';
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
import { goingOn } from '../recording/going-on.js';
import { type Kept, keep } from '../recording/keep.js';
import { recordOptions } from '../recording/record-options.js';
import { summarise } from '../recording/summarise.js';
import { taskMark } from '../recording/task-mark.js';
import { namedByFlag } from '../study/option-flags.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from '../study-file/args-of-study-file.js';
import { isStudyFile } from '../study-file/is-study-file.js';
import { withFlags } from '../study-file/with-flags.js';
import { type Surroundings, taskName } from '../tasks/task-of-args.js';
import type { Command } from './command.js';
import { forbidExit } from './forbid-exit.js';
import { onInterrupt } from './interrupts.js';
import { runFlags } from './run-flags.js';
import { onStrayError } from './stray-errors.js';

/** `glompo run TASK …`: minimises TASK, shows progress on stderr, prints the result on stdout. */
export const run: Command = async (given, streams) => {
  const mistakes = new Mistakes();
  const asked = readArgs(given, runFlags, mistakes);
  mistakes.inSync(() => minimaShown(asked.flags));
  if (asked.flags.has('from')) return runFrom(asked, mistakes, streams);
  for (const name of ['task', 'accept-changed-task'])
    if (asked.flags.has(name))
      mistakes.add(new GlompoError('GLOMPO_OPTION', `--${name}: is for a study that goes on (--from FILE)`));
  const folder = workingDirectory();
  const registry = openRegistry(folder);
  const surroundings = { registry, workingDirectory: folder };
  const args = await needed(mistakes, () => withStudyFile(asked, surroundings));
  const options = await together(mistakes, () =>
    studyOfArgs(args, surroundings, { isRecorded: args.flags.has('dir') }),
  );
  return minimise(args, options, { directory: args.flags.get('dir')?.[0], streams, shown: args.flags });
};

/** What the study file says that stands in the place of TASK, with the flags in its place; the arguments as they are, if there is none. */
async function withStudyFile(args: Args, surroundings: Surroundings): Promise<Args> {
  const [file, ...more] = args.positionals;
  if (file === undefined || more.length > 0 || !isStudyFile(file)) return args;
  return withFlags(await argsOfStudyFile(file, surroundings), args);
}

/** `glompo run --from FILE --dir DIR …`: nothing is made before all is known to be right. */
async function runFrom({ positionals, flags, others }: Args, mistakes: Mistakes, streams: Streams): Promise<ExitCode> {
  const directory = flags.get('dir')?.[0];
  if (!flags.has('dir'))
    mistakes.add(
      new GlompoError('GLOMPO_OPTION', '--from: the study goes on in a folder of its own: --dir says in which'),
    );
  const [task, ...more] = [...positionals, ...(flags.get('task') ?? [])];
  if (more.length > 0)
    mistakes.add(
      new GlompoError(
        'GLOMPO_OPTION',
        '--from: the checkpoint knows its task: at most one TASK says where that is now',
      ),
    );
  const [file] = flags.get('from') ?? [];
  if (file === undefined) mistakes.throwIfAny();
  using record = await needed(mistakes, () => openCheckpoint(file as string));
  const { args, options, notes } = await together(mistakes, () => goingOn(record, { flags, others, task }, undefined));
  return await minimise(args, options, { directory, from: file, streams, shown: flags, notes });
}

/** How many minima the summary lists. @throws GlompoError `GLOMPO_OPTION` */
export function minimaShown(flags: Args['flags']): number | undefined {
  const [text] = flags.get('minima') ?? [];
  return text === undefined ? undefined : wholeNumber('minima', text);
}

export interface Showing {
  /** Where it is recorded; undefined: nowhere. */
  readonly directory: string | undefined;
  /** The checkpoint that its record begins as. */
  readonly from?: string | undefined;
  readonly streams: Streams;
  /** The flags that say what is shown. */
  readonly shown: Args['flags'];
  /** What the user should know before it begins. */
  readonly notes?: readonly string[];
}

/** Conducts a study and shows what comes of it. */
export async function minimise(
  args: Args,
  options: StudyOptions,
  { directory, from, streams, shown, notes = [] }: Showing,
): Promise<ExitCode> {
  const warn = ({ message }: GlompoError) => (streams.onStray ?? streams.err)(`${printableLines(message)}\n`);
  if (directory === '') throw new GlompoError('GLOMPO_OPTION', '--dir: expected a folder, got nothing');
  const how = recordOptions(args, made => {
    if (made instanceof GlompoError) warn(made);
  });
  // What it takes to go on is not even made where it would not be recorded.
  const isWhole = directory !== undefined && (how.detail ?? 'trials') === 'trials';
  const study = studyOf({ ...options, recorded: isWhole }, args);
  const tally = new Tally();
  const verbose = shown.has('verbose');
  const quiet = shown.has('quiet');
  if (!quiet) for (const note of notes) streams.err(`${printable(note)}\n`);
  const recording = await begin(study, directory, { args, options, how: { ...how, from }, warn });
  const { result, error } = await recorded(recording, await conduct(study, tally, { args, streams, verbose, quiet }));
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
  streams.out(
    shown.has('json')
      ? `${resultJson(result, facts)}\n`
      : summary(result, tally, { verbose, minima: minimaShown(shown) }),
  );
  if (!quiet && !verbose) streams.err(printedText(tally));
  return error === undefined ? exitCode(result) : exitCodeOf(error, true);
}

async function begin(
  study: Study,
  directory: string | undefined,
  how: Omit<Parameters<typeof keep>[2], 'mark'>,
): Promise<Kept | undefined> {
  if (directory === undefined) return undefined;
  const folder = workingDirectory();
  const { registry = openRegistry(folder) } = how.options;
  const mark = await taskMark(how.args, how.options, { registry, workingDirectory: folder });
  return keep(study, directory, { ...how, mark });
}

/** All that has happened is in the record; that it is not is a failure. */
async function recorded(recording: Kept | undefined, outcome: Outcome): Promise<Outcome> {
  try {
    await recording?.close();
    return outcome;
  } catch (error) {
    return { ...outcome, error: outcome.error ?? error };
  }
}

function studyOf(options: StudyOptions, args: Args): Study {
  try {
    return createStudy(options);
  } catch (error) {
    throw namedByFlag(error, args);
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
  {
    args,
    streams,
    verbose,
    quiet,
  }: { readonly args: Args; readonly streams: Streams; readonly verbose: boolean; readonly quiet: boolean },
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
    const error = namedByFlag(thrown, args);
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
