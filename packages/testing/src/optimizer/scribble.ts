/** Writes nonsense over everything that is reachable from a value and can be written to. */
export function scribble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Float64Array) {
    value.fill(Number.NaN);
  } else if (value instanceof Uint8Array) {
    value.fill(0xaa);
  } else {
    for (const entry of Object.values(value)) scribble(entry);
    if (Object.isFrozen(value)) return;
    if (Array.isArray(value)) value.length = 0;
    else for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
  }
}
