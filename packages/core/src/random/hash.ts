/** The finaliser of MurmurHash3 (Austin Appleby, public domain): every bit of the input changes about half of the output's. */
export function mix32(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The seed of a trial's own chance: of study, run and trial only, so that it is the same wherever and whenever the trial runs. */
export function trialSeed(studySeed: number, run: number, trial: number): number {
  return mix32(mix32(mix32(studySeed) ^ (run + 0x9e3779b9)) ^ (trial + 0x7f4a7c15));
}
