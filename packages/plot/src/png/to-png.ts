import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { marked } from './own-picture.js';

let ready: Promise<Uint8Array> | undefined;

/**
 * Draws a picture of this package as PNG. Its text is drawn in a font that is brought along: the machine needs none.
 *
 * @param svg what a function of `@glompo/plot` gave; nothing that it might refer to is loaded
 * @param options.zoom pixels per unit of the SVG. Default: 2
 */
export async function toPng(svg: string, { zoom = 2 }: { readonly zoom?: number } = {}): Promise<Uint8Array> {
  ready ??= prepare();
  const font = await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers: [font], defaultFontFamily: 'DejaVu Sans', sansSerifFamily: 'DejaVu Sans' },
  });
  try {
    const image = drawing.render();
    try {
      return marked(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}

/** Starts the renderer, once per program, and reads the font. */
async function prepare(): Promise<Uint8Array> {
  const [wasm, font] = await Promise.all([
    readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))),
    readFile(new URL('../../font/DejaVuSans.ttf', import.meta.url)),
  ]);
  await initWasm(wasm);
  return font;
}
