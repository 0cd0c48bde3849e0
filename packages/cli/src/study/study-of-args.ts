import {
  type Checker,
  GlompoError,
  type Hunter,
  Mistakes,
  parseChecker,
  parseHunter,
  parseSharing,
  type Registry,
  retold,
  type Sharing,
  type StudyOptions,
} from '@glompo/core';
import { any } from '@glompo/core/conditions';
import { atItsPlace, readEach } from '../args/mistakes.js';
import { type Args, valuesOf } from '../args/read-args.js';
import { refuseBoth } from '../args/rivals.js';
import {
  failedTrials,
  finiteNumber,
  liveRuns,
  numberFrom0,
  positiveInteger,
  positiveNumber,
  seed,
  underFlag,
  wholeNumber,
} from '../args/values.js';
import { runFlags } from '../commands/run-flags.js';
import { readPluginFiles } from '../plugins/plugin-files.js';
import { checkNotRecorded, recordOptions } from '../recording/record-options.js';
import { givenTask } from '../tasks/given-task.js';
import { type Surroundings, taskOfArgs } from '../tasks/task-of-args.js';
import { chooseBackend } from './choose-backend.js';
import { chooseOptimizers } from './choose-optimizers.js';
import { startPoints } from './start-points.js';
import { stopWhen } from './stop-when.js';

/**
 * The study that the arguments of `glompo run` describe; nothing is started yet.
 *
 * @param how.isRecorded false: flags that say how a study is recorded are mistakes
 * @throws GlompoError about every mistake at once
 */
export async function studyOfArgs(
  args: Args,
  surroundings: Surroundings,
  { isRecorded = true }: { readonly isRecorded?: boolean } = {},
): Promise<StudyOptions> {
  const { registry, workingDirectory } = surroundings;
  const many = (flag: string) => valuesOf(args, flag);
  const one = (flag: string) => many(flag)[0];
  const mistakes = new Mistakes();
  const reads = reader(args);
  const read = <T>(flag: string, parse: (flag: string, text: string) => T) => mistakes.in(() => reads(flag, parse));

  for (const mistake of args.file?.mistakes ?? []) mistakes.add(mistake);
  await readPluginFiles(mistakes, registry, args.flags.get('plugin'), workingDirectory);
  const task = await mistakes.in(() => taskIn(args, surroundings));
  const settings = {
    slots: await read('slots', positiveInteger),
    liveRuns: await read('live-runs', liveRuns),
    huntEvery: await read('hunt-every', positiveInteger),
    spare: await read('spare', numberFrom0),
    share: await mistakes.in(() => sharingOf(args)),
    trialTimeout: await read('trial-timeout', positiveNumber),
    abortGrace: await read('abort-grace', numberFrom0),
    retries: await read('retries', wholeNumber),
    failedTrials: await read('failed-trials', failedTrials),
    cancelKilled: args.flags.has('finish-killed') ? false : undefined,
    spareWorker: args.flags.has('no-spare-worker') ? false : undefined,
    seed: await read('seed', seed),
  };
  const stop = await mistakes.in(() => stopOfArgs(args, registry));
  const hunters = await mistakes.in(() => huntersOf(args, registry));
  const start = await mistakes.in(() => startPoints(many('start'), workingDirectory, registry));
  const spawnUntil = await mistakes.in(() => spawnUntilOf(args, registry));
  const optimizers = await mistakes.in(() =>
    chooseOptimizers(many('optimizer'), one('selector'), registry, args.defaultSelector),
  );
  const backend = await mistakes.in(() => chooseBackend(one('optimizers-on'), one('trials-on'), registry));
  await mistakes.in(() => recordOptions(args, undefined));
  if (!isRecorded) await mistakes.in(() => checkNotRecorded(args));
  try {
    mistakes.throwIfAny();
  } catch (error) {
    throw atItsPlace(error, args);
  }
  return {
    ...(task as NonNullable<typeof task>),
    ...settings,
    stop,
    hunters,
    startPoints: start,
    spawnUntil,
    optimizers: optimizers as StudyOptions['optimizers'],
    backend,
    registry,
  };
}

/** What is wrong with the task of a study file is told as what TASK is there. */
async function taskIn(
  args: Args,
  surroundings: Surroundings,
): Promise<Pick<StudyOptions, 'task' | 'bounds'> | undefined> {
  const { file } = args;
  // A file whose task is wrong has said so.
  if (file !== undefined && args.positionals.length === 0 && !args.flags.has('command')) return undefined;
  // So has a flag without its value.
  if (args.flags.get('command')?.length === 0) return undefined;
  const command = { name: 'run', flags: runFlags };
  const [object] = file?.objects.get('task') ?? [];
  try {
    if (object !== undefined) return await givenTask(object as StudyOptions['task'], args, command);
    return await taskOfArgs(args, surroundings, command);
  } catch (error) {
    if (file === undefined || !(error instanceof GlompoError)) throw error;
    throw retold(error, mistake =>
      mistake.message.startsWith('--')
        ? mistake
        : new GlompoError(mistake.code, `--task: ${mistake.message}`, { cause: mistake.cause }),
    );
  }
}

/** When it stops. @throws GlompoError `GLOMPO_OPTION` */
export async function stopOfArgs(args: Args, registry: Registry): Promise<Checker> {
  const mistakes = new Mistakes();
  const reads = reader(args);
  const read = <T>(flag: string, parse: (flag: string, text: string) => T) => mistakes.in(() => reads(flag, parse));
  const limits = {
    maxEvaluations: await read('max-evaluations', positiveInteger),
    maxSeconds: await read('max-seconds', positiveNumber),
    target: await read('target', finiteNumber),
    stop: await mistakes.in(() =>
      readEach(valuesOf(args, 'stop'), given =>
        typeof given === 'string' ? checkerOf('stop', given, registry) : (given as Checker),
      ),
    ),
  };
  mistakes.throwIfAny();
  return stopWhen(limits);
}

/** Reads the value of a flag, if it is given. */
function reader({ flags }: Args) {
  return <T>(flag: string, parse: (flag: string, text: string) => T): T | undefined => {
    const text = flags.get(flag)?.[0];
    return text === undefined ? undefined : parse(flag, text);
  };
}

function checkerOf(flag: string, text: string, registry: Registry): Promise<Checker> {
  return underFlag(flag, async () => parseChecker(text, await registry.parts('checkers', text)));
}

async function spawnUntilOf(args: Args, registry: Registry): Promise<Checker | undefined> {
  refuseBoth(args, 'spawn-until');
  const checkers = await readEach(valuesOf(args, 'spawn-until'), each =>
    typeof each === 'string' ? checkerOf('spawn-until', each, registry) : (each as Checker),
  );
  return checkers.length > 1 ? any(...checkers) : checkers[0];
}

async function sharingOf(args: Args): Promise<Sharing | undefined> {
  refuseBoth(args, 'share');
  const [given] = valuesOf(args, 'share');
  return typeof given === 'string' ? underFlag('share', () => parseSharing(given)) : (given as Sharing | undefined);
}

async function huntersOf(args: Args, registry: Registry): Promise<Hunter | 'none' | undefined> {
  refuseBoth(args, 'hunter');
  if (args.flags.has('no-hunters')) return 'none';
  const hunters = await readEach(valuesOf(args, 'hunter'), each =>
    typeof each === 'string'
      ? underFlag('hunter', async () => parseHunter(each, await registry.parts('hunters', each)))
      : (each as Hunter),
  );
  return hunters.length > 1 ? any(...hunters) : hunters[0];
}
