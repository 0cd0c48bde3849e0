/**
 * Makes `process.exit()` of an inline task throw, so that its trial fails: it would else end the study without a result, and with
 * whatever exit code it says.
 *
 * @returns the function that gives `process.exit` back
 */
export function forbidExit(): () => void {
  const { exit } = process;
  process.exit = code => {
    throw new Error(`process.exit(${code ?? ''}) was called`);
  };
  return () => {
    process.exit = exit;
  };
}
