import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, type Place } from './place.js';

/** What tasks and optimizers tell by files, past everything that glompo carries: each thread writes one of its own. */
export type Entry = AskEntry | TrialEntry;

/** An optimizer proposed these points, by `linearKeyOf`. */
export type AskEntry = { readonly type: 'ask'; readonly points: readonly string[]; readonly place: Place };

export type TrialEntry = {
  readonly type: 'trial';
  readonly run: number;
  readonly trial: number;
  /** By `keyOf`. */
  readonly point: string;
  readonly value: number | null;
  readonly place: Place;
};

export function write(folder: string, entry: Entry): void {
  const { pid, thread } = here();
  appendFileSync(join(folder, `${pid}-${thread}.jsonl`), `${JSON.stringify(entry)}\n`);
}

export function read(folder: string): readonly Entry[] {
  return readdirSync(folder).flatMap(file =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Entry),
  );
}

/** A point as text in which every bit counts. */
export function keyOf(point: Float64Array): string {
  return Buffer.from(point.buffer, point.byteOffset, point.byteLength).toString('base64');
}

/** The same for the coordinates that are not logarithmic, and so have the same bits for the optimizer and for the task. */
export const linearKeyOf = (point: Float64Array): string => linearPart(keyOf(point));

/** Three numbers are 24 bytes, and these are 32 letters in base64. */
export const linearPart = (key: string): string => key.slice(0, 32);
