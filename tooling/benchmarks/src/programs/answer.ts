/**
 * The measuring end of `measure()`: waits for its setup, answers with what it has measured, and ends with the program that started it,
 * however that ends.
 */
export function answer<Setup, Result>(work: (setup: Setup) => Result | Promise<Result>): void {
  process.on('disconnect', () => process.exit());
  process.once('message', async (setup: Setup) => {
    try {
      process.send?.({ result: await work(setup) });
    } catch (error) {
      process.send?.({ error: error instanceof Error ? error.message : String(error) });
    }
  });
}
