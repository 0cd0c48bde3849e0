const bareWord = /(?:-?Infinity|NaN)\b/y;

/**
 * JSON, and the bare `NaN`, `Infinity` and `-Infinity` that Python's `json` writes: they become texts.
 *
 * @throws SyntaxError
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = quoteBareWords(text);
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/** By hand, since a regular expression that skips long texts overflows. */
function quoteBareWords(text: string): string {
  let result = '';
  let copied = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (inText) {
      if (letter === '\\') at++;
      else if (letter === '"') inText = false;
      continue;
    }
    if (letter === '"') inText = true;
    if (letter !== 'N' && letter !== 'I' && letter !== '-') continue;
    bareWord.lastIndex = at;
    const word = bareWord.exec(text)?.[0];
    if (word === undefined) continue;
    result += `${text.slice(copied, at)}"${word}"`;
    at += word.length - 1;
    copied = at + 1;
  }
  return result + text.slice(copied);
}
