/** Standard deviations above this leave no room for finite points. */
export const largestDeviation = 1e150;
/** Below this they are taken as this: the inverse of one must be a number. */
export const smallestDeviation = 1e-150;
