import {
  type Call,
  type CallValue,
  createRegistry,
  formatCall,
  GlompoError,
  type OptimizerChoice,
  optimizerFactory,
  optionsOfCall,
  type PlainObject,
  parseCall,
  parseChecker,
  parseHunter,
  parseSharing,
  parseStartPoints,
  readSelector,
  type Selector,
} from '@glompo/core';
import { random } from '@glompo/core/start-points';
import { lbfgsPlugin, nelderMeadPlugin, randomSearchPlugin, stepPlugin } from '@glompo/optimizer-classic';
import { cmaesPlugin } from '@glompo/optimizer-cmaes';
import { defaultOptimizers, type MinimizeOptions, minimize } from 'glompo';
import type { Method, Notes } from './method.js';

/** What the instrument itself says to `minimize`. */
const reserved = [
  'bounds',
  'maxEvaluations',
  'maxSeconds',
  'target',
  'stop',
  'seed',
  'signal',
  'onProgress',
  'backend',
];

const registry = createRegistry()
  .addOptimizer(cmaesPlugin)
  .addOptimizer(lbfgsPlugin)
  .addOptimizer(nelderMeadPlugin)
  .addOptimizer(randomSearchPlugin)
  .addOptimizer(stepPlugin);

/**
 * glompo as `minimize()` has it, in this thread: `managed()` is its defaults. `optimizers=[…]`, `selector`, `spawnUntil`, `hunters` (or `none`),
 * `share`, `start` and `liveRuns` as the command line writes them; any other option of `minimize` by its name.
 *
 * @throws GlompoError for parts that are not known, or options that do not fit them
 */
export async function managed(call: Call): Promise<Method> {
  return study(await optionsOf(call));
}

/**
 * What managing has to beat: the same optimizers in turn and as many alive, each at a random point; one that stops makes room for the next. Nobody is
 * killed, and nobody hears of another. `optimizers`, `liveRuns`, `slots` as with `managed`.
 */
export async function unmanaged(call: Call): Promise<Method> {
  const others = Object.keys(call.named).filter(key => !['optimizers', 'liveRuns', 'slots'].includes(key));
  if (others.length > 0 || call.positional.length > 0)
    throw wrong(`unmanaged: takes optimizers, liveRuns and slots, got ${formatCall(call)}`);
  return study({ optimizers: defaultOptimizers(), ...(await optionsOf(call)), hunters: 'none', start: random() });
}

function study(options: MinimizeOptions): Method {
  return {
    async run(problem, meter, { seed, budget }): Promise<Notes> {
      const enough = new AbortController();
      const task = meter.task();
      let trials = 0;
      const { runs, reason } = await minimize(
        {
          ...task,
          evaluate(x, context) {
            const result = task.evaluate(x, context);
            // Where gradients cost evaluations, the study does not know how many are left.
            if (++trials < budget && meter.over && !meter.solved) enough.abort();
            return result;
          },
        },
        {
          slots: 1,
          ...options,
          maxEvaluations: budget,
          target: problem.solvedAt,
          seed,
          signal: enough.signal,
        },
      );
      return { runs: { ...runs }, reason: reason.message };
    },
  };
}

async function optionsOf({ name, positional, named }: Call): Promise<MinimizeOptions> {
  if (positional.length > 0) throw wrong(`${name}: expected key=value, got ${show(positional[0] as CallValue)}`);
  const { optimizers, selector, spawnUntil, hunters, share, start, liveRuns, ...others } = named;
  for (const key of Object.keys(others))
    if (reserved.includes(key)) throw wrong(`${name}: ${key}: is chosen by the instrument`);
  const choices = optimizers === undefined ? undefined : await Promise.all(listOf(optimizers).map(choice));
  return {
    ...(others as MinimizeOptions),
    ...(choices && { optimizers: choices }),
    ...(selector !== undefined && { optimizers: await selectorOf(callOf(selector), optimizers) }),
    ...(hunters !== undefined && { hunters: hunters === 'none' ? 'none' : await parseHunter(textOf(hunters)) }),
    ...(spawnUntil !== undefined && { spawnUntil: parseChecker(textOf(spawnUntil)) }),
    ...(share !== undefined && { share: parseSharing(textOf(share)) }),
    ...(start !== undefined && { start: await parseStartPoints(textOf(start)) }),
    ...(liveRuns !== undefined && { liveRuns: liveRunsOf(liveRuns) }),
  };
}

/** The optimizers stand in the selector's parentheses, or in `optimizers`, or are those that are taken by default. */
async function selectorOf(call: Call, optimizers: CallValue | undefined): Promise<Selector> {
  const hasOwn = call.positional.length > 0;
  if (!hasOwn && optimizers === undefined)
    throw wrong(`${call.name}: expected optimizers in its parentheses, such as ${call.name}(cmaes(), nelder-mead())`);
  const positional = hasOwn ? call.positional : listOf(optimizers as CallValue);
  return readSelector(formatCall({ ...call, positional }), choice);
}

async function choice(value: CallValue): Promise<OptimizerChoice> {
  const call = callOf(value);
  const plugin = await registry.optimizer(call.name);
  return optimizerFactory<PlainObject>(plugin)(optionsOfCall(call, plugin.options));
}

/** `6`, or `4..8`. */
function liveRunsOf(value: CallValue): NonNullable<MinimizeOptions['liveRuns']> {
  if (typeof value === 'number') return value;
  const [, from, upTo] = /^(\d+)\.\.(\d+)$/.exec(String(value)) ?? [];
  if (from === undefined) throw wrong(`liveRuns: expected a number, or two such as 4..8, got ${show(value)}`);
  return { from: Number(from), upTo: Number(upTo) };
}

function listOf(value: CallValue): readonly CallValue[] {
  return Array.isArray(value) ? value : [value as CallValue];
}

function callOf(value: CallValue): Call {
  if (typeof value === 'object' && 'name' in value) return value;
  if (typeof value === 'string') return parseCall(value);
  throw wrong(`expected a name such as cmaes(), got ${show(value)}`);
}

function textOf(value: CallValue): string {
  return formatCall(callOf(value));
}

function show(value: CallValue): string {
  return typeof value === 'object' && 'name' in value ? formatCall(value) : JSON.stringify(value);
}

function wrong(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `--methods: ${message}`);
}
