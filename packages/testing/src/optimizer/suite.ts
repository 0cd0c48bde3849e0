import type { OptimizerPlugin } from '@glompo/core';
import { type ConformanceCase, casesOf, type Exceptions } from '../cases/conformance-case.js';
import { arrivalLaws } from './arrival-laws.js';
import { injectLaws } from './inject-laws.js';
import { optionLaws } from './option-laws.js';
import { pluginLaws } from './plugin-laws.js';
import { pointLaws } from './point-laws.js';
import { reproducibilityLaws } from './reproducibility-laws.js';
import { resultLaws } from './result-laws.js';
import { snapshotLaws } from './snapshot-laws.js';
import { spaceLaws } from './space-laws.js';
import { stopLaws } from './stop-laws.js';

export interface OptimizerConformanceOptions {
  /** As its module exports it by default. */
  readonly plugin: OptimizerPlugin;
  /** As a user would write them. Default: none. */
  readonly options?: unknown;
  /** From which all chance of the suite comes. Default 1. */
  readonly seed?: number;
  /** Trials that cases compare; make it more than a few generations. Default 200. */
  readonly trials?: number;
  /** Cases that this optimizer is known to fail, by name, each with the reason. */
  readonly except?: Exceptions;
}

/**
 * The laws of `OptimizerPlugin` and `Optimizer`, asked of one plugin with one choice of options.
 *
 * @throws ConformanceError if `except` names no case
 */
export function optimizerConformance({
  plugin,
  options = {},
  seed = 1,
  trials = 200,
  except,
}: OptimizerConformanceOptions): ConformanceCase[] {
  const laws = [
    ...pluginLaws,
    ...optionLaws,
    ...pointLaws,
    ...reproducibilityLaws,
    ...resultLaws,
    ...snapshotLaws,
    ...arrivalLaws,
    ...stopLaws,
    ...injectLaws,
    ...spaceLaws,
  ];
  return casesOf(laws, { plugin, options, seed, trials }, except);
}
