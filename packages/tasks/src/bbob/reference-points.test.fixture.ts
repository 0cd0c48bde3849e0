/** The six points of `coco-bbob.c` at which reference values are known. */
export function referencePoints(
  { function: fn, instance, dims }: { readonly function: number; readonly instance: number; readonly dims: number },
  xopt: Float64Array,
): readonly Float64Array[] {
  let state = 1 + fn + 100 * dims + 10_000 * instance;
  const coordinate = () => {
    state = (state * 48271) % 2147483647;
    return -5 + (10 * Math.floor(state / 2048)) / 1048576;
  };
  const near = (x: number, grid: number) => (Math.floor(x * grid + 0.5) + 1) / grid;
  const inside = () => Float64Array.from(xopt, coordinate);
  return [
    inside(),
    inside(),
    inside().map((_, i) => near(xopt[i]!, 1024)),
    inside().map((_, i) => near(xopt[i]!, 1048576)),
    inside().map((xi, i) => (i % 3 > 0 ? xi : xi < 0 ? -5 : 5)),
    inside().map(xi => 1.125 * xi),
  ];
}
