import type { OptionsSpec } from '@glompo/core';
import type { Flag } from '../args/flag.js';
import { exitCodes } from '../output/exit-codes.js';
import { wrapped } from '../output/wrapped.js';
import { commandOptions } from '../tasks/command-options.js';
import type { Command } from './command.js';
import {
  changeFlags,
  checkpointFlags,
  commonFlags,
  doctorFlags,
  exportFlags,
  injectFlags,
  listFlags,
  plotFlags,
  statusFlags,
} from './flags.js';
import { replayFlags } from './replay-flags.js';
import { resumeFlags, runFlags } from './run-flags.js';

const overview = `glompo minimises expensive black-box functions with many optimizers in parallel under one manager.

  glompo run TASK [flags]       minimise TASK: a module, the name of a task, or an expression
  glompo resume DIR [flags]     go on with the study that was recorded in DIR (glompo run --dir DIR)
  glompo checkpoint DIR [FILE]  make one file of the study in DIR, from which it goes on anywhere (glompo run --from FILE --dir DIR)
  glompo status DIR             how the study in DIR stands, whether it runs or not
  glompo stop DIR [RUN]         end the study that runs in DIR in order, or one of its runs
  glompo pause DIR RUN          give the run nothing more to do, until glompo continue DIR RUN
  glompo change DIR [flags]     other limits, or more or fewer slots, for the study that runs in DIR
  glompo inject DIR POINT       start a run more at POINT there; or, with --value, let optimizers hear of it
  glompo plot DIR [flags]       draw pictures of the study that is recorded in DIR
  glompo export DIR [flags]     write what was recorded in DIR as HDF5, CSV, Parquet, JSON, or a summary
  glompo replay DIR [flags]     run other hunters, selectors or limits over what was recorded in DIR; nothing is evaluated
  glompo doctor TASK [flags]    evaluate TASK a few times, tell what it is like, propose where to run it
  glompo list [KIND] [--json]   optimizers, backends, tasks, hunters, checkers, selectors, start-points, sharing, with options
  glompo help [COMMAND]         this, or the flags of a command
  glompo --version              versions of glompo and of the packages with plugins

  glompo run rastrigin --dims 5
  glompo run ./engine.task.js --max-seconds 600 --slots 8
  glompo run study.yaml --seed 2
  glompo run '(x-1)^2 + 10*sin(y)' --bounds x=-5:5,y=0:10
  glompo run --command './simulate {x} {y}' --bounds x=-5:5,y=-5:5
  glompo doctor ./engine.task.js

exit codes: 0 a result, 1 the study failed, 2 wrong usage or bad input, 130 interrupted
`;

const runIntroduction = `glompo run TASK [flags]: minimises TASK, shows progress on stderr, prints the result on stdout.

TASK is the path of a module whose default export is a task (.js, .mjs, .ts, …), the name of a task that glompo list tasks
shows, with options or without ('lennard-jones(atoms=38)'), or an expression ('x^2 + 3*cos(y)', with --bounds). Instead of TASK, --command
'./simulate {x} {y}' names an outside program in any language.

TASK may also be a study file (*.yaml, *.json, *.config.ts, *.config.js): its fields are task and these flags in camelCase (maxEvaluations: 5000); flags go
before what it says.

`;

const commandIntroduction = `
with --command:

`;

const doctorIntroduction = `glompo doctor TASK [flags]: evaluates TASK a few times on processes, on threads and inline, tells how long it takes, whether it
blocks its thread, gives the same value again, disturbs its copies, starts programs, prints or leaves files, and proposes where to run it.

TASK is what glompo run takes. Nothing that it does ends the doctor: where it could, it runs in a process of its own.

`;

const resumeIntroduction = `glompo resume DIR [flags]: goes on with the study that is recorded in DIR, whatever has ended it: a kill, Ctrl-C, or its
own budget, if that is larger now. Its runs continue where they stood, and nothing that is recorded is evaluated again.

Flags are for what shall be different from now on (--max-evaluations 20000, --slots 4, --trials-on processes); everything else is as it was.
Seed, parameters and the task stay what they were.

`;

const checkpointIntroduction = `glompo checkpoint DIR [FILE] [flags]: makes one file of all that is recorded in DIR at this moment, also while the study runs, which
does not wait for it. glompo run --from FILE --dir OTHER goes on with the study, also on another machine.

FILE is DIR/checkpoints/checkpoint-{time}-{evaluations}.db if it is not given; what stands in braces is filled in. What is there is not overwritten, unless it is a
checkpoint of the same study. Its name is printed on stdout.

`;

const onLiving = `
A request is a file in DIR/door, which only the user may enter whose study it is; nothing listens on a network. The command returns when it is done.

`;

const statusIntroduction = `glompo status DIR [--json]: how the study that is recorded in DIR stands: best value, evaluations, limits, live runs.

It may run meanwhile, in whatever program, or have ended; nothing is asked of it.

`;

const stopIntroduction = `glompo stop DIR [RUN]: ends the study that runs in DIR in order, as Ctrl-C does: glompo resume goes on with it. With RUN, ends that run, which
is killed, and another one may take its place. A file named STOP_3 in DIR stops run 3, too.
${onLiving}`;

const pauseIntroduction = `glompo pause DIR RUN: gives the run nothing more to do; what is under way is finished. glompo continue DIR RUN lets it go on.
${onLiving}`;

const changeIntroduction = `glompo change DIR [flags]: from now on the study that runs in DIR has these limits, in place of its own of the same kind, or so many slots (0: it
pauses). glompo resume goes on with them.
${onLiving}`;

const injectIntroduction = `glompo inject DIR POINT [flags]: one run more is started at POINT (1,2,3 or @FILE, as --start takes it) in the study that runs in DIR. With --value,
optimizers that can use it hear of the point instead, all or that of --run.
${onLiving}`;

const plotIntroduction = `glompo plot DIR [flags]: draws the study that is recorded in DIR, also while it runs, and prints the names of the files.

  trajectories   the values of all runs and their best so far over the evaluations, and how each run ended
  best           the best value so far
  parameters     where the trials of one run were
  slots          what the slots' time was spent on, and how many there were

Pictures that glompo plot has made are replaced; nothing else ever is.

`;

const exportIntroduction = `glompo export DIR --format FORMAT [flags]: writes what was recorded in DIR (glompo run --dir DIR) into a file for other programs, as it
stands now: also of a study that is under way, or was killed. Nothing that the record names is imported or run.

`;

const replayIntroduction = `glompo replay DIR [flags]: runs other decisions over the study that is recorded in DIR. Nothing is evaluated; what was never made is told as unknown.

The flags describe one alternative, and each --try one more; all are run in one reading of the record, beside the study's own hunters, which are asked again.

`;

const listIntroduction = `glompo list [KIND …] [--json]: shows what there is, with options, defaults and descriptions.

KIND is optimizers, backends, tasks, hunters, checkers, selectors, start-points or sharing; without one, all are shown.

`;

/** `glompo help`, and `--help` anywhere. */
export const help: Command = async ([command], streams) => {
  streams.out(textFor(command));
  return exitCodes.ok;
};

function textFor(command: string | undefined): string {
  if (command === 'run')
    return (
      runIntroduction +
      describeFlags([...runFlags, ...commonFlags.filter(({ name }) => name !== 'verbose')]) +
      commandIntroduction +
      describeFlags(flagsOf(commandOptions))
    );
  const text = texts.get(command ?? '');
  if (text === undefined) return overview;
  const own = new Set(text.flags.map(({ name }) => name));
  return text.introduction + describeFlags([...text.flags, ...commonFlags.filter(({ name }) => !own.has(name))]);
}

/** What is told of each command but `run`. */
const texts: ReadonlyMap<string, { readonly introduction: string; readonly flags: readonly Flag[] }> = new Map([
  ['resume', { introduction: resumeIntroduction, flags: resumeFlags }],
  ['checkpoint', { introduction: checkpointIntroduction, flags: checkpointFlags }],
  ['status', { introduction: statusIntroduction, flags: statusFlags }],
  ['stop', { introduction: stopIntroduction, flags: [] }],
  ['pause', { introduction: pauseIntroduction, flags: [] }],
  ['continue', { introduction: pauseIntroduction, flags: [] }],
  ['change', { introduction: changeIntroduction, flags: changeFlags }],
  ['inject', { introduction: injectIntroduction, flags: injectFlags }],
  ['export', { introduction: exportIntroduction, flags: exportFlags }],
  ['plot', { introduction: plotIntroduction, flags: plotFlags }],
  ['replay', { introduction: replayIntroduction, flags: replayFlags }],
  ['doctor', { introduction: doctorIntroduction, flags: doctorFlags }],
  ['list', { introduction: listIntroduction, flags: listFlags }],
]);

/** Options of a task as the flags that they may be given by. */
function flagsOf(options: OptionsSpec): readonly Flag[] {
  return Object.entries(options).map(([name, { type, description }]) =>
    type === 'boolean' ? { name, description } : { name, value: type === 'number' ? 'N' : 'VALUE', description },
  );
}

/** Flags with their descriptions below, indented. */
function describeFlags(flags: readonly Flag[]): string {
  return flags
    .map(({ name, short, value, repeatable, description, default: byDefault }) => {
      const head = `  ${short ? `-${short}, ` : ''}--${name}${value === undefined ? '' : ` ${value}`}${repeatable ? '  (repeatable)' : ''}`;
      return `${head}\n${wrapped(`${description}${byDefault === undefined ? '' : `; default: ${byDefault}`}`, 6)}`;
    })
    .join('');
}
