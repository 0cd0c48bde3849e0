/** The option for the number of coordinates, the same for every test function that has any number of them. */
export function dimsOption<const Default extends number>(fallback: Default, min = 1) {
  return {
    type: 'integer',
    min,
    max: 100_000,
    default: fallback,
    description: 'number of coordinates',
  } as const;
}
