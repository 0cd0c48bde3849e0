import type { Kernel } from './kernel.js';
import { ScalarKernel } from './scalar-kernel.js';
import { WasmKernel } from './wasm-kernel.js';

/** In fewer dimensions a call into WebAssembly and a memory of its own cost more than they bring. */
const leastForWasm = 16;

/** The fastest kernel that there is here. @param arrays how many numbers each array will hold that it is asked for, an integer counting as one */
export function chooseKernel(n: number, arrays: readonly number[]): Kernel {
  return (n < leastForWasm ? undefined : WasmKernel.create(n, arrays)) ?? new ScalarKernel(n);
}
