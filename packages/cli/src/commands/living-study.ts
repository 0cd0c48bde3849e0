import { GlompoError } from '@glompo/core';
import { askStudy, type DoorRequest } from '@glompo/store';
import { numberIn } from '../args/values.js';
import type { Streams } from '../output/streams.js';

/** After so long it is said that somebody waits. */
const patienceMs = 3_000;

/** @throws GlompoError `GLOMPO_OPTION` */
export function runNumber(text: string | undefined): number {
  const run = text === undefined ? undefined : numberIn(text);
  if (Number.isSafeInteger(run) && (run as number) >= 1) return run as number;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `RUN: expected the number of a run, got ${text === undefined ? 'nothing' : `"${text}"`}`,
  );
}

/** Asks it of the study, and says that it waits where that takes long: a task that keeps the manager's thread lets nobody in. */
export async function ask(directory: string, request: DoorRequest, streams: Streams): Promise<void> {
  const timer = setTimeout(() => streams.err('waiting until the study answers …\n'), patienceMs);
  try {
    await askStudy(directory, request);
  } finally {
    clearTimeout(timer);
  }
}
