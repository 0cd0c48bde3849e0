import { writeSync } from 'node:fs';
import { exitCodes } from './exit-codes.js';

/**
 * Makes a process that ends before it was done say so, and fail: a file that was imported may call `process.exit(0)`, or await something that
 * never comes, of which Node says nothing but exit code 13.
 *
 * @returns the function that says that it is done
 */
export function tellIfUnfinished(): () => void {
  let hasThrown = false;
  const thrown = () => {
    hasThrown = true;
  };
  const tell = (code: number) => {
    // Node has shown what was thrown; who presses Ctrl-C twice knows why.
    if (hasThrown || code === exitCodes.interrupted) return;
    writeSync(
      2,
      'glompo: ended before it was done: a file that was imported has called process.exit(), or awaits something that never comes\n',
    );
    process.exitCode = exitCodes.failed;
  };
  process.once('uncaughtExceptionMonitor', thrown).once('exit', tell);
  return () => {
    process.off('uncaughtExceptionMonitor', thrown).off('exit', tell);
  };
}
