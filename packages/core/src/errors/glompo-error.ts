/**
 * Every error that glompo raises by itself. The codes are stable and listed in the documentation; a test compares the lists.
 */
export const errorCodes = {
  GLOMPO_OPTION: 'an option is unknown, missing, of the wrong type or out of range',
  GLOMPO_BOUNDS: 'bounds or parameters are missing, reversed, equal, not finite or not numbers',
  GLOMPO_TASK_MODULE: 'a task module cannot be found, imported, or does not export a task',
  GLOMPO_TASK_CANNOT_TRAVEL:
    'a task that is a function, or something with a function in it, was given to a backend whose workers have a memory of their own',
  GLOMPO_NO_PLACE: 'a task could be evaluated on no backend',
  GLOMPO_EXPRESSION: 'an expression cannot be read, or uses what is not allowed',
  GLOMPO_PLUGIN_UNKNOWN: 'no plugin of that name is registered',
  GLOMPO_PLUGIN_DUPLICATE: 'two plugins have one name',
  GLOMPO_PLUGIN_API: 'a plugin was built for another version of the plugin API',
  GLOMPO_PLUGIN_INVALID: 'a plugin module does not export what its manifest promises',
  GLOMPO_PARAMETER_KIND: 'an optimizer does not know a kind of parameter that the task has',
  GLOMPO_OPTIMIZER: 'an optimizer broke its contract',
  GLOMPO_WORKER_LOST: 'a worker ended before it had answered',
  GLOMPO_WORKER_GONE: 'a worker had ended before it was called',
  GLOMPO_WORKER_START: 'a worker could not be started',
  GLOMPO_CLOSED: 'something was used after it had been closed',
  GLOMPO_SYNTAX: 'text in the name(key=value) grammar cannot be read',
  GLOMPO_STATE: 'a snapshot does not fit what it is restored into',
  GLOMPO_DECISION:
    'a hunter, checker, selector or start-point rule threw an error or gave something else than it should',
  GLOMPO_TRIALS_FAILED: 'trials failed, and the study was to end then',
  GLOMPO_STRAY: 'an error was caught by nobody, such as that of a promise or timer which a task has left behind',
  GLOMPO_INTERRUPTED: 'a study was interrupted before it had begun, or an export before it was whole',
  GLOMPO_RECORD: 'the record of a study cannot be written or read: damaged, of another version, or in use',
  GLOMPO_EXPORT: 'an export of a study cannot be written: its file is there already, or the disk does not take it',
  GLOMPO_BUG: 'an impossible state: a bug in glompo',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** What was wrong, where, and what to do next; `code` says which kind, `cause` what lay beneath. */
export class GlompoError extends Error {
  override readonly name = 'GlompoError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** Also true for errors of another copy of core, and for those that crossed a worker boundary and kept their code. */
  static is(error: unknown, code?: ErrorCode): error is GlompoError {
    if (typeof error !== 'object' || error === null || !('code' in error)) return false;
    return code === undefined ? String(error.code) in errorCodes : error.code === code;
  }
}

/** An impossible state. */
export function bug(seen: string): GlompoError {
  return new GlompoError('GLOMPO_BUG', `This is a bug in glompo: ${seen}. Please report it with this message.`);
}
