import type { Flag } from '../args/flag.js';
import { limitFlags } from '../study/limit-flags.js';
import { runFlags } from './run-flags.js';

/** Flags that every command has. */
export const commonFlags: readonly Flag[] = [
  { name: 'help', short: 'h', description: 'show this and do nothing' },
  { name: 'version', short: 'V', description: 'show the versions of glompo and of the packages with plugins' },
  { name: 'verbose', description: 'on errors, show where they come from' },
];

/** The flags of `glompo list`. */
export const listFlags: readonly Flag[] = [{ name: 'json', description: 'as one JSON object' }];

/** The flags of `glompo status`. */
export const statusFlags: readonly Flag[] = [{ name: 'json', description: 'as one JSON object' }];

/** The flags of `glompo change`. */
export const changeFlags: readonly Flag[] = runFlags.filter(
  ({ name }) => name === 'slots' || name === 'plugin' || limitFlags.includes(name),
);

/** The flags of `glompo inject`. */
export const injectFlags: readonly Flag[] = [
  {
    name: 'value',
    value: 'VALUE',
    description: 'its value: optimizers hear of the point, and no run is started there',
    example: '0.25',
  },
  {
    name: 'run',
    value: 'RUN',
    description: 'only the optimizer of this run hears of it',
    default: 'all',
    example: '3',
  },
];

/** The flags of `glompo checkpoint`. */
export const checkpointFlags: readonly Flag[] = [
  { name: 'json', description: 'as one JSON object: file, event, evaluations, madeAt, host, folder' },
  { name: 'quiet', short: 'q', description: 'nothing on stderr, unless something is wrong' },
];

/** The flags of `glompo plot`, in the order of its help. */
export const plotFlags: readonly Flag[] = [
  {
    name: 'what',
    value: 'PICTURE',
    repeatable: true,
    description: 'trajectories, best, parameters or slots',
    default: 'all four',
    example: 'best',
  },
  {
    name: 'run',
    value: 'N',
    description: 'the run whose parameters are drawn',
    default: 'that which found the best value',
    example: '3',
  },
  {
    name: 'scale',
    value: 'SCALE',
    description:
      'of the axis of values: linear, log (where not all values are positive, of their distance to the best one), or auto',
    default: 'auto: log where values differ much in size',
    example: 'log',
  },
  {
    name: 'over',
    value: 'WHAT',
    description: 'what the best value is drawn over: evaluations or seconds',
    default: 'evaluations',
    example: 'seconds',
  },
  { name: 'format', value: 'FORMAT', description: 'svg, png or both', default: 'both', example: 'png' },
  {
    name: 'to',
    value: 'PLACE',
    description: 'a folder, or for one picture a file that ends in .svg or .png',
    default: 'the folder plots in DIR',
    example: 'best.svg',
  },
  { name: 'verbose', description: 'on errors, show where they come from' },
];

/** The flags of `glompo export`. */
export const exportFlags: readonly Flag[] = [
  {
    name: 'format',
    value: 'FORMAT',
    description:
      'hdf5 (the log file of GloMPO, for PyTables), csv (for spreadsheets), parquet, json (everything), or yml (a summary for people)',
    example: 'csv',
  },
  {
    name: 'to',
    value: 'FILE',
    description: 'where it is written',
    default: 'in DIR: glompo_log.h5, trials.csv, trials.parquet, study.json or glompo_manager_log.yml',
    example: 'all.csv',
  },
  { name: 'force', description: 'replace a file that is there already; otherwise it is refused' },
];

/** The flags of `glompo doctor`, in the order of its help. */
export const doctorFlags: readonly Flag[] = [
  {
    name: 'slots',
    value: 'N',
    description: 'evaluations at the same time, for the proposal',
    default: 'proposed, too',
    example: '4',
  },
  {
    name: 'max-seconds',
    value: 'SECONDS',
    description: 'begin nothing further after so much time; an evaluation that lasts longer than half of it is ended',
    default: '30',
    example: '600',
  },
  ...runFlags.filter(({ name }) => ['command', 'dims', 'task-option', 'bounds'].includes(name)),
  { name: 'json', description: 'print what was found as one JSON object' },
  { name: 'quiet', short: 'q', description: 'nothing on stderr, unless something is wrong' },
  { name: 'verbose', description: 'on errors, show where they come from' },
];
