/** Resolves to true when `done` has settled, to false when the time is over first; the time is not waited for then. Never rejects. */
export async function withinTime(done: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  const settled = () => true;
  const inTime = await Promise.race([done.then(settled, settled), over]);
  clearTimeout(timer);
  return inTime;
}
