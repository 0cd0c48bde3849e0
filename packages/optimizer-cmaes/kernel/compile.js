import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** @returns the bytes of the WebAssembly module */
export async function compileKernel() {
  const folder = mkdtempSync(join(tmpdir(), 'cmaes-kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const source = fileURLToPath(new URL('kernel.as.ts', import.meta.url));
    const options = ['--runtime', 'stub', '--importMemory', '--noAssert', '-O3', '--enable', 'simd'];
    const { error, stderr } = await asc.main([source, ...options, '--outFile', out]);
    if (error) throw new Error(`${error.message}\n${stderr}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
