const replacement = '\ufffd';

/**
 * What XML 1.0 cannot hold (control characters, halves of surrogate pairs, noncharacters), and what would turn the order of the signs around
 * it (bidirectional controls), each replaced by U+FFFD. Line ends become spaces.
 */
export function cleanText(text: string): string {
  return text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu, replacement);
}

/** At most so many signs: of a longer text its beginning and an ellipsis. */
export function shortened(text: string, length: number): string {
  // No more than needed is looked at: a name may be megabytes long.
  const signs = [...text.slice(0, 2 * length + 2)];
  return signs.length <= length ? text : `${signs.slice(0, length - 1).join('')}…`;
}
