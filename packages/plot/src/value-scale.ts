import { bisectRight, quantileSorted } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { figure, linearTicks, powerOfTen } from './figure/format-number.js';
import type { ValueSample } from './reading/value-sample.js';

/** `auto`: logarithmic where values of very different size matter, else linear. */
export type ScaleName = 'linear' | 'log' | 'auto';

export interface Tick {
  /** From 0, the lower edge, to 1. */
  readonly at: number;
  readonly label: string;
}

/** Where values stand on the axis, and what the axis says of itself. */
export interface ValueScale {
  /** `distance`: logarithm of the distance to the best value. */
  readonly kind: 'linear' | 'log' | 'distance';
  /** From 0 to 1; what lies beyond the ends stands at the ends. */
  place(value: number): number;
  readonly ticks: readonly Tick[];
  readonly title: string;
  /** What does not stand where it should, in sentences. */
  readonly notes: readonly string[];
}

/** Shares of the values that may be above the upper end, if that makes the rest so many times larger. */
const clippings = [
  { share: 0.02, gain: 1.5 },
  { share: 0.05, gain: 3 },
  { share: 0.1, gain: 6 },
] as const;
/** How much larger values of one picture must be than others to be shown by their logarithm. */
const manySizes = 50;
/** Differences of values of this size are numbers, too. */
const largest = 8e306;
const mostDecades = 24;
/** Double precision: no distance below this share of the values means anything. */
const precision = 2.3e-16;

/** The scale for these values; `log` of values that are not all positive is that of their distance to the least. */
export function valueScale(values: ValueSample, asked: ScaleName): ValueScale {
  if (values.count === 0) return linear(0, 1, []);
  const scale = scaleOf({ low: held(values.low), high: held(values.high), sorted: values.sorted().map(held) }, asked);
  return { ...scale, place: value => scale.place(held(value)) };
}

function held(value: number): number {
  return Math.max(-largest, Math.min(largest, value));
}

interface Values {
  readonly low: number;
  readonly high: number;
  /** A sample of them. */
  readonly sorted: number[];
}

function scaleOf(values: Values, asked: ScaleName): ValueScale {
  const { low, high, sorted } = values;
  // What differs by rounding only is one value, and nothing can be divided into parts of the least of all numbers.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-13 || high - low < 1e-290) {
    const half = Math.abs(low) < 1e-290 ? 1 : Math.abs(low) * 0.01;
    return linear(low - half, low + half, []);
  }
  const kind = asked === 'linear' ? asked : choose(sorted, low, asked);
  switch (kind) {
    case 'linear': {
      const { top, notes } = clipped(values, value => value);
      const margin = (top - low) * 0.03;
      return linear(low - margin, top + margin, notes);
    }
    case 'log': {
      const { top, notes } = clipped(values, Math.log10);
      const end = Math.max(low, top * 10 ** -mostDecades);
      const below = end > low ? [`Values below ${figure(end)} stand at the lower edge.`] : [];
      return logarithmic(end, top, [...notes, ...below]);
    }
    case 'distance': {
      const floor = leastDistance(sorted, low, high - low);
      const { top, notes } = clipped(values, value => Math.log10(Math.max(value - low, floor)));
      return distance(low, floor, Math.max(top - low, floor * 10), notes);
    }
  }
}

function choose(sorted: number[], low: number, asked: ScaleName): ValueScale['kind'] {
  const at = (fraction: number) => quantileSorted(sorted, fraction) ?? low;
  if (low > 0 && at(0.98) / low >= (asked === 'log' ? 10 : manySizes)) return 'log';
  if (asked === 'log') return 'distance';
  const near = at(0.1) - low;
  const positive = near > 0 ? near : (sorted[bisectRight(sorted, low)] ?? low) - low;
  return positive > 0 && (at(0.75) - low) / positive >= manySizes ? 'distance' : 'linear';
}

/** The upper end: the greatest value, or less if some would squash the others. */
function clipped({ low, high, sorted }: Values, stretch: (value: number) => number) {
  const bottom = stretch(low);
  let [top, hidden] = [high, 0];
  for (const { share, gain } of clippings) {
    const most = quantileSorted(sorted, 1 - share) ?? high;
    const length = stretch(most) - bottom;
    if (length > 0 && stretch(top) - bottom >= length * gain) [top, hidden] = [most, share];
  }
  if (hidden === 0) return { top, notes: [] as string[] };
  return {
    top,
    notes: [`The ${hidden * 100} % of values above ${figure(top)} (up to ${figure(high)}) stand at the upper edge.`],
  };
}

function leastDistance(sorted: number[], low: number, span: number): number {
  const next = sorted[bisectRight(sorted, low)];
  const seen = next === undefined ? span : next - low;
  return Math.max(seen, Math.abs(low) * precision, span * 10 ** -mostDecades);
}

function linear(low: number, high: number, notes: readonly string[]): ValueScale {
  const scale = scaleLinear([low, high], [0, 1]).clamp(true);
  const written = linearTicks(low, high, 6);
  return {
    kind: 'linear',
    place: scale,
    ticks: scale.ticks(6).map(value => ({ at: scale(value), label: written(value) })),
    title: 'value',
    notes,
  };
}

function logarithmic(low: number, high: number, notes: readonly string[]): ValueScale {
  const place = logPlace(low, high, 0.03, 0.97);
  return {
    kind: 'log',
    place,
    ticks: logTicks(low, high).map(({ value, label }) => ({ at: place(value), label })),
    title: 'value (logarithmic axis)',
    notes,
  };
}

/** Below the least distance there is room for the best value itself, which no logarithm has. */
function distance(best: number, floor: number, span: number, notes: readonly string[]): ValueScale {
  const place = logPlace(floor, span, 0.1, 0.97);
  return {
    kind: 'distance',
    place: value => (value - best < floor ? 0.03 : place(value - best)),
    ticks: [
      { at: 0.03, label: '0' },
      ...logTicks(floor, span).map(({ value, label }) => ({ at: place(value), label })),
    ],
    title: `value − best value found (${figure(best)}), logarithmic axis`,
    notes: [...notes, 'There may be better values than the best one found; whatever finds it goes down to 0 here.'],
  };
}

function logPlace(low: number, high: number, from: number, to: number): (value: number) => number {
  const start = Math.log10(low);
  const length = Math.log10(high) - start || 1;
  return value => {
    const share = (Math.log10(value) - start) / length;
    return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, from + share * (to - from)));
  };
}

/** Powers of ten, every n-th if there are many; where there is hardly one, values between. */
function logTicks(low: number, high: number): readonly { readonly value: number; readonly label: string }[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first < 1) {
    const written = linearTicks(low, high, 5);
    return scaleLinear([low, high], [0, 1])
      .ticks(5)
      .filter(value => value > 0)
      .map(value => ({ value, label: written(value) }));
  }
  const step = Math.ceil((last - first) / 8);
  const plain = first >= -3 && last <= 4;
  const ticks = [];
  for (let exponent = Math.ceil(first / step) * step; exponent <= last; exponent += step)
    ticks.push({
      value: 10 ** exponent,
      label: plain ? String(Number(`1e${exponent}`)) : powerOfTen(exponent),
    });
  return ticks;
}
