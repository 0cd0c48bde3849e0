import { escaped } from './markup.js';
import type { Curves } from './report.js';

export interface PlotOptions {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Names at the ends of the curves; without: the colours are those of another plot. */
  readonly legend: boolean;
}

/** Told apart by people who do not see all colours, too (M. Okabe and K. Ito 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#7f7f7f'];

/** With the dashes, enough for eight times as many. */
const dashes = ['', '6 3', '2 2', '8 3 2 3'];

/** Runtime distributions as SVG: the share of targets over evaluations per dimension, logarithmic, as the COCO platform draws them. */
export function plotCurves(curves: Curves, labels: readonly string[], options: PlotOptions): string {
  const { title, width, height, legend } = options;
  const box = { left: 44, right: width - (legend ? 220 : 12), top: 26, bottom: height - 36 };
  const xs = Object.values(curves)[0]?.map(({ x }) => x) ?? [1, 10];
  const last = Math.log10(xs.at(-1) ?? 10);
  const atX = (x: number) => round(box.left + (Math.log10(x) / last) * (box.right - box.left));
  const atY = (share: number) => round(box.bottom - share * (box.bottom - box.top));
  const grid: string[] = [];
  for (let power = 0; power <= last + 1e-9; power++) {
    const x = atX(10 ** power);
    grid.push(line([x, box.top, x, box.bottom], '#ddd'));
    grid.push(
      `<text x="${x}" y="${box.bottom + 15}" text-anchor="middle">10<tspan dy="-4" font-size="8">${power}</tspan></text>`,
    );
  }
  for (const share of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    const y = atY(share);
    grid.push(
      line([box.left, y, box.right, y], '#ddd'),
      `<text x="${box.left - 6}" y="${y + 4}" text-anchor="end">${share}</text>`,
    );
  }
  const drawn = labels.flatMap((label, i) => {
    const curve = curves[label];
    if (curve === undefined) return [];
    const path = curve.map(({ x, share }, k) => `${k === 0 ? 'M' : 'L'}${atX(x)} ${atY(share)}`).join('');
    return [
      `<path d="${path}" fill="none" stroke-width="${legend ? 2 : 1.4}" ${stroke(i)}><title>${escaped(label)}</title></path>`,
    ];
  });
  const names = legend ? legendOf(curves, labels, { x: box.right + 10, top: box.top, bottom: box.bottom, atY }) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11" role="img">`,
    `<title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${box.left}" y="15" font-weight="bold">${escaped(title)}</text>`,
    ...grid,
    line([box.left, box.bottom, box.right, box.bottom], '#333'),
    line([box.left, box.top, box.left, box.bottom], '#333'),
    `<text x="${(box.left + box.right) / 2}" y="${height - 5}" text-anchor="middle">evaluations ÷ dimensions</text>`,
    ...drawn,
    ...names,
    '</svg>',
  ].join('');
}

interface LegendPlace {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly atY: (share: number) => number;
}

/** Names beside the ends of their curves, moved apart where they would overlap. */
function legendOf(curves: Curves, labels: readonly string[], { x, top, bottom, atY }: LegendPlace): readonly string[] {
  const spacing = 16;
  const ends = labels
    .flatMap((label, i) => {
      const share = curves[label]?.at(-1)?.share;
      return share === undefined ? [] : [{ label, i, end: atY(share), y: atY(share) }];
    })
    .sort((a, b) => a.end - b.end);
  let above = Number.NEGATIVE_INFINITY;
  for (const each of ends) {
    each.y = Math.max(each.y, above + spacing, top);
    above = each.y;
  }
  const over = Math.max(0, above - bottom);
  return ends.map(({ label, i, end, y }) => {
    const short = label.length > 30 ? `${label.slice(0, 29)}…` : label;
    return (
      `<path d="M${x - 10} ${end}L${x + 4} ${y - over}h14" fill="none" ${stroke(i)}/>` +
      `<text x="${x + 22}" y="${y - over + 4}">${escaped(short)}<title>${escaped(label)}</title></text>`
    );
  });
}

function stroke(i: number): string {
  const dash = dashes[Math.floor(i / colours.length) % dashes.length];
  return `stroke="${colours[i % colours.length]}"${dash ? ` stroke-dasharray="${dash}"` : ''}`;
}

function line([x1, y1, x2, y2]: readonly [number, number, number, number], colour: string): string {
  return `<path d="M${x1} ${y1}L${x2} ${y2}" stroke="${colour}"/>`;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
