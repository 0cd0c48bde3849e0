import type { StudyResult } from '@glompo/core';

/** What `--json` says beside what the study says. */
export interface JsonFacts {
  /** TASK as it was given. */
  readonly task: string;
  /** Names of the parameters, in the order of `point`. */
  readonly parameters: readonly string[];
  /** If the study broke down. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** The result as one line of JSON. */
export function resultJson(result: StudyResult, { task, parameters, error }: JsonFacts): string {
  const { value, point, ...rest } = result;
  return jsonLine({ task, value, point, parameters, ...rest, error });
}

/**
 * Plain data as one line of JSON. Numbers that JSON does not have (in the figures of a reason) are the texts "Infinity", "-Infinity" and
 * "NaN"; packed numbers are lists.
 */
export function jsonLine(data: object): string {
  return JSON.stringify(data, replace);
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Float64Array || value instanceof Uint8Array) return Array.from(value);
  return value;
}
