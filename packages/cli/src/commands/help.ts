import type { OptionsSpec } from '@glompo/core';
import type { Flag } from '../args/flag.js';
import { exitCodes } from '../output/exit-codes.js';
import { wrapped } from '../output/wrapped.js';
import { commandOptions } from '../tasks/command-options.js';
import type { Command } from './command.js';
import { commonFlags, doctorFlags, exportFlags, listFlags, resumeFlags, runFlags } from './flags.js';

const overview = `glompo minimises expensive black-box functions with many optimizers in parallel under one manager.

  glompo run TASK [flags]       minimise TASK: a module, the name of a task, or an expression
  glompo resume DIR [flags]     go on with the study that was recorded in DIR (glompo run --dir DIR)
  glompo export DIR [flags]     write what was recorded in DIR as HDF5, CSV, Parquet, JSON, or a summary
  glompo doctor TASK [flags]    evaluate TASK a few times, tell what it is like, propose where to run it
  glompo list [KIND] [--json]   optimizers, backends, tasks, hunters, checkers, selectors and start-points, with options
  glompo help [COMMAND]         this, or the flags of a command
  glompo --version              versions of glompo and of the packages with plugins

  glompo run rastrigin --dims 5
  glompo run ./engine.task.js --max-seconds 600 --slots 8
  glompo run '(x-1)^2 + 10*sin(y)' --bounds x=-5:5,y=0:10
  glompo run --command './simulate {x} {y}' --bounds x=-5:5,y=-5:5
  glompo doctor ./engine.task.js

exit codes: 0 a result, 1 the study failed, 2 wrong usage or bad input, 130 interrupted
`;

const runIntroduction = `glompo run TASK [flags]: minimises TASK, shows progress on stderr, prints the result on stdout.

TASK is the path of a module whose default export is a task (.js, .mjs, .ts, …), the name of a task that glompo list tasks
shows, with options or without ('lennard-jones(atoms=38)'), or an expression ('x^2 + 3*cos(y)', with --bounds). Instead of TASK, --command
'./simulate {x} {y}' names an outside program in any language.

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

const exportIntroduction = `glompo export DIR --format FORMAT [flags]: writes what was recorded in DIR (glompo run --dir DIR) into a file for other programs, as it
stands now: also of a study that is under way, or was killed. Nothing that the record names is imported or run.

`;

const listIntroduction = `glompo list [KIND …] [--json]: shows what there is, with options, defaults and descriptions.

KIND is optimizers, backends, tasks, hunters, checkers, selectors or start-points; without one, all are shown.

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
  if (command === 'resume')
    return (
      resumeIntroduction + describeFlags([...resumeFlags, ...commonFlags.filter(({ name }) => name !== 'verbose')])
    );
  if (command === 'export') return exportIntroduction + describeFlags([...exportFlags, ...commonFlags]);
  if (command === 'doctor')
    return (
      doctorIntroduction + describeFlags([...doctorFlags, ...commonFlags.filter(({ name }) => name !== 'verbose')])
    );
  if (command === 'list') return listIntroduction + describeFlags([...listFlags, ...commonFlags]);
  return overview;
}

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
