import {
  type Checker,
  GlompoError,
  type Hunter,
  parseChecker,
  parseHunter,
  type Registry,
  type StudyOptions,
} from '@glompo/core';
import { any } from '@glompo/core/conditions';
import type { Args } from '../args/read-args.js';
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
import { runFlags } from '../commands/flags.js';
import { type Surroundings, taskOfArgs } from '../tasks/task-of-args.js';
import { chooseBackend } from './choose-backend.js';
import { chooseOptimizers } from './choose-optimizers.js';
import { startPoints } from './start-points.js';
import { stopWhen } from './stop-when.js';

/** The study that the arguments of `glompo run` describe; nothing is started yet. @throws GlompoError */
export async function studyOfArgs(args: Args, surroundings: Surroundings): Promise<StudyOptions> {
  const { registry, workingDirectory } = surroundings;
  const one = (flag: string) => args.flags.get(flag)?.[0];
  const many = (flag: string) => args.flags.get(flag) ?? [];
  const read = reader(args);

  const settings = {
    slots: read('slots', positiveInteger),
    liveRuns: read('live-runs', liveRuns),
    huntEvery: read('hunt-every', positiveInteger),
    trialTimeout: read('trial-timeout', positiveNumber),
    abortGrace: read('abort-grace', numberFrom0),
    retries: read('retries', wholeNumber),
    failedTrials: read('failed-trials', failedTrials),
    cancelKilled: args.flags.has('finish-killed') ? false : undefined,
    spareWorker: args.flags.has('no-spare-worker') ? false : undefined,
    seed: read('seed', seed),
  };
  return {
    ...(await taskOfArgs(args, surroundings, { name: 'run', flags: runFlags })),
    ...settings,
    stop: await stopOfArgs(args, registry),
    hunters: await huntersOf(many('hunter'), args.flags.has('no-hunters'), registry),
    startPoints: await underFlag('start', () => startPoints(many('start'), workingDirectory, registry)),
    optimizers: await chooseOptimizers(many('optimizer'), one('selector'), registry),
    backend: await chooseBackend(one('optimizers-on'), one('trials-on'), registry),
    registry,
  };
}

/** When it stops. @throws GlompoError `GLOMPO_OPTION` */
export async function stopOfArgs(args: Args, registry: Registry): Promise<Checker> {
  const read = reader(args);
  const conditions = args.flags.get('stop') ?? [];
  return stopWhen({
    maxEvaluations: read('max-evaluations', positiveInteger),
    maxSeconds: read('max-seconds', positiveNumber),
    target: read('target', finiteNumber),
    stop: await Promise.all(
      conditions.map(text => underFlag('stop', async () => parseChecker(text, await registry.parts('checkers', text)))),
    ),
  });
}

/** Reads the value of a flag, if it is given. */
function reader({ flags }: Args) {
  return <T>(flag: string, parse: (flag: string, text: string) => T): T | undefined => {
    const text = flags.get(flag)?.[0];
    return text === undefined ? undefined : parse(flag, text);
  };
}

async function huntersOf(
  texts: readonly string[],
  none: boolean,
  registry: Registry,
): Promise<Hunter | 'none' | undefined> {
  if (none && texts.length > 0)
    throw new GlompoError('GLOMPO_OPTION', '--no-hunters: there is a --hunter, too: give one of them');
  if (none) return 'none';
  const hunters = await Promise.all(
    texts.map(text => underFlag('hunter', async () => parseHunter(text, await registry.parts('hunters', text)))),
  );
  return hunters.length > 1 ? any(...hunters) : hunters[0];
}
