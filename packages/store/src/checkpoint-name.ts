import type { Checkpoint } from './checkpoint-rows.js';

/** What stands in the name of a checkpoint for when it was made, and of how many evaluations and events it is. */
const placeholder = /\{(time|evaluations|event)\}/g;

export const defaultName = 'checkpoint-{time}-{evaluations}.db';

export function filledIn(pattern: string, { madeAt, evaluations, event }: Checkpoint): string {
  const words = { time: madeAt.replace(/[-:]|\.\d+/g, ''), evaluations: String(evaluations), event: String(event) };
  return pattern.replace(placeholder, (_, word: keyof typeof words) => words[word]);
}

/** Whether a file could be one of these. */
export function fits(pattern: string, name: string): boolean {
  const parts = pattern.split(placeholder).map((part, at) => (at % 2 === 1 ? '[0-9TZ]+' : escaped(part)));
  return new RegExp(`^${parts.join('')}$`, 's').test(name);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
