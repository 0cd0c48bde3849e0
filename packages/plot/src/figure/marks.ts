import type { RunStatus } from '@glompo/core';
import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond2,
  symbolSquare2,
  symbolTimes,
  symbolTriangle,
} from 'd3-shape';
import { element, type Markup } from '../svg/element.js';
import { ink } from './palette.js';

/** How a run ended; `live`: it has not. */
export type RunEnd = RunStatus | 'live';

interface Look {
  readonly path: string;
  readonly filled: boolean;
}

const path = (type: SymbolType, size: number) => symbol<void, unknown>(type, size)() ?? '';

const looks: Readonly<Record<RunEnd, Look>> = {
  converged: { path: path(symbolCircle, 60), filled: true },
  killed: { path: path(symbolTimes, 56), filled: false },
  failed: { path: path(symbolTriangle, 70), filled: true },
  stopped: { path: path(symbolSquare2, 44), filled: false },
  live: { path: path(symbolDiamond2, 50), filled: false },
};

export const endsInOrder = ['killed', 'failed', 'converged', 'stopped', 'live'] as const satisfies readonly RunEnd[];

export const endNames: Readonly<Record<RunEnd, string>> = {
  killed: 'killed',
  failed: 'failed (crashed)',
  converged: 'converged',
  stopped: 'stopped with the study',
  live: 'still live',
};

/** The mark at a run's end: its form says how it ended. A white rim keeps it apart from the lines beneath it. */
export function endMark(
  end: RunEnd,
  color: string,
  at: { readonly x: number; readonly y: number; readonly scale?: number },
): Markup {
  const { path, filled } = looks[end];
  const rim = { d: path, fill: 'none', stroke: ink.paper, 'stroke-width': filled ? 3 : 5 };
  return element(
    'g',
    {
      class: `end ${end}`,
      transform: `translate(${Math.round(at.x * 10) / 10} ${Math.round(at.y * 10) / 10})${at.scale === undefined ? '' : ` scale(${at.scale})`}`,
    },
    element('path', rim),
    element('path', filled ? { d: path, fill: color } : { d: path, fill: 'none', stroke: color, 'stroke-width': 2 }),
  );
}
