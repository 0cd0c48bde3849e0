import { tickStep } from 'd3-array';
import { format } from 'd3-format';
import { tickFormat } from 'd3-scale';

const grouped = format(',');

/** `12,345`. */
export function count(value: number): string {
  return grouped(value);
}

/** `1 run`, `2 runs`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** Four significant digits; powers of ten as such: `−1.234·10⁻⁵`. */
export function figure(value: number): string {
  return written(value, 4);
}

/** Seven significant digits. */
export function precise(value: number): string {
  return written(value, 7);
}

function written(value: number, digits: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return scientific(format(`.${digits - 1}~e`)(value));
  return format(size >= 10 ** digits ? ',.0f' : `,.${digits}~g`)(value);
}

/** `41.5 s`, `12 min 5 s`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${format('.3~g')(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** How the ticks of a linear axis are written: all with the same digits, as many as tell them apart. */
export function linearTicks(low: number, high: number, ticks: number): (value: number) => string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const step = tickStep(low, high, ticks);
  if (size >= 1e7 || (size < 1e-3 && size > 0)) {
    const written = tickFormat(low, high, ticks, '~e');
    return value => (Math.abs(value) < step / 1e6 ? '0' : scientific(written(value)));
  }
  return tickFormat(low, high, ticks);
}

/** `10⁻⁵`. */
export function powerOfTen(exponent: number): string {
  return `10${superscript(exponent)}`;
}

/** From d3's `1.5e-7` or `1.5e+7`. */
function scientific(text: string): string {
  const [mantissa, exponent] = text.split('e') as [string, string];
  return `${mantissa}·${powerOfTen(Number(exponent.replace('−', '-')))}`;
}

function superscript(exponent: number): string {
  return [...String(exponent)].map(sign => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('');
}
