import { show } from '@glompo/core';

/** Why a value is not `Plain`, as `path: what is there`; undefined if it is. */
export function plainProblem(value: unknown, path = 'value', above: readonly object[] = []): string | undefined {
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return undefined;
    case 'object':
      return value === null ? undefined : objectProblem(value, path, above);
    default:
      return `${path}: ${typeof value} is not plain data`;
  }
}

function objectProblem(value: object, path: string, above: readonly object[]): string | undefined {
  if (above.includes(value)) return `${path}: contains itself`;
  const trail = [...above, value];
  if (value instanceof Float64Array || value instanceof Uint8Array) {
    return value.buffer instanceof ArrayBuffer ? undefined : `${path}: lies in shared memory`;
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const problem = plainProblem(value[i], `${path}[${i}]`, trail);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // Other realms (test runners have them) have an Object.prototype of their own: one without a prototype.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return `${path}: ${Object.prototype.toString.call(value)} ${show((value as { constructor?: { name?: string } }).constructor?.name)} is not plain data`;
  }
  if (Object.getOwnPropertySymbols(value).length > 0) return `${path}: has symbols as keys`;
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const problem = plainProblem(entry, `${path}.${key}`, trail);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
