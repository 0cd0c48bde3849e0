// Compiles kernel.as.ts into src/kernel/module-bytes.ts: `npm run build:kernel`. A test checks that the two belong together.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileKernel } from './compile.js';

const target = fileURLToPath(new URL('../src/kernel/module-bytes.ts', import.meta.url));
const base64 = Buffer.from(await compileKernel()).toString('base64');
writeFileSync(
  target,
  `/** \`kernel/kernel.as.ts\`, compiled by \`kernel/build.js\`: base64. */\nexport const moduleBytes =\n  '${base64}';\n`,
);
