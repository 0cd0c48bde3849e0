import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, expect, type TestContext, test } from 'vitest';

/** Of the Debian package chromium. */
const executablePath = '/usr/bin/chromium';

const program = `
  import { createRandom, parametersFromBounds, searchSpace } from '@glompo/core';
  import { cmaesPlugin, fmin } from '@glompo/optimizer-cmaes';

  const rosenbrock = x => {
    let sum = 0;
    for (let i = 1; i < x.length; i++) sum += 100 * (x[i] - x[i - 1] ** 2) ** 2 + (1 - x[i - 1]) ** 2;
    return sum;
  };

  globalThis.minimize = async n => {
    const { x, value, evaluations } = await fmin(rosenbrock, new Array(n).fill(0.1), { sigma: 0.1, target: 1e-9 });
    const bounds = new Array(n).fill([-1, 2]);
    const context = { space: searchSpace(parametersFromBounds(bounds)), start: { point: new Float64Array(n) }, random: createRandom(3) };
    const { kernel } = cmaesPlugin.create(context, cmaesPlugin.parse({})).snapshot();
    return { x: [...x], value, evaluations, kernel };
  };`;

interface Minimum {
  readonly x: readonly number[];
  readonly value: number;
  readonly evaluations: number;
  readonly kernel: string;
}

let browser: Browser | undefined;
afterAll(() => browser?.close());

async function launch(context: TestContext): Promise<Browser> {
  try {
    // Whoever runs tests as root cannot have its sandbox.
    return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  } catch (error) {
    if (process.env.GLOMPO_TEST_TOOLS === 'required') throw error;
    return context.skip('needs the Debian package chromium');
  }
}

/** As a bundler for browsers makes it of the packages that are published. */
async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'bundle-'));
  try {
    const input = join(folder, 'program.js');
    writeFileSync(input, program);
    const warnings: string[] = [];
    await using bundler = await rolldown({
      input,
      platform: 'browser',
      onLog: (_, { message }) => void warnings.push(message),
    });
    const { output } = await bundler.generate({ format: 'esm' });
    expect(warnings).toEqual([]);
    expect(output).toHaveLength(1);
    return output[0].code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('cmaes minimises in a browser, with WebAssembly and, bit for bit the same, without', {
  timeout: 120_000,
}, async context => {
  browser = await launch(context);
  const code = await bundle();
  const found: Minimum[] = [];
  for (const without of [false, true]) {
    const page = await browser.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', error => errors.push(error));
    if (without) await page.addInitScript('delete globalThis.WebAssembly');
    await page.goto('about:blank');
    await page.addScriptTag({ content: code, type: 'module' });
    await page.waitForFunction('globalThis.minimize !== undefined');
    found.push(await page.evaluate<Minimum>('minimize(20)'));
    expect(errors).toEqual([]);
    await page.close();
  }
  const [wasm, scalar] = found as [Minimum, Minimum];
  expect(wasm.value).toBeLessThanOrEqual(1e-9);
  for (const x of wasm.x) expect(x).toBeCloseTo(1, 3);
  expect(wasm.kernel).toBe('wasm-simd');
  expect(scalar).toEqual({ ...wasm, kernel: 'scalar' });
});
