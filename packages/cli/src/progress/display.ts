import type { StudyView } from '@glompo/core';
import type { Streams } from '../output/streams.js';
import type { Speed } from './pace.js';
import { statusBlock, statusLine } from './status.js';

/** Where progress is shown. */
export interface Display {
  /** Milliseconds from one status to the next. */
  readonly every: number;
  /** A line that stays. */
  line(text: string): void;
  /** What a task prints, as it is. */
  raw(text: string): void;
  status(view: StudyView, speed: Speed): void;
  /** Leaves the terminal as it was found. */
  end(): void;
}

/** Plain lines, for pipes and files: a status about once a second. */
export function plainDisplay({ err }: Streams): Display {
  return {
    every: 1000,
    line: text => err(`${text}\n`),
    raw: err,
    status: (view, speed) => err(`${statusLine(view, speed)}\n`),
    end() {},
  };
}

const hideCursor = '\x1b[?25l';
const showCursor = '\x1b[?25h';
const clearBelow = '\x1b[0J';

/** Characters. */
const longestRest = 100_000;

/** A block that refreshes in place below the lines that stay. */
export function terminalDisplay(streams: Streams): Display {
  const { err } = streams;
  let block: readonly string[] = [];
  /** What a task has printed without ending its line. */
  let rest = '';
  const erase = () => (block.length === 0 ? '' : `\x1b[${block.length}A\r${clearBelow}`);
  const paint = () => block.map(line => `${line}\n`).join('');
  const above = (text: string) => err(`${erase()}${text}${paint()}`);
  const restore = () => err(showCursor);
  err(hideCursor);
  process.once('exit', restore);
  return {
    every: 100,
    line: text => above(`${text}\n`),
    raw(text) {
      const whole = rest + text;
      const end = whole.lastIndexOf('\n') + 1;
      // What never ends its line is not kept for ever.
      const kept = whole.length - end > longestRest ? `${whole}\n` : whole.slice(0, end);
      rest = whole.slice(kept.length);
      if (kept !== '') above(kept);
    },
    status(view, speed) {
      const before = erase();
      const lines = statusBlock(view, speed, streams.columns);
      block = streams.color ? lines.map((line, i) => (i === 0 ? `\x1b[1m${line}\x1b[0m` : line)) : lines;
      err(`${before}${paint()}`);
    },
    end() {
      err(`${erase()}${rest === '' ? '' : `${rest}\n`}${showCursor}`);
      block = [];
      rest = '';
      process.off('exit', restore);
    },
  };
}
