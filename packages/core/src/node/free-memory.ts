import { freemem } from 'node:os';

/** Bytes that programs may still take on this machine, or in this container. */
export function freeMemory(): number {
  // Node 20.13 and later know of containers.
  const { availableMemory } = process as { availableMemory?: () => number };
  return availableMemory?.() ?? freemem();
}
