/** Labels of the streams of random numbers: what is drawn for one purpose does not depend on what is drawn for another. */
export const stream = { shift: 1, rotation: 2, data: 3, noise: 4, failure: 5, weights: 6 } as const;
