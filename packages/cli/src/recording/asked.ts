import { GlompoError, isPlainObject, type Plain, type PlainObject } from '@glompo/core';
import type { Args, OtherFlag } from '../args/read-args.js';
import { rivalOf } from '../args/rivals.js';
import { defaultSelectorText, firstDefaultSelectorText } from '../study/default-selector-text.js';
import { fileWithout } from '../study-file/with-flags.js';
import { fileHash, type TaskMark } from './task-mark.js';

/** Flags that say how a result is shown, or where it is recorded: they are of one session. */
const ofTheSession = new Set(['dir', 'from', 'json', 'minima', 'quiet', 'verbose', 'task', 'accept-changed-task']);
/** What a session was asked for, as its record keeps it. */
export interface Asked {
  /** Texts only: a study file whose objects belong to it is read again. */
  readonly args: Args;
  readonly mark: TaskMark;
  /** The study file whose objects belong to it, and by which flags; undefined: there are none. */
  readonly file: RecordedFile | undefined;
}

/** A study file in a record. */
export interface RecordedFile {
  readonly path: string;
  readonly hash: string | undefined;
  /** Flags in whose place objects stood that only the file has. */
  readonly objects: readonly string[];
}

export function askedOf({ positionals, flags, others, file, defaultSelector }: Args, mark: TaskMark): PlainObject {
  const kept = [...flags].filter(([name]) => !ofTheSession.has(name));
  return {
    command: 'run',
    positionals,
    flags: Object.fromEntries(kept),
    others: others.map(({ name, value }) => [name, value ?? null]),
    defaultSelector: defaultSelector ?? defaultSelectorText,
    ...mark,
    ...(file && { studyFile: { path: file.path, hash: fileHash(file.file), objects: [...file.objects.keys()] } }),
  };
}

/** @throws GlompoError `GLOMPO_RECORD` if a record was not made by `glompo run` */
export function readAsked(asked: PlainObject): Asked {
  const { command, positionals, flags, others, defaultSelector, taskHash, taskPackage, studyFile } = asked;
  if (command !== 'run' || !isTexts(positionals) || !isPlainObject(flags) || !Array.isArray(others))
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
      defaultSelector: typeof defaultSelector === 'string' ? defaultSelector : firstDefaultSelectorText,
    },
    mark: {
      ...(typeof taskHash === 'string' && { taskHash }),
      ...(typeof taskPackage === 'string' && { taskPackage }),
    },
    file: readFile(studyFile),
  };
}

/** What was asked for before, with what is asked for now in its place. */
export function changed(before: Args, now: Omit<Args, 'positionals'>): Args {
  const flags = new Map(before.flags);
  for (const [name, values] of now.flags) {
    if (ofTheSession.has(name)) continue;
    flags.set(name, values);
    const rival = rivalOf(name);
    if (rival !== undefined && !now.flags.has(rival)) flags.delete(rival);
  }
  const replaced = new Set(now.others.map(({ name }) => name));
  return {
    positionals: before.positionals,
    flags,
    others: [...before.others.filter(({ name }) => !replaced.has(name)), ...now.others],
    file: before.file && fileWithout(before.file, now),
    defaultSelector: before.defaultSelector,
  };
}

function readFile(given: Plain | undefined): RecordedFile | undefined {
  if (!isPlainObject(given)) return undefined;
  const { path, hash, objects } = given;
  if (typeof path !== 'string' || !isTexts(objects) || objects.length === 0) return undefined;
  return { path, hash: typeof hash === 'string' ? hash : undefined, objects };
}

function isTexts(given: Plain | undefined): given is readonly string[] {
  return Array.isArray(given) && given.every(each => typeof each === 'string');
}

function isOther(given: Plain): given is readonly [string, string | null] {
  return Array.isArray(given) && typeof given[0] === 'string' && (given[1] === null || typeof given[1] === 'string');
}

const otherFlag = ([name, value]: readonly [string, string | null]): OtherFlag => ({ name, value: value ?? undefined });
