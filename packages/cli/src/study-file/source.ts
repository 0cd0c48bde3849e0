import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { GlompoError, isPlainObject, Mistakes, retold, show } from '@glompo/core';
import { hostEnvironment } from '@glompo/core/node';
import { LineCounter, parseDocument } from 'yaml';
import { isData } from './is-study-file.js';
import { nodeAt, repeatedKeys } from './node-at.js';
import type { Path } from './path.js';

/** What a study file says, unchecked, and where. */
export interface Source {
  readonly fields: Readonly<Record<string, unknown>>;
  /** It is a program, whose objects may be parts themselves. */
  readonly isCode: boolean;
  /** Where a value stands, as messages begin: `study.yaml:4:8`, and for a program `study.config.ts`. */
  place(path: Path, at?: 'key' | 'value'): string;
}

/** Points by the thousand belong into a file of their own. */
const mostBytes = 1_000_000;

/**
 * Reads a study file; a program is imported.
 *
 * @param shown its name in messages
 * @throws GlompoError `GLOMPO_OPTION`
 */
export async function readSource(file: string, shown: string): Promise<Source> {
  const fail = (why: string, cause?: unknown) => new GlompoError('GLOMPO_OPTION', `${shown}: ${why}`, { cause });
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) throw fail('the study file does not exist');
  if (!status.isFile()) throw fail('the study file is no file');
  if (isData(file)) {
    if (status.size > mostBytes) throw fail(`a study file has at most ${mostBytes} bytes, got ${status.size}`);
    try {
      return dataSource(readFileSync(file, 'utf8'), shown);
    } catch (cause) {
      if (cause instanceof GlompoError) throw cause;
      throw fail(`cannot be read: ${(cause as Error).message}`, cause);
    }
  }
  let exported: unknown;
  try {
    exported = (await hostEnvironment().importModule(pathToFileURL(file).href)) as { readonly default?: unknown };
  } catch (cause) {
    const place = placeInStack(cause, file, shown) ?? shown;
    // A part that was given wrong options.
    if (cause instanceof GlompoError)
      throw retold(cause, each => new GlompoError(each.code, `${place}: ${each.message}`, { cause: each.cause }));
    const why = cause instanceof Error ? cause.message : show(cause);
    throw new GlompoError('GLOMPO_OPTION', `${place}: the study file cannot be imported: ${why}`, { cause });
  }
  const { default: study } = exported as { readonly default?: unknown };
  if (study instanceof Promise) throw fail('its default export is a promise: write export default await …');
  if (!isPlainObject(study))
    throw fail(`expected a study (export default defineStudy({ task: … })), its default export is ${show(study)}`);
  let fields: Source['fields'];
  try {
    // Getters are asked once.
    fields = { ...study };
  } catch (cause) {
    throw fail(
      `the fields of the study cannot be read: ${cause instanceof Error ? cause.message : show(cause)}`,
      cause,
    );
  }
  if (typeof fields.evaluate === 'function')
    throw fail(
      'its default export is a task, but a file of such a name is a study file: call it *.task.js, or export defineStudy({ task: … })',
    );
  return { fields, isCode: true, place: () => shown };
}

/** The line and column of a file that an error comes from, behind its path from here. */
function placeInStack(error: unknown, file: string, shown: string): string | undefined {
  const stack = error instanceof Error ? error.stack : undefined;
  const [, place] = stack?.split(`${pathToFileURL(file).href}:`) ?? [];
  const [position] = /^\d+(?::\d+)?/.exec(place ?? '') ?? [];
  return position && `${shown}:${position}`;
}

/** @throws GlompoError; and other errors for what was made to do harm */
function dataSource(text: string, shown: string): Source {
  const lines = new LineCounter();
  // In JSON, words without quotes are mistakes.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Compares each with each, which does not end for a file that was made for it: seen below.
    uniqueKeys: false,
    schema: /\.json$/i.test(shown) ? 'json' : 'core',
    // What it would warn of is an unknown field here.
    logLevel: 'error',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${shown}:${line}:${col}`;
  };
  const mistakes = new Mistakes();
  const told = new Set<string>();
  for (const { pos, code, message } of [...document.errors, ...document.warnings]) {
    // One mistake follows from another: each kind is told where it comes first.
    if (told.has(message)) continue;
    told.add(message);
    mistakes.add(new GlompoError('GLOMPO_OPTION', `${at(pos[0])}: ${inOurWords(code, message)}`));
  }
  for (const { key, offset } of repeatedKeys(document))
    mistakes.add(new GlompoError('GLOMPO_OPTION', `${at(offset)}: ${show(key)} is given twice`));
  mistakes.throwIfAny();
  const fields: unknown = document.toJS();
  if (!isPlainObject(fields))
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${at(document.contents?.range?.[0] ?? 0)}: expected the fields of a study, such as task: rastrigin, got ${show(fields)}`,
    );
  return { fields, isCode: false, place: (path, what = 'value') => at(nodeAt(document, path, what)) };
}

/** Where the parser speaks to programmers. */
function inOurWords(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'expected one study, but here another YAML document begins';
  return message.includes('call stack') ? 'nested too deeply' : message;
}
