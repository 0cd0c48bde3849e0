import { type Call, GlompoError, parseCall, type Registry, type StudyOptions } from '@glompo/core';
import { underFlag } from '../args/values.js';
import { auto, openBackend, openTrials, takesNoOptions } from './open-backend.js';

/** What holds for the level that is not named, where the other one is. */
const otherwise = { optimizers: 'threads', trials: 'with-optimizer' } as const;

/**
 * Where things run, from `--optimizers-on` and `--trials-on`. Where neither is given, or `auto`, it is found out by measuring the task; where
 * one is named, the other one is on threads, or with the optimizer: what a command line names does not depend on a measurement.
 *
 * @throws GlompoError
 */
export async function chooseBackend(
  optimizersOn: string | undefined,
  trialsOn: string | undefined,
  registry: Registry,
): Promise<StudyOptions['backend']> {
  const optimizers = await callIn('optimizers-on', optimizersOn);
  const trials = await callIn('trials-on', trialsOn);
  const given = [optimizers, trials].filter(call => call !== undefined);
  const named = given.filter(({ name }) => name !== auto);
  if (named.length === 0) return auto;
  if (named.length < given.length) throw halfAuto(optimizers?.name === auto);
  return {
    optimizers: await underFlag('optimizers-on', () =>
      openBackend(optimizers ?? parseCall(otherwise.optimizers), registry),
    ),
    trials: await underFlag('trials-on', () => openTrials(trials ?? parseCall(otherwise.trials), registry)),
  };
}

function callIn(flag: string, text: string | undefined): Promise<Call | undefined> {
  return underFlag(flag, () => {
    const call = text === undefined ? undefined : parseCall(text);
    if (call?.name === auto) takesNoOptions(call);
    return call;
  });
}

function halfAuto(optimizersAreAuto: boolean): GlompoError {
  const [flag, other, say] = optimizersAreAuto
    ? ['optimizers-on', 'trials-on', 'inline, threads or processes']
    : ['trials-on', 'optimizers-on', 'with-optimizer, inline, threads or processes'];
  return new GlompoError(
    'GLOMPO_OPTION',
    `--${flag}: auto chooses both places: leave --${other} away, or name one here, too: ${say}`,
  );
}
