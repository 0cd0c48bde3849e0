/** Milliseconds on a clock that all threads and processes of a machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Computes for so many milliseconds by the clock, as a task that does nothing else would. */
export function busyFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}
