import { GlompoError, parseHunter, type Registry, type StudyRecord } from '@glompo/core';
import type { Alternative } from '@glompo/core/replay';
import { ownName } from './alternatives.js';

/** The study's own hunters, to be asked again: how often they agree with the record says how exact its replays are. */
export interface OwnHunters {
  readonly alternative: Alternative | undefined;
  /** Why they cannot be asked again; undefined: they can, or there are none. */
  readonly why: string | undefined;
}

/** A text for which no package is imported: what files of `--plugin` have is there in any case. */
const namesNobody = 'any';

/** Only hunters of glompo's own and those of `--plugin` are made of what the record says: nothing is imported for it. */
export async function ownHunters(record: StudyRecord, registry: Registry): Promise<OwnHunters> {
  const texts = new Set<string | undefined>();
  for (const { hunters } of record.events({ types: ['study-started'] })) texts.add(hunters);
  const [text] = texts;
  if (texts.size > 1) return { alternative: undefined, why: 'they were not the same in all sessions' };
  if (text === undefined) return { alternative: undefined, why: undefined };
  try {
    const hunters = parseHunter(text, await registry.parts('hunters', namesNobody));
    return { alternative: { name: ownName, hunters }, why: undefined };
  } catch (error) {
    if (!(error instanceof GlompoError)) throw error;
    return { alternative: undefined, why: error.message };
  }
}

/** An alternative that says only how often is hunted asks the study's own hunters. @throws GlompoError `GLOMPO_OPTION` if they cannot be asked */
export function withOwnHunters(alternative: Alternative, { alternative: own, why }: OwnHunters): Alternative {
  const { name, huntEvery, hunters } = alternative;
  if (huntEvery === undefined || hunters !== undefined) return alternative;
  if (own?.hunters) return { ...alternative, hunters: own.hunters };
  throw new GlompoError(
    'GLOMPO_OPTION',
    `${name}: other times of hunts, but no hunters: ${why === undefined ? 'the study had none' : `its own cannot be asked again (${why})`}; say which, as by --hunter`,
  );
}
