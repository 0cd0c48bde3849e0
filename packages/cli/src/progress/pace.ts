import type { SlotReport, StudyView } from '@glompo/core';

/** The evaluations per second are those of about so many seconds. */
const rateSeconds = 3;

/** How fast a study is just now. */
export interface Speed {
  /** Evaluations per second. */
  readonly rate: number;
  /** Share of the slots' time that was spent evaluating lately, from 0 to 1; undefined until that was reported. */
  readonly utilisation: number | undefined;
}

/** How fast a study goes, over the last few seconds. */
export class Pace {
  readonly #samples: Pick<StudyView, 'seconds' | 'evaluations'>[] = [{ seconds: 0, evaluations: 0 }];
  #report = { total: 0, evaluating: 0 };
  #utilisation: number | undefined;

  /** Takes in what was reported of the study from its beginning until now. */
  take({ total, spent: { evaluating } }: SlotReport): void {
    const more = total - this.#report.total;
    if (more > 0) this.#utilisation = Math.min(1, Math.max(0, (evaluating - this.#report.evaluating) / more));
    this.#report = { total, evaluating };
  }

  at({ seconds, evaluations }: Pick<StudyView, 'seconds' | 'evaluations'>): Speed {
    this.#samples.push({ seconds, evaluations });
    while (this.#samples.length > 2 && seconds - (this.#samples[1]?.seconds ?? 0) >= rateSeconds) this.#samples.shift();
    const first = this.#samples[0] as Pick<StudyView, 'seconds' | 'evaluations'>;
    const rate = (evaluations - first.evaluations) / Math.max(1e-3, seconds - first.seconds);
    return { rate, utilisation: this.#utilisation };
  }
}
