/**
 * Whether a text is meant as an expression rather than as a path or a name: it has an operator or a bracket in it, and is neither a word with
 * hyphens (`styblinski-tang`) nor a path (`./engine`, `tasks/engine.js`, `file:…`). It may still have mistakes, or be no expression at all.
 */
export function looksLikeExpression(text: string): boolean {
  const trimmed = text.trim();
  if (/^(\.{0,2}\/|~|[A-Za-z]:\\|[a-z]+:)/.test(trimmed)) return false;
  if (/^[\w@/.-]*\.[A-Za-z]\w*$/.test(trimmed)) return false;
  if (/^[A-Za-z]\w*(-[A-Za-z]\w*)*$/.test(trimmed)) return false;
  return /[-+*/^%()]/.test(trimmed);
}
