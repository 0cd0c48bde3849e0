export interface Ranked {
  readonly arm: number;
  /** Smaller is better. */
  readonly value: number;
}

/**
 * How good arms are compared with one another, by ranks only: the area under the curve of the ranked results, seen from each arm, from 0 (all of
 * its results are the last ones) to 1 (the first ones); ½ where nothing tells it from the others. The result of rank r of N counts Dʳ (N − r), so that
 * what is found at the top counts most (Fialho, Schoenauer & Sebag, "Toward comparison-based adaptive operator selection", GECCO 2010, section 3.2).
 * Strictly increasing transformations of the values change nothing.
 *
 * @param decay D, above 0, at most 1
 */
export function areaUnderRanks(results: readonly Ranked[], arm: number, decay: number): number {
  const sorted = [...results].sort((a, b) => a.value - b.value);
  const size = sorted.length;
  let height = 0;
  let width = 0;
  let area = 0;
  for (let from = 0; from < size; ) {
    const { value } = sorted[from] as Ranked;
    let to = from;
    let [up, right] = [0, 0];
    // Equal results share the weight of their ranks: the curve goes straight through them.
    let weight = 0;
    let ours = 0;
    for (; to < size && (sorted[to] as Ranked).value === value; to++) {
      weight += decay ** to * (size - to);
      if ((sorted[to] as Ranked).arm === arm) ours++;
    }
    up = (weight * ours) / (to - from);
    right = weight - up;
    area += right * (height + up / 2);
    height += up;
    width += right;
    from = to;
  }
  return height === 0 || width === 0 ? 0.5 : area / (height * width);
}
