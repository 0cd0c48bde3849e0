import { cleanText, shortened } from '../svg/clean-text.js';
import { element, type Markup } from '../svg/element.js';
import { ink } from './palette.js';

/** A rectangle in pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface SheetText {
  /** Of one line, as is `subtitle`. */
  readonly title: string;
  readonly subtitle: string;
  /** What is to be known when it is read, each a sentence, below. */
  readonly notes: readonly string[];
}

const fontFamily = "'DejaVu Sans', Verdana, sans-serif";
/** Width of a sign of this font in the mean, of its size. */
const signWidth = 0.58;
const margin = 24;
const noteSize = 11;
const noteLine = 15;

/** How many signs of this size fit, more or less. */
export function signsIn(width: number, size: number): number {
  return Math.max(1, Math.floor(width / (size * signWidth)));
}

/** How much room notes need below. */
export function notesHeight(notes: readonly string[], width: number): number {
  const lines = wrapped(notes, width).length;
  return lines === 0 ? 0 : lines * noteLine + 8;
}

/** Marks a picture as one of ours, which the next one may replace. */
export const madeBy = 'data-made-by="glompo plot"';

/** The whole picture as a file's text: white paper with title and notes, and on it what is drawn. */
export function sheet(
  size: { readonly width: number; readonly height: number },
  text: SheetText,
  drawn: readonly Markup[],
): string {
  const { width, height } = size;
  const lines = wrapped(text.notes, width);
  const signs = signsIn(width - 2 * margin, 17);
  const markup = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      'data-made-by': 'glompo plot',
      ...{ width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
      'font-family': fontFamily,
      'font-size': 12,
      fill: ink.text,
    },
    element('title', {}, shortened(cleanText(text.title), 200)),
    element('desc', {}, shortened(cleanText([text.subtitle, ...text.notes].join(' ')), 2000)),
    element('rect', { class: 'paper', ...{ width, height, fill: ink.paper } }),
    element('text', { class: 'title', x: margin, y: 32, 'font-size': 17 }, shortened(text.title, signs)),
    element(
      'text',
      { class: 'subtitle', x: margin, y: 52, fill: ink.faint },
      shortened(text.subtitle, signsIn(width - 2 * margin, 12)),
    ),
    ...drawn,
    ...lines.map((line, i) =>
      element(
        'text',
        {
          class: 'note',
          x: margin,
          y: height - 12 - (lines.length - 1 - i) * noteLine,
          'font-size': noteSize,
          fill: ink.faint,
        },
        line,
      ),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${markup}\n`;
}

/** A picture that says why there is nothing to be seen. */
export function emptySheet(title: string, why: string): string {
  const size = { width: 800, height: 240 };
  return sheet(size, { title, subtitle: '', notes: [] }, [
    element('text', { class: 'empty', x: size.width / 2, y: 140, 'text-anchor': 'middle', 'font-size': 15 }, why),
  ]);
}

function wrapped(notes: readonly string[], width: number): readonly string[] {
  const signs = signsIn(width - 2 * margin, noteSize);
  return notes.flatMap(note => {
    const lines: string[] = [];
    let line = '';
    for (const word of shortened(note, 1000).split(' ')) {
      if (line !== '' && line.length + 1 + word.length > signs) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? shortened(word, signs) : `${line} ${word}`;
    }
    return [...lines, line];
  });
}
