/** What the command line tells whoever called it. */
export const exitCodes = {
  /** There is a result, or what was asked for was shown. */
  ok: 0,
  /** The study failed: it broke down, or not one evaluation succeeded. */
  failed: 1,
  /** Wrong usage or bad input, found before anything was started. */
  usage: 2,
  /** Ended by Ctrl-C (SIGINT), SIGTERM or SIGHUP. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
