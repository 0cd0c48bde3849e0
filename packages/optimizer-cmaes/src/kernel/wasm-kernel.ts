import type { Decay, Kernel, WeightedRows } from './kernel.js';
import { moduleBytes } from './module-bytes.js';

/** Sizes in bytes. */
const pageSize = 65_536;
const alignment = 16;

interface Exports {
  readonly update: (
    n: number,
    c: number,
    decay: number,
    factor: number,
    path: number,
    rows: number,
    order: number,
    weights: number,
    count: number,
  ) => void;
  readonly factorize: (n: number, c: number, a: number) => number;
  readonly transform: (n: number, a: number, z: number, y: number, first: number, end: number) => void;
}

/** What is used of the WebAssembly JavaScript interface, which Node's types do not declare. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const { WebAssembly: platform } = globalThis as { readonly WebAssembly?: WebAssemblyInterface };

/** Undefined: not tried yet. Null: this platform cannot run it. */
let compiled: object | null | undefined;

/** Two numbers at a time, in WebAssembly with SIMD: `kernel/kernel.as.ts`. Its arrays lie in one memory of its own. */
export class WasmKernel implements Kernel {
  readonly name = 'wasm-simd';
  readonly #n: number;
  readonly #exports: Exports;
  readonly #memory: { readonly buffer: ArrayBuffer };
  #used = 0;

  private constructor(n: number, bytes: number, { Memory, Instance }: WebAssemblyInterface) {
    this.#n = n;
    this.#memory = new Memory({ initial: Math.ceil(bytes / pageSize) });
    this.#exports = new Instance(compiled as object, { env: { memory: this.#memory } }).exports as Exports;
  }

  /**
   * @param arrays how many numbers each of its arrays will hold
   * @returns undefined where there is no WebAssembly with SIMD, or no memory left for it
   */
  static create(n: number, arrays: readonly number[]): WasmKernel | undefined {
    if (compiled === undefined) compiled = compile();
    if (compiled === null || platform === undefined) return undefined;
    const bytes = arrays.reduce((sum, count) => sum + aligned(8 * count), 0);
    try {
      return new WasmKernel(n, bytes, platform);
    } catch {
      // Each memory reserves addresses for 4 GB, of which a process has only so many.
      return undefined;
    }
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#memory.buffer, this.#take(8 * count), count);
  }

  integers(count: number): Int32Array {
    return new Int32Array(this.#memory.buffer, this.#take(8 * count), count);
  }

  update(c: Float64Array, { decay, factor, path }: Decay, { rows, order, weights, count }: WeightedRows): void {
    this.#exports.update(
      this.#n,
      c.byteOffset,
      decay,
      factor,
      path.byteOffset,
      rows.byteOffset,
      order.byteOffset,
      weights.byteOffset,
      count,
    );
  }

  factorize(c: Float64Array, a: Float64Array): boolean {
    return this.#exports.factorize(this.#n, c.byteOffset, a.byteOffset) === 0;
  }

  transform(
    a: Float64Array,
    z: Float64Array,
    y: Float64Array,
    { first, end }: { readonly first: number; readonly end: number },
  ): void {
    this.#exports.transform(this.#n, a.byteOffset, z.byteOffset, y.byteOffset, first, end);
  }

  #take(bytes: number): number {
    const from = this.#used;
    this.#used += aligned(bytes);
    return from;
  }
}

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

function compile(): object | null {
  const bytes = Uint8Array.from(atob(moduleBytes), character => character.charCodeAt(0));
  return platform?.validate(bytes) ? new platform.Module(bytes) : null;
}
