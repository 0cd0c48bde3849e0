import { jsonText } from './json-text.js';
import type { OutputFile } from './output-file.js';
import { plainText } from './plain-text.js';
import type { RecordedStudy } from './recorded-study.js';
import { type Batch, batches, extentOf, gradientOf, type Headings, headings } from './trial-columns.js';

/** A table of all trials for spreadsheets, as RFC 4180 describes it; in UTF-8. */
export function* writeCsv(file: OutputFile, study: RecordedStudy): Generator<void> {
  const columns = headings(study.started.parameters, yield* extentOf(study));
  const all = [...columns.fixed, ...columns.parameters, ...columns.gradients, ...columns.more];
  file.text(`${all.map(textCell).join(',')}\r\n`);
  for (const batch of batches(study)) {
    file.text(rows(batch, columns));
    yield;
  }
}

function rows({ event, optimizer, evaluation }: Batch, columns: Headings): string {
  const { run, seconds, trials } = event;
  const dimensions = columns.parameters.length;
  const failures = new Map(trials.failures.map(failure => [failure.index, failure]));
  const name = textCell(optimizer);
  let lines = '';
  for (const [i, value] of trials.values.entries()) {
    const failure = failures.get(i);
    lines += `${evaluation + i},${run},${name},${trials.first + i},${seconds},`;
    lines += failure ? `,${failure.outcome},${textCell(failure.message)}` : `${numberCell(value)},ok,`;
    for (let at = i * dimensions; at < (i + 1) * dimensions; at++)
      lines += `,${numberCell(trials.points[at] as number)}`;
    if (columns.gradients.length > 0) {
      const gradient = gradientOf(event, i);
      for (let at = 0; at < dimensions; at++) lines += `,${gradient ? numberCell(gradient[at] as number) : ''}`;
    }
    for (const kind of columns.more) {
      const more = trials[kind]?.[i] ?? undefined;
      lines += `,${more === undefined ? '' : textCell(jsonText(more))}`;
    }
    lines += '\r\n';
  }
  return lines;
}

/** Nothing for what is no number. */
function numberCell(value: number): string {
  return Number.isNaN(value) ? '' : Object.is(value, -0) ? '-0' : `${value}`;
}

/** Spreadsheets take a text that begins like this for a formula, also behind quotes; an apostrophe makes it a text. */
const formula = /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function textCell(text: string): string {
  const plain = plainText(text);
  const harmless = formula.test(plain) ? `'${plain}` : plain;
  return /[",\r\n;\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
