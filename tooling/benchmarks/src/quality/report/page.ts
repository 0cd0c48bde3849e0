import { escaped } from './markup.js';
import { plotCurves } from './plot.js';
import type { Report } from './report.js';
import { preamble, type Table, tablesOf } from './tables.js';

const style = `body{font:14px/1.45 sans-serif;margin:2em auto;max-width:1100px;padding:0 1em;color:#222}
table{border-collapse:collapse;font-size:12px;margin:.5em 0 2em}th,td{padding:.2em .7em .2em 0;text-align:left;white-space:nowrap}
tr{border-bottom:1px solid #e4e4e4}div.scroll{overflow-x:auto}.small svg{margin:.3em}`;

/** A page that needs nothing but itself: plots, all tables, and where the figures come from. */
export function reportPage(report: Report): string {
  const labels = Object.keys(report.methods);
  const all = plotCurves(report.curves, labels, {
    title: `Share of targets reached, ${report.curveProblems === 1 ? 'one problem' : `${report.curveProblems} problems`}`,
    width: 860,
    height: 440,
    legend: true,
  });
  const own = report.curveProblems === 0;
  const each = Object.entries(report.curvesByProblem).map(([group, curves]) =>
    plotCurves(curves, labels, { title: group, width: own ? 560 : 350, height: 230, legend: own }),
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>glompo: quality</title>',
    `<style>${style}</style></head><body><h1>How well minima are found</h1>`,
    `<ul>${preamble(report)
      .map(sentence => `<li>${escaped(sentence)}</li>`)
      .join('')}</ul>`,
    report.curveProblems > 0 ? `<h2>Runtime distributions</h2>${all}` : '',
    '<p>Of all runs and 51 targets, how many were reached within so many evaluations per dimension. Each problem counts the same. A curve ends at the budget: runs are not continued by simulated restarts.</p>',
    `<div class="small">${each.join('')}</div>`,
    ...tablesOf(report).map(tableHtml),
    `<h2>Calls</h2><pre>${escaped(JSON.stringify(report.sessions, undefined, 1))}</pre>`,
    '</body></html>\n',
  ].join('\n');
}

function tableHtml({ title, notes, head, rows }: Table): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<h2>${escaped(title)}</h2>`,
    ...notes.map(note => `<p>${escaped(note)}</p>`),
    `<div class="scroll"><table>${cells('th', head)}${rows.map(row => cells('td', row)).join('')}</table></div>`,
  ].join('\n');
}
