/** Flags of which the last one that was given counts. */
const rivals: ReadonlyMap<string, string> = new Map([
  ['hunter', 'no-hunters'],
  ['no-hunters', 'hunter'],
]);

/** The flag that cannot be given beside this one, and gives way to it. */
export function rivalOf(flag: string): string | undefined {
  return rivals.get(flag);
}
