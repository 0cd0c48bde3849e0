/** Numbers as people read them. */

/** `48,210`. */
export function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** At most six significant digits; `–` where there is none. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '–';
  return String(Number(value.toPrecision(6)));
}

/** `0.52 s`, `12.3 s`, `2 min 5 s`, `3 h 12 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const s = Math.round(seconds);
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
}

/** What may be very short or very long, to two digits: `0.4 µs`, `20 ms`, `1.5 s`, `2.5 h`; `–` where there is none. */
export function time(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const [size, unit] = timeUnits.find(([size]) => seconds >= size * 0.995) ?? smallestUnit;
  return `${Number((seconds / size).toPrecision(2))} ${unit}`;
}

/** When something is over that has just been asked for: `after 84 ms`; `at once`, if it took less than one. */
export function after(milliseconds: number): string {
  return milliseconds < 1 ? 'at once' : `after ${time(milliseconds / 1000)}`;
}

const smallestUnit = [1e-6, 'µs'] as const;
const timeUnits = [[3600, 'h'], [60, 'min'], [1, 's'], [1e-3, 'ms'], smallestUnit] as const;

/** `31 %`; small shares do not become nothing. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'less than 1 %';
  return `${Math.round(share * 100)} %`;
}

/** `1 run`, `2,000 runs`. */
export function count(n: number, one: string): string {
  return `${whole(n)} ${one}${n === 1 ? '' : 's'}`;
}

/** A text of somebody else's for one line of a terminal: without control characters. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** A text of several lines with words of somebody else's: without control characters, but for the ends of lines, and without marks that turn words round. */
export function printableLines(text: string): string {
  const lines = text.replace(/[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').split(/\r?\n/);
  return lines.map(printable).join('\n');
}

/** What is longer is cut: an error is told in one line of a terminal. */
const longestFirstLine = 300;

/** The first line of a text of somebody else's that says something, as `printable` as it gets. */
export function firstLine(text: string): string {
  const begin = text.trimStart().slice(0, 4 * longestFirstLine);
  return cut(printable(begin.split(/[\r\n]/, 1)[0] as string).trim(), longestFirstLine);
}

/** Cut to the width of a terminal. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
