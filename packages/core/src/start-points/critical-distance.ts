/**
 * r_k of multi level single linkage: of k points that are uniform in a box, which is taken as the unit cube, two that are closer than this are linked (A. H. G. Rinnooy Kan & G.
 * T. Timmer, "Stochastic global optimization methods part II: multi level methods", Mathematical Programming 39, 1987):
 * π^(−1/2) (Γ(1 + n/2) σ ln k / k)^(1/n). It falls to 0 so slowly that, with σ > 4, the expected number of starts stays finite however long it goes on, and every minimum is found.
 *
 * @param k at least 1
 */
export function criticalDistance(k: number, dimensions: number, sigma: number): number {
  const volume = (sigma * Math.log(k)) / k;
  return Math.exp((logGammaOfHalf(dimensions + 2) + Math.log(volume)) / dimensions) / Math.sqrt(Math.PI);
}

/** ln Γ(m / 2). @param m an integer, at least 1 */
function logGammaOfHalf(m: number): number {
  let sum = m % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let twice = m - 2; twice > 0; twice -= 2) sum += Math.log(twice / 2);
  return sum;
}
