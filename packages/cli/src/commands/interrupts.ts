import { exitCodes } from '../output/exit-codes.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Makes Ctrl-C (and SIGTERM, SIGHUP) end things in order; the second one ends the process at once.
 *
 * @returns the function that gives the signals back
 */
export function onInterrupt(endInOrder: () => void): () => void {
  const exit = process.exit.bind(process);
  let asked = false;
  const hear = () => {
    if (asked) exit(exitCodes.interrupted);
    asked = true;
    endInOrder();
  };
  for (const signal of signals) process.on(signal, hear);
  return () => {
    for (const signal of signals) process.off(signal, hear);
  };
}
