import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Where figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** Over the last 1, 5 and 15 minutes, before anything was measured. */
  readonly loadAverage: readonly number[];
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
    loadAverage: loadavg().map(load => Math.round(load * 100) / 100),
  };
}

export function formatMachine({ cpu, cores, memoryBytes, node, loadAverage }: Machine): string {
  return `${cpu}, ${cores} cores, ${(memoryBytes / 2 ** 30).toFixed(0)} GiB, Node ${node}; load average before: ${loadAverage.join(', ')}`;
}
