/** What an expression may call: functions of real numbers to real numbers, and nothing else. */
export interface ScalarFunction {
  /** The least and the most arguments. */
  readonly arguments: readonly [number, number];
  readonly of: (...values: number[]) => number;
}

const unary = (of: (x: number) => number): ScalarFunction => ({ arguments: [1, 1], of });
const binary = (of: (x: number, y: number) => number): ScalarFunction => ({ arguments: [2, 2], of });
const several = (of: (...values: number[]) => number): ScalarFunction => ({ arguments: [1, 100], of });

/** A map, so that names such as `constructor` are not found in it. */
export const functions: ReadonlyMap<string, ScalarFunction> = new Map<string, ScalarFunction>([
  ['abs', unary(Math.abs)],
  ['sign', unary(Math.sign)],
  ['square', unary(x => x * x)],
  ['cube', unary(x => x * x * x)],
  ['sqrt', unary(Math.sqrt)],
  ['cbrt', unary(Math.cbrt)],
  ['pow', binary(power)],
  ['exp', unary(Math.exp)],
  ['expm1', unary(Math.expm1)],
  ['log', { arguments: [1, 2], of: (x, base) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)) }],
  ['ln', unary(Math.log)],
  ['log2', unary(Math.log2)],
  ['log10', unary(Math.log10)],
  ['log1p', unary(Math.log1p)],
  ['sin', unary(Math.sin)],
  ['cos', unary(Math.cos)],
  ['tan', unary(Math.tan)],
  ['sec', unary(x => 1 / Math.cos(x))],
  ['csc', unary(x => 1 / Math.sin(x))],
  ['cot', unary(x => 1 / Math.tan(x))],
  ['asin', unary(Math.asin)],
  ['acos', unary(Math.acos)],
  ['atan', unary(Math.atan)],
  ['atan2', binary(Math.atan2)],
  ['sinh', unary(Math.sinh)],
  ['cosh', unary(Math.cosh)],
  ['tanh', unary(Math.tanh)],
  ['asinh', unary(Math.asinh)],
  ['acosh', unary(Math.acosh)],
  ['atanh', unary(Math.atanh)],
  ['floor', unary(Math.floor)],
  ['ceil', unary(Math.ceil)],
  ['round', unary(x => Math.sign(x) * Math.round(Math.abs(x)))],
  ['fix', unary(Math.trunc)],
  ['mod', binary(modulo)],
  ['min', several(Math.min)],
  ['max', several(Math.max)],
  ['hypot', several(Math.hypot)],
]);

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['PI', Math.PI],
  ['tau', 2 * Math.PI],
  ['e', Math.E],
  ['E', Math.E],
  ['phi', (1 + Math.sqrt(5)) / 2],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

/** Squares, the most frequent of all powers, are multiplied: faster, and the same on every platform. */
export function power(x: number, exponent: number): number {
  return exponent === 2 ? x * x : x ** exponent;
}

/** The rest with the sign of the divisor; `x` itself for divisor 0. */
export function modulo(x: number, divisor: number): number {
  return divisor === 0 ? x : x - divisor * Math.floor(x / divisor);
}
