import type { TrialCounts } from '@glompo/core';
import { whole } from './figures.js';

/** `12 failed, 3 timed out`; '' where nothing did. */
export function failures({ failed, timedOut }: TrialCounts): string {
  return [
    ...(failed > 0 ? [`${whole(failed)} failed`] : []),
    ...(timedOut > 0 ? [`${whole(timedOut)} timed out`] : []),
  ].join(', ');
}
