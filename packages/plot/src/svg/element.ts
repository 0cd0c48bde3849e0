import { cleanText } from './clean-text.js';

/** A piece of SVG that is well-formed by itself. Only `element` makes it, so a text can never be taken for one. */
export class Markup {
  readonly #text: string;

  constructor(name: string, attributes: Attributes, children: readonly Child[]) {
    const head = Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? coordinate(value) : String(value))}"`)
      .join('');
    const body = children
      .flat()
      .map(child => (child instanceof Markup ? child.toString() : escaped(child)))
      .join('');
    this.#text = body === '' ? `<${name}${head}/>` : `<${name}${head}>${body}</${name}>`;
  }

  toString(): string {
    return this.#text;
  }
}

type Attributes = Readonly<Record<string, string | number | undefined>>;
type Child = Markup | string | readonly Markup[];

/**
 * An SVG element.
 *
 * @param name and the keys of `attributes` are written as they are: never from a study
 * @param attributes those that are undefined are left out; numbers are rounded to hundredths
 * @param children texts are escaped, and what XML cannot hold is replaced
 */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  return new Markup(name, attributes, children);
}

/** A coordinate as it is written: a pixel's hundredth is more than anybody sees. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) return '0';
  return String(Math.round(value * 100) / 100);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, sign => entities[sign] as string);
}
