// Compiles kernel.as.ts into src/kernel/module-bytes.ts: `npm run build:kernel`. With --check it writes nothing, and fails if the two differ.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const source = fileURLToPath(new URL('kernel.as.ts', import.meta.url));
const target = fileURLToPath(new URL('../src/kernel/module-bytes.ts', import.meta.url));

async function compiled() {
  const folder = mkdtempSync(join(tmpdir(), 'cmaes-kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const options = ['--runtime', 'stub', '--importMemory', '--noAssert', '-O3', '--enable', 'simd'];
    const { error, stderr } = await asc.main([source, ...options, '--outFile', out]);
    if (error) throw new Error(`${error.message}\n${stderr}`);
    return readFileSync(out).toString('base64');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = `/** \`kernel/kernel.as.ts\`, compiled by \`kernel/build.js\`: base64. */
export const moduleBytes =
  '${await compiled()}';
`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error(`${target} is not what ${source} compiles to: npm run build:kernel`);
  process.exitCode = 1;
}
