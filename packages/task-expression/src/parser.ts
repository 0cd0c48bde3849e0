// One file in place of hundreds: it loads in a sixth of the time.
import bundle from 'mathjs/lib/browser/math.js';
import type { FactoryFunctionMap, MathNode } from 'mathjs/number';
import { expressionError } from './expression-error.js';

const longest = 10_000;
const deepest = 100;

/** What other languages, and typesetters, write. */
const foreignSigns: ReadonlyMap<string, string> = new Map([
  ['**', '^'],
  ['&&', 'and'],
  ['||', 'or'],
  ['−', '-'],
  ['²', '^2'],
]);

// Only the parser and the nodes it makes: of the functions of mathjs there is none that an expression could call.
const mathjs = bundle.create({ parseDependencies: bundle.parseDependencies as FactoryFunctionMap });

/**
 * The tree of an expression as mathjs reads it. Nothing of it is ever evaluated by mathjs: see `translate`.
 *
 * @throws GlompoError `GLOMPO_EXPRESSION`
 */
export function parseTree(text: string): MathNode {
  if (text.trim() === '') throw expressionError(text, 'is empty: write something like "(x-1)^2 + 10*sin(y)"');
  if (text.length > longest) {
    throw expressionError(
      text,
      `has ${text.length} characters, more than ${longest}: write a task module for functions of this size`,
    );
  }
  checkNesting(text);
  try {
    return mathjs.parse(text);
  } catch (error) {
    // Long chains of operators that are read from the right nest without brackets.
    if (error instanceof RangeError) throw tooDeep(text);
    if (!(error instanceof SyntaxError)) throw error;
    const position = (error as SyntaxError & { readonly char?: number }).char;
    const message = error.message.replace(/\s*\(char \d+\)$/, '');
    const foreign = [...foreignSigns].find(([sign]) => text.includes(sign));
    if (foreign !== undefined)
      throw expressionError(text, `write ${foreign[1]} instead of ${foreign[0]}`, text.indexOf(foreign[0]) + 1);
    throw expressionError(text, `${message.charAt(0).toLowerCase()}${message.slice(1)}`, position);
  }
}

/** The error for what is nested, or chained, beyond all use. */
export function tooDeep(text: string, position?: number) {
  return expressionError(text, 'is nested too deeply: split it up, or write a task module', position);
}

function checkNesting(text: string): void {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth > deepest) throw tooDeep(text, i + 1);
  }
}
