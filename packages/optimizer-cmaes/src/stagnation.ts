/** Most samples of a series that are kept; a longer window is sampled more sparsely, so memory does not grow with a run. */
const capacity = 64;

/** The stagnation test on plain data. */
export type StagnationState = {
  readonly stride: number;
  readonly bests: Float64Array;
  readonly medians: Float64Array;
};

/**
 * The stagnation test of Hansen's tutorial (appendix B.3): over a window of generations, a fifth of all but at least a given
 * number, the median of the newest 30 % is not below the median of the oldest 30 %, in the best values and in the median values
 * alike. Both series are sampled at every stride-th generation (a power of two), at most 64 samples each.
 */
export class Stagnation {
  readonly #minWindow: number;
  #stride: number;
  readonly #bests = new Float64Array(capacity);
  readonly #medians = new Float64Array(capacity);
  #size = 0;

  constructor(minWindow: number) {
    this.#minWindow = minWindow;
    this.#stride = strideFor(minWindow);
  }

  /** Records generation number `generation` (from 1); the figures if the run stagnates. */
  add(
    generation: number,
    best: number,
    median: number,
  ): { window: number; best: [number, number]; median: [number, number] } | undefined {
    const window = Math.max(this.#minWindow, Math.floor(generation / 5));
    while (this.#stride < strideFor(window)) this.#sparser(generation);
    if (generation % this.#stride !== 0) return undefined;
    const wanted = Math.floor(window / this.#stride);
    this.#shiftTo(wanted - 1);
    this.#bests[this.#size] = best;
    this.#medians[this.#size] = median;
    this.#size++;
    if (this.#size < wanted) return undefined;
    const bests = ends(this.#bests, this.#size);
    const medians = ends(this.#medians, this.#size);
    return bests[1] >= bests[0] && medians[1] >= medians[0] ? { window, best: bests, median: medians } : undefined;
  }

  /** Keeps the newest `count` samples. */
  #shiftTo(count: number): void {
    if (this.#size <= count) return;
    this.#bests.copyWithin(0, this.#size - count, this.#size);
    this.#medians.copyWithin(0, this.#size - count, this.#size);
    this.#size = count;
  }

  /** Doubles the stride, keeping the samples of generations that are multiples of the new one. */
  #sparser(generation: number): void {
    const stride = 2 * this.#stride;
    const newest = Math.floor((generation - 1) / this.#stride) * this.#stride;
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      if ((newest - (this.#size - 1 - i) * this.#stride) % stride !== 0) continue;
      this.#bests[kept] = this.#bests[i]!;
      this.#medians[kept] = this.#medians[i]!;
      kept++;
    }
    this.#size = kept;
    this.#stride = stride;
  }

  snapshot(): StagnationState {
    return {
      stride: this.#stride,
      bests: this.#bests.slice(0, this.#size),
      medians: this.#medians.slice(0, this.#size),
    };
  }

  restore({ stride, bests, medians }: StagnationState): void {
    this.#stride = stride;
    this.#size = Math.min(capacity, bests.length);
    this.#bests.set(bests.subarray(0, this.#size));
    this.#medians.set(medians.subarray(0, this.#size));
  }
}

function strideFor(window: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(window / capacity)));
}

/** Medians of the oldest and the newest 30 %. */
function ends(series: Float64Array, size: number): [oldest: number, newest: number] {
  const count = Math.max(1, Math.floor(0.3 * size));
  return [middle(series.slice(0, count)), middle(series.slice(size - count, size))];
}

function middle(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}
