/** What the rank test of two samples says. */
export interface RankTest {
  /** Pairs in which the first one's value is the smaller one, and half of those in which both are equal; of n·m pairs. */
  readonly wins: number;
  /** Two-sided: how likely ranks as far apart, or farther, would be if both samples came from the same distribution. */
  readonly p: number;
}

/** Up to so many values in both samples together, every division of the ranks is counted; the normal distribution takes the rest. */
const mostExact = 120;

/**
 * Mann and Whitney's test (Annals of Mathematical Statistics 18, 1947), with mid-ranks for values that are equal. Exact, conditional on the ties, up
 * to 120 values: twice the smaller tail. Above: by the normal distribution with the correction of the variance for ties and of one half for
 * continuity (E. L. Lehmann, "Nonparametrics", 1975, §1.2 and §1.4).
 *
 * @param first smaller values are better; `+Infinity` is one value like others
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): RankTest {
  const groups = tieGroups(first, second);
  const [n, m] = [first.length, second.length];
  // Twice the rank sum of the first sample: an integer with mid-ranks, too.
  const doubled = groups.reduce((sum, { ofFirst, doubledRank }) => sum + ofFirst * doubledRank, 0);
  const wins = n * m - (doubled / 2 - (n * (n + 1)) / 2);
  if (groups.length < 2) return { wins, p: 1 };
  return { wins, p: n + m <= mostExact ? exactP(groups, n, doubled) : normalP(groups, { n, m, wins }) };
}

interface TieGroup {
  readonly ofFirst: number;
  readonly size: number;
  readonly doubledRank: number;
}

function tieGroups(first: readonly number[], second: readonly number[]): readonly TieGroup[] {
  const all = [...first.map(value => ({ value, one: 1 })), ...second.map(value => ({ value, one: 0 }))];
  all.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  const groups: TieGroup[] = [];
  for (let from = 0; from < all.length; ) {
    let to = from;
    let ofFirst = 0;
    while (to < all.length && all[to]?.value === all[from]?.value) ofFirst += all[to++]?.one ?? 0;
    groups.push({ ofFirst, size: to - from, doubledRank: from + 1 + to });
    from = to;
  }
  return groups;
}

/** Counts the ways to choose the first sample's values among all, by their doubled rank sum: one group of ties after the other. */
function exactP(groups: readonly TieGroup[], n: number, observed: number): number {
  const total = groups.reduce((sum, { size }) => sum + size, 0);
  const most = total * (total + 1);
  // ways[k][s]: of k values with the doubled rank sum s. Doubles hold the counts to 16 digits.
  const ways = Array.from({ length: n + 1 }, () => new Float64Array(most + 1));
  (ways[0] as Float64Array)[0] = 1;
  let before = 0;
  let reached = 0;
  for (const { size, doubledRank } of groups) {
    const choose = binomials(size);
    for (let k = Math.min(n, before + size); k >= 1; k--) {
      const target = ways[k] as Float64Array;
      for (let chosen = 1; chosen <= Math.min(size, k); chosen++) {
        if (k - chosen > before) continue;
        const source = ways[k - chosen] as Float64Array;
        const shift = chosen * doubledRank;
        const factor = choose[chosen] as number;
        for (let s = 0; s <= reached && s + shift <= most; s++) {
          if (source[s] !== 0) target[s + shift] = (target[s + shift] as number) + factor * (source[s] as number);
        }
      }
    }
    before += size;
    reached = Math.min(most, reached + size * doubledRank);
  }
  let [below, above, all] = [0, 0, 0];
  for (const [s, count] of (ways[n] as Float64Array).entries()) {
    all += count;
    if (s <= observed) below += count;
    if (s >= observed) above += count;
  }
  return Math.min(1, (2 * Math.min(below, above)) / all);
}

function binomials(n: number): readonly number[] {
  const row = [1];
  for (let k = 1; k <= n; k++) row.push(((row[k - 1] as number) * (n - k + 1)) / k);
  return row;
}

function normalP(
  groups: readonly TieGroup[],
  { n, m, wins }: { readonly n: number; readonly m: number; readonly wins: number },
): number {
  const total = n + m;
  const ties = groups.reduce((sum, { size }) => sum + (size ** 3 - size), 0);
  const deviation = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  const z = Math.max(0, Math.abs(wins - (n * m) / 2) - 0.5) / deviation;
  return Math.min(1, 2 * upperTail(z));
}

/**
 * The normal distribution's share above z ≥ 0. By its series below 3 and by Lentz's continued fraction above (Abramowitz & Stegun, 26.2.10 and
 * 26.2.14): to 12 digits.
 */
export function upperTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}
