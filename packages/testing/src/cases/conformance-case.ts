import type { MaybePromise } from '@glompo/core';
import { ConformanceError } from './expect.js';

/** Why a case says nothing about this subject: the contract does not ask it of this kind, or the gap was declared. */
export interface Gap {
  readonly gap: string;
}

/** One law of a contract, asked of one subject. Needs no test framework. */
export interface ConformanceCase {
  /** A sentence about behaviour; unique within its suite. */
  readonly name: string;
  /**
   * Resolves to nothing if the law holds, or to the gap if it does not apply here.
   *
   * @throws ConformanceError what was broken, with the figures
   */
  run(): Promise<Gap | undefined>;
}

/** Gaps by the name of the case, each with its reason. */
export type Exceptions = Readonly<Record<string, string>>;

/** A case as suites write it down; what it returns instead of throwing is a reason why it does not apply. */
export interface Law<Subject> {
  readonly name: string;
  check(subject: Subject): MaybePromise<NotApplicable | void>;
}

/** Returned by a law that the contract does not ask of this subject. */
export class NotApplicable {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * The laws as cases about one subject. An excepted case still runs: it must fail, or its exception is out of date.
 *
 * @throws ConformanceError if an exception names no case
 */
export function casesOf<Subject>(
  laws: readonly Law<Subject>[],
  subject: Subject,
  except: Exceptions = {},
): ConformanceCase[] {
  const names = laws.map(law => law.name);
  for (const [name, reason] of Object.entries(except)) {
    if (!names.includes(name)) {
      throw new ConformanceError(
        `except: there is no case "${name}"; the cases are:\n${names.map(n => `  ${n}`).join('\n')}`,
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw new ConformanceError(`except: "${name}" needs a reason`);
    }
  }
  return laws.map(law => {
    const reason = Object.hasOwn(except, law.name) ? except[law.name] : undefined;
    return {
      name: law.name,
      run: reason === undefined ? () => ask(law, subject) : () => askExcepted(law, subject, reason),
    };
  });
}

async function ask<Subject>(law: Law<Subject>, subject: Subject): Promise<Gap | undefined> {
  const outcome = await law.check(subject);
  return outcome instanceof NotApplicable ? { gap: outcome.reason } : undefined;
}

async function askExcepted<Subject>(law: Law<Subject>, subject: Subject, reason: string): Promise<Gap> {
  let outcome: Gap | undefined;
  try {
    outcome = await ask(law, subject);
  } catch {
    return { gap: reason };
  }
  throw new ConformanceError(
    outcome === undefined
      ? `"${law.name}" passes: remove its exception ("${reason}")`
      : `"${law.name}" does not apply (${outcome.gap}): remove its exception ("${reason}")`,
  );
}
