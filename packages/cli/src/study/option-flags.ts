import { GlompoError, type StudyOptions } from '@glompo/core';
import { atItsPlace } from '../args/mistakes.js';
import type { Args } from '../args/read-args.js';

/** The flags that give a study's options, for messages. */
const flags: { readonly [K in keyof StudyOptions]?: string } = {
  slots: 'slots',
  liveRuns: 'live-runs',
  huntEvery: 'hunt-every',
  spare: 'spare',
  trialTimeout: 'trial-timeout',
  abortGrace: 'abort-grace',
  retries: 'retries',
  failedTrials: 'failed-trials',
  cancelKilled: 'finish-killed',
  spareWorker: 'no-spare-worker',
  seed: 'seed',
};

/**
 * What a study refuses, by the flag that it was given by: `trialTimeout: …` becomes `--trial-timeout: …`, or by its place in a study file. Other
 * errors stay as they are.
 */
export function namedByFlag(error: unknown, args: Pick<Args, 'file'>): unknown {
  return atItsPlace(withFlag(error), args);
}

function withFlag(error: unknown): unknown {
  if (!GlompoError.is(error, 'GLOMPO_OPTION')) return error;
  const [, option = '', rest = ''] = /^(\w+)(: .*)$/s.exec(error.message) ?? [];
  if (!Object.hasOwn(flags, option)) return error;
  return new GlompoError(error.code, `--${flags[option as keyof typeof flags]}${rest}`, { cause: error.cause });
}
