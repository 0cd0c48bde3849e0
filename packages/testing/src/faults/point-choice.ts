/** How the faulty task chooses, by the point alone: the same points misbehave in every placement, and whenever they are evaluated. */
export function isChosen(point: Float64Array, oneIn: number): boolean {
  return hashOf(point) % oneIn === 0;
}

/** A 32-bit hash of every bit of a point (FNV-1a, then mixed, since the last bits are what is used). */
export function hashOf(point: Float64Array): number {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(point.buffer, point.byteOffset, point.byteLength))
    hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
