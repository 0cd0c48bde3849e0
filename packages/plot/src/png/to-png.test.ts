import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { plotTrajectories } from '../index.js';
import { manyRuns } from '../made-up-record.test.fixture.js';
import { isOwnPicture } from './own-picture.js';
import { toPng } from './to-png.js';

const svg = plotTrajectories(manyRuns(30));
const size = /width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1).map(Number) as [number, number];

function darkPixels({ data, width }: PNG, area: { left: number; top: number; right: number; bottom: number }): number {
  let dark = 0;
  for (let y = area.top; y < area.bottom; y++)
    for (let x = area.left; x < area.right; x++) if ((data[4 * (y * width + x)] as number) < 200) dark++;
  return dark;
}

test.each([1, 0.5])('a picture has its size times the zoom %d, and its text is drawn', async zoom => {
  const png = PNG.sync.read(Buffer.from(await toPng(svg, { zoom })));
  expect([png.width, png.height]).toEqual(size.map(each => each * zoom));
  // The title, on white.
  expect(darkPixels(png, { left: 20 * zoom, top: 16 * zoom, right: 320 * zoom, bottom: 38 * zoom })).toBeGreaterThan(
    60,
  );
  expect([...png.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
});

test('our pictures say that they are ours, and others do not', async () => {
  expect(isOwnPicture(Buffer.from(svg))).toBe(true);
  const png = await toPng(svg, { zoom: 0.2 });
  expect(isOwnPicture(png)).toBe(true);
  expect(isOwnPicture(PNG.sync.write(PNG.sync.read(Buffer.from(png))))).toBe(false);
  for (const other of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<!-- data-made-by="glompo plot" -->'])
    expect(isOwnPicture(Buffer.from(other))).toBe(false);
});
