/** Okabe and Ito's colours, which people with any kind of colour vision can tell apart; yellow is left out: too light for a line on white. */
export const categories = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#7a5195',
  '#8c564b',
] as const;

/** What is one of too many to have a colour of its own. */
export const others = '#8a8a8a';

export const ink = {
  text: '#1a1a1a',
  faint: '#5a5a5a',
  axis: '#4d4d4d',
  grid: '#e3e3e3',
  paper: '#ffffff',
  best: '#000000',
} as const;

/** The colour of the n-th of so many. */
export function colorOf(n: number, count: number): string {
  return count > categories.length && n >= categories.length - 1 ? others : (categories[n] ?? others);
}
