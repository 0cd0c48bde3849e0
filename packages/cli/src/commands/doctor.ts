import { Mistakes } from '@glompo/core';
import { together } from '../args/mistakes.js';
import { readArgs } from '../args/read-args.js';
import { positiveInteger, positiveNumber } from '../args/values.js';
import { diagnose } from '../doctor/diagnose.js';
import { report } from '../doctor/report.js';
import { runCommand } from '../doctor/run-command.js';
import { exitCodes } from '../output/exit-codes.js';
import { jsonLine } from '../output/result-json.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { taskName, taskOfArgs } from '../tasks/task-of-args.js';
import type { Command } from './command.js';
import { doctorFlags } from './flags.js';
import { onInterrupt } from './interrupts.js';

const defaultSeconds = 30;

/** `glompo doctor TASK …`: evaluates TASK a few times everywhere, tells what it is like, and proposes where to run it. */
export const doctor: Command = async (given, streams) => {
  const mistakes = new Mistakes();
  const args = readArgs(given, doctorFlags, mistakes);
  const folder = workingDirectory();
  const surroundings = { registry: openRegistry(folder), workingDirectory: folder };
  const slotsText = args.flags.get('slots')?.[0];
  const secondsText = args.flags.get('max-seconds')?.[0];
  const slots = mistakes.inSync(() => (slotsText === undefined ? undefined : positiveInteger('slots', slotsText)));
  const seconds = mistakes.inSync(() =>
    secondsText === undefined ? defaultSeconds : positiveNumber('max-seconds', secondsText),
  );
  const { task, bounds } = await together(mistakes, () =>
    taskOfArgs(args, surroundings, { name: 'doctor', flags: doctorFlags }),
  );

  const quiet = args.flags.has('quiet');
  const controller = new AbortController();
  const release = onInterrupt(() => {
    if (!quiet) streams.err('stopping; once more ends it at once\n');
    controller.abort();
  });
  try {
    const diagnosis = await diagnose({
      task,
      bounds,
      slots,
      seconds: seconds as number,
      signal: controller.signal,
      onStage: backend => {
        if (!quiet) streams.err(`evaluating ${backend === 'inline' ? 'inline' : `on ${backend}`}\n`);
      },
    });
    const { parameters, measurement, findings, proposal } = diagnosis;
    const name = taskName(args);
    const command = proposal && runCommand(args, proposal);
    streams.out(
      args.flags.has('json')
        ? `${jsonLine({
            task: name,
            parameters: parameters.map(each => each.name),
            findings,
            backends: measurement.backends,
            proposal: proposal ?? null,
            command: command ?? null,
          })}\n`
        : report(diagnosis, name, command),
    );
    return proposal === undefined ? exitCodes.failed : exitCodes.ok;
  } finally {
    release();
  }
};
