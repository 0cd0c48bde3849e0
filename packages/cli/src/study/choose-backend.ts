import {
  type Backend,
  type Call,
  GlompoError,
  Mistakes,
  parseCall,
  type Registry,
  type StudyOptions,
} from '@glompo/core';
import { underFlag } from '../args/values.js';
import { auto, openBackend, openTrials, takesNoOptions } from './open-backend.js';

/** Where optimizers are if only the place of the trials is named. */
const optimizersOtherwise = 'threads';

/**
 * Where things run, from `--optimizers-on` and `--trials-on`. Where neither is given, or `auto`, it is found out by measuring the task; where
 * one is named, the other one is on threads, or as `StudyOptions.backend` has it: what a command line names does not depend on a measurement.
 *
 * @throws GlompoError
 */
export async function chooseBackend(
  optimizersOn: string | object | undefined,
  trialsOn: string | object | undefined,
  registry: Registry,
): Promise<StudyOptions['backend']> {
  const mistakes = new Mistakes();
  const optimizers = await mistakes.in(() => callIn('optimizers-on', optimizersOn));
  const trials = await mistakes.in(() => callIn('trials-on', trialsOn));
  mistakes.throwIfAny();
  const given = [optimizers, trials].filter(place => place !== undefined);
  const named = given.filter(place => !isAuto(place));
  if (named.length === 0) return auto;
  if (named.length < given.length) throw halfAuto(isAuto(optimizers));
  const backends = {
    optimizers: await mistakes.in(() =>
      underFlag('optimizers-on', () => {
        const place = optimizers ?? parseCall(optimizersOtherwise);
        return isBackend(place) ? place : openBackend(place, registry);
      }),
    ),
    ...(trials && {
      trials: await mistakes.in(() =>
        underFlag('trials-on', () => (isBackend(trials) ? trials : openTrials(trials, registry))),
      ),
    }),
  };
  mistakes.throwIfAny();
  return backends as { readonly optimizers: Backend; readonly trials?: Backend | 'with-optimizer' };
}

function isBackend(place: Call | Backend): place is Backend {
  return 'open' in place;
}

function isAuto(place: Call | Backend | undefined): boolean {
  return place !== undefined && !isBackend(place) && place.name === auto;
}

function callIn(flag: string, given: string | object | undefined): Promise<Call | Backend | undefined> {
  return underFlag(flag, () => {
    if (typeof given === 'object') return given as Backend;
    const call = given === undefined ? undefined : parseCall(given);
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
