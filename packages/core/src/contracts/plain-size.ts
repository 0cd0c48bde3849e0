/** The rough size of plain data in memory, in bytes. */
export function sizeOfPlain(data: unknown): number {
  if (typeof data === 'string') return 16 + data.length;
  if (typeof data !== 'object' || data === null) return 8;
  if (ArrayBuffer.isView(data)) return 64 + data.byteLength;
  let bytes = 32;
  for (const item of Object.values(data)) bytes += 8 + sizeOfPlain(item);
  return bytes;
}
