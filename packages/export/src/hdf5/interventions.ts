import type { EventOf } from '@glompo/core';
import { plainText } from '../plain-text.js';
import type { RecordedStudy } from '../recorded-study.js';

/** An attribute takes no more than 64 kB. */
const longest = 10_000;

/** What was wanted of a study from outside: of the study as a whole as a text, a line each, and by run. */
export function readInterventions(study: RecordedStudy): {
  readonly text: string;
  ofRun(id: number): readonly EventOf<'intervened'>[];
} {
  const byRun = new Map<number, EventOf<'intervened'>[]>();
  let text = '';
  for (const event of study.events({ types: ['intervened'] })) {
    const { intervention } = event;
    if ('run' in intervention && intervention.run !== undefined) {
      const mine = byRun.get(intervention.run);
      if (mine) mine.push(event);
      else byRun.set(intervention.run, [event]);
    } else if (text.length < longest) text += `${text === '' ? '' : '\n'}${wordsOf(event)}`;
  }
  return { text: text.length > longest ? `${text.slice(0, longest)}…` : text, ofRun: id => byRun.get(id) ?? [] };
}

/** An intervention in a line. */
export function wordsOf({ intervention, evaluations }: EventOf<'intervened'>): string {
  const { type } = intervention;
  const more =
    type === 'stop-when'
      ? ` ${intervention.condition}`
      : type === 'inject'
        ? ` a point with the value ${intervention.value}`
        : '';
  return plainText(`intervention after ${evaluations} evaluations: ${type}${more}`).replaceAll('\n', ' ');
}
