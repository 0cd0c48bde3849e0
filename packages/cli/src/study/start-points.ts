import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { GlompoError, parseStartPoints, type Registry, type StartPoints } from '@glompo/core';
import { given as givenPoints, random } from '@glompo/core/start-points';
import { readEach } from '../args/mistakes.js';
import { numberIn, underFlag, wrongValue } from '../args/values.js';

/**
 * Where runs start, from `--start`: points, in the order given, then the rule. Undefined if nothing is said.
 *
 * @throws GlompoError
 */
export async function startPoints(
  given: readonly (string | object)[],
  workingDirectory: string,
  registry: Registry,
): Promise<StartPoints | undefined> {
  const points: number[][] = [];
  let rule: StartPoints | undefined;
  await readEach(given, each =>
    underFlag('start', async () => {
      const found = typeof each === 'string' ? pointsIn(each, workingDirectory) : undefined;
      if (found !== undefined) points.push(...found);
      else if (rule !== undefined) throw new GlompoError('GLOMPO_OPTION', 'more than one rule is given');
      else
        rule =
          typeof each === 'string'
            ? parseStartPoints(each, await registry.parts('startPoints', each))
            : (each as StartPoints);
    }),
  );
  if (points.length === 0) return rule;
  return givenPoints(points, rule);
}

/** Whether points come from files. */
export function fromFiles(texts: readonly string[]): readonly string[] {
  return texts.filter(text => text.startsWith('@'));
}

/**
 * Where further runs of a study start that began at points which are not read again: by the rule among `texts`, with all that it remembers.
 *
 * @throws GlompoError
 */
export async function startWithoutPoints(texts: readonly string[], registry: Registry): Promise<StartPoints> {
  const rules = texts.filter(text => !text.startsWith('@') && pointIn(text) === undefined);
  return givenPoints([], (await startPoints(rules, '', registry)) ?? random());
}

/** `1,2,3`, or `@FILE`; undefined for anything else. @throws GlompoError */
export function pointsIn(text: string, workingDirectory: string): number[][] | undefined {
  return text.startsWith('@') ? pointsFrom(text.slice(1), workingDirectory) : pointIn(text);
}

/** `1,2,3`, or nothing of the kind. */
function pointIn(text: string): number[][] | undefined {
  if (!/^[\s[]*[-+.\d]/.test(text)) return undefined;
  const numbers = text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map(numberIn);
  if (numbers.some(number => number === undefined))
    throw wrongValue('start', 'numbers such as 1,2,3, or a rule such as random()', text);
  return [numbers as number[]];
}

/** A file with a point: a JSON list of numbers, of points, or an object with `point`; or numbers apart from each other, a point per line. */
function pointsFrom(file: string, workingDirectory: string): number[][] {
  const fail = (why: string, cause?: unknown) => new GlompoError('GLOMPO_OPTION', `@${file}: ${why}`, { cause });
  let text: string;
  try {
    text = readFileSync(resolve(workingDirectory, file), 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (file === '') throw fail('expected a file behind @', cause);
    throw fail(code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder, not a file' : message, cause);
  }
  const points = /^\s*[[{]/.test(text) ? fromJson(text, fail) : fromLines(text);
  if (
    points.length === 0 ||
    !points.every(point => point.length > 0 && point.every(x => typeof x === 'number' && !Number.isNaN(x)))
  )
    throw fail('expected a point: a list of numbers, as JSON or one point per line');
  return points;
}

function fromJson(text: string, fail: (why: string, cause?: unknown) => GlompoError): number[][] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw fail(`cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
  const list = Array.isArray(json) ? json : (json as { readonly point?: unknown }).point;
  if (!Array.isArray(list)) throw fail('expected a list of numbers, or an object with a "point" that is one');
  return list.every(Array.isArray) ? list : [list];
}

function fromLines(text: string): number[][] {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line =>
      line
        .trim()
        .split(/[\s,;]+/)
        .map(word => numberIn(word) ?? Number.NaN),
    );
}
