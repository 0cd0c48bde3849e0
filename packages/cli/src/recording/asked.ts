import { GlompoError, type Plain, type PlainObject } from '@glompo/core';
import type { Args, OtherFlag } from '../args/read-args.js';
import type { TaskMark } from './task-mark.js';

/** Flags that say how a result is shown, or where it is recorded: they are of one session. */
const ofTheSession = new Set(['dir', 'from', 'json', 'quiet', 'verbose', 'task', 'accept-changed-task']);
/** Flags of which the last one that was given counts. */
const rivals = new Map([
  ['hunter', 'no-hunters'],
  ['no-hunters', 'hunter'],
]);

/** What a session was asked for, as its record keeps it. */
export interface Asked {
  readonly args: Args;
  readonly mark: TaskMark;
}

export function askedOf({ positionals, flags, others }: Args, mark: TaskMark): PlainObject {
  const kept = [...flags].filter(([name]) => !ofTheSession.has(name));
  return {
    command: 'run',
    positionals,
    flags: Object.fromEntries(kept),
    others: others.map(({ name, value }) => [name, value ?? null]),
    ...mark,
  };
}

/** @throws GlompoError `GLOMPO_RECORD` if a record was not made by `glompo run` */
export function readAsked(asked: PlainObject): Asked {
  const { command, positionals, flags, others, taskHash, taskPackage } = asked;
  if (command !== 'run' || !isTexts(positionals) || !isObject(flags) || !Array.isArray(others))
    throw new GlompoError(
      'GLOMPO_RECORD',
      'the study was not started by glompo run: it goes on in the program that started it',
    );
  return {
    args: {
      positionals,
      flags: new Map(
        Object.entries(flags).flatMap(([name, values]) => (isTexts(values) ? [[name, values] as const] : [])),
      ),
      others: (others as readonly Plain[]).flatMap(each => (isOther(each) ? [otherFlag(each)] : [])),
    },
    mark: {
      ...(typeof taskHash === 'string' && { taskHash }),
      ...(typeof taskPackage === 'string' && { taskPackage }),
    },
  };
}

/** What was asked for before, with what is asked for now in its place. */
export function changed(before: Args, now: Omit<Args, 'positionals'>): Args {
  const flags = new Map(before.flags);
  for (const [name, values] of now.flags) {
    if (ofTheSession.has(name)) continue;
    flags.set(name, values);
    const rival = rivals.get(name);
    if (rival !== undefined && !now.flags.has(rival)) flags.delete(rival);
  }
  const replaced = new Set(now.others.map(({ name }) => name));
  return {
    positionals: before.positionals,
    flags,
    others: [...before.others.filter(({ name }) => !replaced.has(name)), ...now.others],
  };
}

function isObject(given: Plain | undefined): given is PlainObject {
  return typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
}

function isTexts(given: Plain | undefined): given is readonly string[] {
  return Array.isArray(given) && given.every(each => typeof each === 'string');
}

function isOther(given: Plain): given is readonly [string, string | null] {
  return Array.isArray(given) && typeof given[0] === 'string' && (given[1] === null || typeof given[1] === 'string');
}

const otherFlag = ([name, value]: readonly [string, string | null]): OtherFlag => ({ name, value: value ?? undefined });
