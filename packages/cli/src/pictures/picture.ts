import type { StudyRecord } from '@glompo/core';
import { plotBest, plotParameters, plotSlots, plotTrajectories, type ScaleName } from '@glompo/plot';

export const pictureNames = ['trajectories', 'best', 'parameters', 'slots'] as const;
export type PictureName = (typeof pictureNames)[number];

export interface PictureOptions {
  readonly scale: ScaleName;
  readonly over: 'evaluations' | 'seconds';
  readonly run: number | undefined;
}

/** A picture of a recorded study: the file's name without its ending, which never comes from the study, and the SVG. */
export function picture(
  name: PictureName,
  record: StudyRecord,
  options: PictureOptions,
): { name: string; svg: string } {
  const { scale, over, run } = options;
  switch (name) {
    case 'trajectories':
      return { name, svg: plotTrajectories(record, { scale }) };
    case 'best':
      return { name: over === 'seconds' ? 'best-over-seconds' : name, svg: plotBest(record, { scale, over }) };
    case 'parameters':
      return { name: run === undefined ? name : `parameters-run-${run}`, svg: plotParameters(record, { run }) };
    case 'slots':
      return { name, svg: plotSlots(record) };
  }
}
