import { GlompoError, suggest } from '@glompo/core/plugin';
import { exactText } from './exact-numbers.js';

/** What a placeholder can stand for besides coordinates. */
export type Fact = 'run' | 'trial' | 'seed' | 'directory' | 'input' | 'output';

/** What is filled in. */
export interface Filling extends Readonly<Record<Fact, string | number>> {
  readonly x: Float64Array;
}

/** A text with places to be filled in. */
export interface Pattern {
  readonly pieces: readonly Piece[];
}

type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'coordinate'; readonly index: number }
  | { readonly type: 'point' }
  | { readonly type: 'fact'; readonly fact: Fact };

/** `{{word}}`, which stands for `{word}`, or `{word}`. All other braces are as they stand, so that JSON, C or awk need no care. */
const marks = /\{\{([\p{L}\p{N}_.-]+)\}\}|\{([\p{L}\p{N}_.-]+)\}/gu;

/** What patterns may refer to. */
export interface Known {
  /** Names of the parameters. Each of them wins over anything else of that name. */
  readonly names: readonly string[];
  readonly facts: readonly Fact[];
}

/**
 * Finds the placeholders of a text: `{name}` is a parameter, `{0}` the first one, `{x}` or `{point}` all of them, and facts by their names.
 *
 * @param where what the text is, as it begins every message
 * @throws GlompoError `GLOMPO_OPTION` for those that stand for nothing, with the nearest known ones
 */
export function parsePattern(text: string, known: Known, where: string): Pattern {
  const pieces: Piece[] = [];
  let copied = 0;
  const addText = (added: string) => added !== '' && pieces.push({ type: 'text', text: added });
  for (const match of text.matchAll(marks)) {
    const [whole, escaped, name] = match;
    addText(text.slice(copied, match.index));
    copied = match.index + whole.length;
    if (escaped !== undefined) addText(`{${escaped}}`);
    else pieces.push(pieceOf(name as string, known, where));
  }
  addText(text.slice(copied));
  return { pieces };
}

function pieceOf(name: string, { names, facts }: Known, where: string): Piece {
  if (names.includes(name)) return { type: 'coordinate', index: names.indexOf(name) };
  if (names.length > 0) {
    if (name === 'x' || name === 'point') return { type: 'point' };
    if (/^\d+$/.test(name) && Number(name) < names.length) return { type: 'coordinate', index: Number(name) };
  }
  const fact = facts.find(each => each === name);
  if (fact !== undefined) return { type: 'fact', fact };
  const others = [...(names.length > 0 ? ['x', 'point'] : []), ...facts];
  const hint = /^\d+$/.test(name)
    ? names.length > 0
      ? `; there are ${names.length} parameters, {0} to {${names.length - 1}}`
      : ''
    : suggest(name, new Set([...names, ...others])).replace(/"([^"]+)"/g, '{$1}');
  throw new GlompoError(
    'GLOMPO_OPTION',
    `${where}: {${name}} stands for nothing${hint} (where braces are meant, write {{${name}}})`,
  );
}

/** The indices of the parameters that patterns use. */
export function usedParameters(patterns: readonly Pattern[], dimensions: number): ReadonlySet<number> {
  const used = new Set<number>();
  for (const piece of patterns.flatMap(({ pieces }) => pieces)) {
    if (piece.type === 'coordinate') used.add(piece.index);
    if (piece.type === 'point') for (let i = 0; i < dimensions; i++) used.add(i);
  }
  return used;
}

export function usesFact(patterns: readonly Pattern[], fact: Fact): boolean {
  return patterns.some(({ pieces }) => pieces.some(piece => piece.type === 'fact' && piece.fact === fact));
}

/** The text with everything filled in; all coordinates stand side by side with this between them. */
export function fill({ pieces }: Pattern, filling: Filling, between: string): string {
  return pieces.map(piece => filled(piece, filling, between)).join('');
}

/** The words of a command: `{x}` by itself is as many words as there are coordinates, inside of a word they are joined by commas. */
export function fillWords(patterns: readonly Pattern[], filling: Filling): string[] {
  return patterns.flatMap(pattern => {
    const [only, ...more] = pattern.pieces;
    if (only?.type === 'point' && more.length === 0) return Array.from(filling.x, exactText);
    return [fill(pattern, filling, ',')];
  });
}

function filled(piece: Piece, filling: Filling, between: string): string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'coordinate':
      return exactText(filling.x[piece.index] as number);
    case 'point':
      return Array.from(filling.x, exactText).join(between);
    case 'fact':
      return String(filling[piece.fact]);
    default:
      return piece satisfies never;
  }
}
