import type { SlotTime } from '@glompo/core';
import { type Recorded, type StudyFacts, studyFacts } from '../reading/study-facts.js';

/** What a picture of the slots shows. */
export interface SlotHistory {
  readonly facts: StudyFacts;
  readonly spans: readonly SlotSpan[];
  /** How many slots there were, from when on. */
  readonly slots: readonly { readonly from: number; readonly slots: number }[];
  /** When it was chosen where the study runs. */
  readonly placed: readonly number[];
  /** When workers were replaced, at most some thousands. */
  readonly replaced: readonly number[];
  readonly replacements: number;
  readonly seconds: number;
  /** Slot-seconds of all spans. */
  readonly spent: SlotTime;
}

/** A time, and what the slots' time was spent on in it. */
export interface SlotSpan {
  readonly from: number;
  readonly to: number;
  readonly spent: SlotTime;
}

const types = ['study-started', 'placed', 'resized', 'worker-replaced', 'slot-time', 'study-ended'] as const;
const mostMarks = 4096;

/**
 * Reads how the slots' time was spent, in spans between one report and the next.
 *
 * @param most so many spans at most, each of several reports if there are more
 */
export function readSlots(record: Recorded, most: number): SlotHistory {
  let spans: SlotSpan[] = [];
  let slots: { from: number; slots: number }[] = [];
  const [placed, replaced]: [number[], number[]] = [[], []];
  let [seconds, replacements, every, pending] = [0, 0, 1, 0];
  let last: { readonly at: number; readonly spent: SlotTime } | undefined;
  let growing: SlotSpan | undefined;

  const take = (at: number, now: SlotTime) => {
    const from = last?.at ?? 0;
    const spent = last ? subtracted(now, last.spent) : now;
    last = { at, spent: now };
    if (total(spent) <= 0) return;
    growing = growing ? { from: growing.from, to: at, spent: added(growing.spent, spent) } : { from, to: at, spent };
    if (++pending < every) return;
    spans.push(growing);
    growing = undefined;
    pending = 0;
    if (spans.length < 2 * most) return;
    spans = joined(spans);
    every *= 2;
  };
  const resize = (from: number, number: number) => {
    if (slots.at(-1)?.slots === number) return;
    slots.push({ from, slots: number });
    if (slots.length > mostMarks) slots = slots.filter((_, i) => i % 2 === 0 || i === slots.length - 1);
  };

  for (const event of record.events({ types })) {
    seconds = event.seconds;
    switch (event.type) {
      case 'study-started':
        // Each session counts its own time.
        last = { at: seconds, spent: nothing };
        resize(seconds, event.slots);
        break;
      case 'placed':
        if (placed.length < mostMarks) placed.push(seconds);
        resize(seconds, event.slots);
        break;
      case 'resized':
        resize(seconds, event.slots);
        break;
      case 'worker-replaced':
        replacements++;
        if (replaced.length < mostMarks) replaced.push(seconds);
        break;
      case 'slot-time':
        take(seconds, event.report.spent);
        break;
      case 'study-ended':
        take(seconds, event.result.slotTime.spent);
        break;
    }
  }
  if (growing) spans.push(growing);
  while (spans.length > most) spans = joined(spans);
  const spent = spans.reduce((sum, span) => added(sum, span.spent), nothing);
  return { facts: studyFacts(record), spans, slots, placed, replaced, replacements, seconds, spent };
}

const nothing: SlotTime = {
  ...{ evaluating: 0, optimizing: 0, starting: 0, waitingForPoints: 0 },
  ...{ waitingForManager: 0, waitingForLog: 0, beingReplaced: 0, finished: 0 },
};

export const uses = Object.keys(nothing) as readonly (keyof SlotTime)[];

function combined(a: SlotTime, b: SlotTime, how: (a: number, b: number) => number): SlotTime {
  return Object.fromEntries(uses.map(use => [use, how(a[use] ?? 0, b[use] ?? 0)])) as unknown as SlotTime;
}

function added(a: SlotTime, b: SlotTime): SlotTime {
  return combined(a, b, (x, y) => x + y);
}

/** Reports are made at slightly different moments for what is still in use: none of them is ever less than nothing. */
function subtracted(now: SlotTime, before: SlotTime): SlotTime {
  return combined(now, before, (x, y) => Math.max(0, x - y));
}

export function total(spent: SlotTime): number {
  return uses.reduce((sum, use) => sum + spent[use], 0);
}

/** Each two spans as one. */
function joined(spans: readonly SlotSpan[]): SlotSpan[] {
  const halved: SlotSpan[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    const [a, b] = [spans[i] as SlotSpan, spans[i + 1]];
    halved.push(b ? { from: a.from, to: b.to, spent: added(a.spent, b.spent) } : a);
  }
  return halved;
}
