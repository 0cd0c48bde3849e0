import type { Interval } from '../statistics/interval.js';

/** Three digits; `∞` and `–` for what is infinite or nothing. */
export function number(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (value === 0 || (size >= 0.01 && size < 1000)) return signed(value, Number(size.toPrecision(3)).toString());
  if (size >= 1000 && size < 1e7) return signed(value, grouped(Number(size.toPrecision(3))));
  return signed(value, size.toExponential(1).replace('e+', 'e'));
}

/** A share of 1 with two digits. */
export function share(value: number): string {
  return signed(value, Math.abs(value).toFixed(2));
}

export function interval({ low, high }: Interval, format: (value: number) => string): string {
  return `${format(low)} … ${format(high)}`;
}

/** `0–9, 12`. */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let to = i;
    while (numbers[to + 1] === (numbers[to] as number) + 1) to++;
    parts.push(to === i ? `${numbers[i]}` : `${numbers[i]}–${numbers[to]}`);
    i = to + 1;
  }
  return parts.join(', ');
}

function signed(value: number, text: string): string {
  return value < 0 && Number(text.replaceAll(' ', '')) !== 0 ? `−${text}` : text;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
