import type { StudyRecord } from '@glompo/core';
import { plotBest, plotParameters, plotSlots, plotTrajectories, type ScaleName } from '@glompo/plot';

export const pictureNames = ['trajectories', 'best', 'parameters', 'slots'] as const;
export type PictureName = (typeof pictureNames)[number];

export interface PictureOptions {
  readonly scale: ScaleName;
  readonly over: 'evaluations' | 'seconds';
  readonly run: number | undefined;
}

/** Its file's name without the ending; it never comes from the study. */
export function fileName(name: PictureName, { over, run }: PictureOptions): string {
  if (name === 'best' && over === 'seconds') return 'best-over-seconds';
  if (name === 'parameters' && run !== undefined) return `parameters-run-${run}`;
  return name;
}

/** A picture of a recorded study, as SVG. */
export function picture(name: PictureName, record: StudyRecord, { scale, over, run }: PictureOptions): string {
  switch (name) {
    case 'trajectories':
      return plotTrajectories(record, { scale });
    case 'best':
      return plotBest(record, { scale, over });
    case 'parameters':
      return plotParameters(record, { run });
    case 'slots':
      return plotSlots(record);
  }
}
