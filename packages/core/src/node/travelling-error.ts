import { errorCodes, GlompoError } from '../errors/glompo-error.js';
import { messageOf } from '../worker/load-task.js';

/** An error as plain data: a message channel would take its class, its code or its cause away. */
export type TravellingError = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: TravellingError;
};

/** A chain of causes is followed this far. */
const causesKept = 5;

/** Never throws, whatever was thrown. */
export function packError(error: unknown, depth = 0): TravellingError {
  try {
    if (!(error instanceof Error))
      return { name: 'Error', message: typeof error === 'string' ? error : messageOf(error) };
    const { name, message, stack, cause } = error;
    const code: unknown = (error as { code?: unknown }).code;
    return {
      name: String(name),
      message: String(message),
      ...(typeof code === 'string' && { code }),
      ...(typeof stack === 'string' && { stack }),
      ...(cause !== undefined && depth < causesKept && { cause: packError(cause, depth + 1) }),
    };
  } catch {
    return { name: 'Error', message: messageOf(error) };
  }
}

/** The error on the other side, with the stack it had there. */
export function unpackError({ name, message, code, stack, cause }: TravellingError): Error {
  const options = cause && { cause: unpackError(cause) };
  const error =
    code !== undefined && code in errorCodes
      ? new GlompoError(code as keyof typeof errorCodes, message, options)
      : Object.assign(new Error(message, options), { name, ...(code !== undefined && { code }) });
  if (stack !== undefined) error.stack = stack;
  return error;
}
