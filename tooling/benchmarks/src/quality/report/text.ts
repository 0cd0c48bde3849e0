import { formatTable } from '../../figures.js';
import type { Report } from './report.js';
import { preamble, tablesOf } from './tables.js';

/** For a terminal. */
export function reportText(report: Report): string {
  const tables = tablesOf(report).map(
    ({ title, notes, head, rows }) => `\n${[title, ...notes].join('\n')}\n\n${formatTable([head, ...rows])}\n`,
  );
  return printable(`${preamble(report).join('\n')}\n${tables.join('')}`);
}

/** Names and messages may come from elsewhere: nothing that moves a terminal's cursor. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}
