import { SaxesParser } from 'saxes';

export interface Found {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Found[];
  text: string;
}

/** All elements of an SVG file, as a strict XML parser reads them. */
export function parseSvg(svg: string): readonly Found[] {
  const all: Found[] = [];
  const open: Found[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Found = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
    all.push(element);
  });
  parser.on('text', text => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(svg).close();
  return all;
}

/** Elements of all these classes. */
export function byClass(svg: string, ...classes: readonly string[]): readonly Found[] {
  return parseSvg(svg).filter(({ attributes }) => {
    const own = attributes.class?.split(' ') ?? [];
    return classes.every(each => own.includes(each));
  });
}

export function texts(svg: string): readonly string[] {
  return parseSvg(svg)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);
}

/** The points of a path made of M, L, H and V, in order. */
export function pointsOf(path: Found): readonly (readonly [number, number])[] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, numbers] of (path.attributes.d ?? '').matchAll(/([MLHV])([^MLHVZ]*)/g)) {
    const given = (numbers as string).split(',').map(Number);
    if (command === 'H') x = given[0] as number;
    else if (command === 'V') y = given[0] as number;
    else [x, y] = given as [number, number];
    points.push([x, y]);
  }
  return points;
}

/** A vertical axis: what its labels say, and where they stand. */
export function ticksOf(svg: string): readonly { readonly value: number; readonly y: number }[] {
  return (byClass(svg, 'y-axis')[0]?.children ?? [])
    .filter(({ attributes }) => attributes.class === 'tick')
    .map(({ children }) => ({
      value: numberOf(children.find(({ name }) => name === 'text')?.text ?? ''),
      y: Number(children[0]?.attributes.y1),
    }));
}

/** From `−1.5·10⁻³`, `1,000`, `10⁵`. */
export function numberOf(label: string): number {
  const [, mantissa, exponent] = /^(?:(.*)·)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(label) ?? [];
  if (exponent === undefined) return Number(label.replaceAll(',', '').replace('−', '-'));
  const digits = [...exponent].map(sign => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
  return Number(`${(mantissa ?? '1').replace('−', '-')}e${digits}`);
}
