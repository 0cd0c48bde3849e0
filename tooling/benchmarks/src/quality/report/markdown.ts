import type { Report } from './report.js';
import { preamble, tablesOf } from './tables.js';

/** For a page of the docs. */
export function reportMarkdown(report: Report): string {
  const lines = preamble(report).map(line => `- ${escaped(line)}`);
  const tables = tablesOf(report).flatMap(({ title, notes, head, rows }) => [
    '',
    `### ${escaped(title)}`,
    '',
    ...notes.flatMap(note => [escaped(note), '']),
    row(head),
    row(head.map(() => '---')),
    ...rows.map(row),
  ]);
  return `${[...lines, ...tables].join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[<&]/g, letter => (letter === '<' ? '&lt;' : '&amp;'))
    .replace(/[|*`[\]\\]/g, '\\$&');
}
