/** A text in lines of at most `width` characters, each with its end; indented, the first one as it comes if it is already. */
export function wrapped(text: string, indent: number, width = 100): string {
  const margin = ' '.repeat(indent);
  const lines: string[] = [];
  let line = /^ */.exec(text)?.[0] || margin;
  for (const word of text.trim().split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = margin;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return [...lines, line].map(each => `${each}\n`).join('');
}
