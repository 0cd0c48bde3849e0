/** A number as messages show it: at most six significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** A fraction as messages show it: `0.2 %`, at most three significant digits. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(3))} %`;
}

/** `1 run`, `2 runs`. */
export function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? '' : 's'}`;
}
