/** For each i the product of all factors but the i-th, without dividing: factors may be 0. */
export function productOfOthers(factors: Float64Array): Float64Array {
  const products = new Float64Array(factors.length);
  let before = 1;
  for (let i = 0; i < factors.length; i++) {
    products[i] = before;
    before *= factors[i]!;
  }
  let after = 1;
  for (let i = factors.length - 1; i >= 0; i--) {
    products[i]! *= after;
    after *= factors[i]!;
  }
  return products;
}
