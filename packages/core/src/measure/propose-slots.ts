import type { TaskProfile } from './task-profile.js';

/** A task that keeps its processor busy for less of its time mostly waits for something else. */
const mostlyWaits = 0.6;
/** Of the processors, evaluations may fill so much where they mostly wait. */
const filled = 0.8;
/** Who else is waited for may not bear more. */
const mostWaiting = 32;
/** Each needs a worker of its own. */
const mostBlocked = 16;

/** How many evaluations the processors bear at once. */
export function proposeSlots({ processorShare, blockedShare }: TaskProfile, cores: number): number {
  if (processorShare >= mostlyWaits) return Math.max(1, Math.round(cores / Math.max(1, processorShare)));
  const most = Math.max(cores, blockedShare > 0.5 ? mostBlocked : mostWaiting);
  return Math.max(cores, Math.min(most, Math.floor((filled * cores) / Math.max(processorShare, 1e-3))));
}
