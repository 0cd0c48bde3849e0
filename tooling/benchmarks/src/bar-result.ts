import type { Bar, Figure, Samples } from './bar.js';
import { median } from './statistics.js';

/** One value for a bar with one figure, values by name for a bar with several. */
type PerFigure<T> = T | { readonly [figure: string]: T };

/** A bar as `--json` has it. */
export interface BarResult {
  readonly what: string;
  /** Medians; null where nothing could be measured. */
  readonly value: PerFigure<number | null>;
  /** What must be reached, for figures for which something must. */
  readonly reach: PerFigure<number>;
  /** Whether `reach` is a lower limit or an upper one. */
  readonly sense: PerFigure<'at least' | 'at most'>;
  readonly unit: PerFigure<string>;
  /** Every figure that must reach something does. */
  readonly ok: boolean;
  readonly samples: PerFigure<readonly number[]>;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** @param about what measuring took, and what was noted meanwhile */
export function barResult(
  bar: Bar,
  samples: Samples,
  about: { readonly seconds: number; readonly notes: readonly string[] },
): BarResult {
  const limited = Object.keys(bar.figures).filter(name => bar.figures[name]?.reach);
  const all = Object.keys(bar.figures);
  const per = <T>(names: readonly string[], value: (name: string, figure: Figure) => T): PerFigure<T> => {
    const values = names.map(name => [name, value(name, bar.figures[name] as Figure)] as const);
    return values.length === 1 && all.length === 1 ? (values[0]?.[1] as T) : Object.fromEntries(values);
  };
  const units = new Set(all.map(name => bar.figures[name]?.unit as string));
  return {
    what: bar.what,
    value: per(all, name => medianOf(samples[name] ?? [])),
    reach: per(limited, (_, { reach }) => (reach && 'atLeast' in reach ? reach.atLeast : (reach?.atMost as number))),
    sense: per(limited, (_, { reach }) => (reach && 'atLeast' in reach ? 'at least' : 'at most')),
    unit: units.size === 1 ? ([...units][0] as string) : per(all, (_, { unit }) => unit),
    ok: limited.every(name => isReached(bar.figures[name] as Figure, samples[name] ?? [])),
    samples: per(all, name => samples[name] ?? []),
    ...about,
  };
}

export function isReached({ reach }: Figure, samples: readonly number[]): boolean {
  const value = medianOf(samples);
  if (reach === undefined) return true;
  if (value === null) return false;
  return 'atLeast' in reach ? value >= reach.atLeast : value <= reach.atMost;
}

function medianOf(samples: readonly number[]): number | null {
  return samples.length === 0 ? null : median(samples);
}
