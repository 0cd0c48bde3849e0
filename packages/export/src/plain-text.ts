/**
 * Text from a study in which nothing is left that a terminal, a spreadsheet or a parser takes for something else: control characters (but
 * line feeds and tabs), marks that turn the direction of writing, halves of characters and what is no character become U+FFFD.
 */
export function plainText(text: string): string {
  return harmless.test(text) ? text : text.replaceAll('\r\n', '\n').replaceAll(noText, '\ufffd');
}

const harmless = /^[\t\n -~]*$/;
const noText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|\p{Noncharacter_Code_Point}/gu;

/** One line of at most so many characters. */
export function oneLine(text: string, atMost = 1000): string {
  const line = plainText(text.length > 2 * atMost ? text.slice(0, 2 * atMost) : text).replaceAll(/[\t\n]+/g, ' ');
  const characters = [...line];
  return characters.length > atMost ? `${characters.slice(0, atMost - 1).join('')}…` : line;
}
