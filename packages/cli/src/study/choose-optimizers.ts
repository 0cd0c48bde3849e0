import {
  type Backend,
  type Call,
  type CallValue,
  formatCall,
  GlompoError,
  Mistakes,
  type OptimizerChoice,
  optimizerFactory,
  optionsOfCall,
  type PlainObject,
  parseCall,
  type Registry,
  type RunOptions,
  readSelector,
  type Selector,
} from '@glompo/core';
import { readEach } from '../args/mistakes.js';
import { underFlag } from '../args/values.js';
import { defaultOptimizerText, defaultSelectorText } from './default-selector-text.js';
import { openTrials } from './open-backend.js';

/** In the parentheses of an optimizer, these say how its trials run; the rest are its own options. */
const runOptionNames = ['trials', 'maxSlots', 'weight'] as const;

/** What to start, from `--optimizer` and `--selector`; `byDefault` where neither says anything. @throws GlompoError */
export async function chooseOptimizers(
  optimizers: readonly (string | object)[],
  selector: string | object | undefined,
  registry: Registry,
  byDefault = defaultSelectorText,
): Promise<Selector | readonly OptimizerChoice[]> {
  if (optimizers.length === 0 && selector === undefined) return readSelector(byDefault, each => choice(each, registry));
  const mistakes = new Mistakes();
  const chosen = await mistakes.in(() =>
    readEach(optimizers, each =>
      underFlag('optimizer', () =>
        typeof each === 'string' ? choice(parseCall(each), registry) : (each as OptimizerChoice),
      ),
    ),
  );
  // What is wrong with the selector is told, too, if some of its optimizers are not known.
  const among = chosen ?? optimizers.map((): OptimizerChoice => ({ optimizer: 'unknown', options: {} }));
  const made = selector === undefined ? among : await mistakes.in(() => selectorOf(selector, among, registry));
  mistakes.throwIfAny();
  return made as Selector | readonly OptimizerChoice[];
}

/** The selector of `--selector`, among the choices of `--optimizer`. @throws GlompoError */
function selectorOf(
  selector: string | object,
  chosen: readonly OptimizerChoice[],
  registry: Registry,
): Promise<Selector> {
  return underFlag('selector', async () => {
    if (typeof selector === 'object') {
      if (chosen.length > 0) throw namedTwice();
      return selector as Selector;
    }
    const call = parseCall(selector);
    const { optimizers, optimizer, ...options } = call.named;
    const named = optimizers ?? optimizer;
    const own = [...call.positional, ...(named === undefined ? [] : [named])].flatMap(callOf);
    if (own.length > 0 && chosen.length > 0) throw namedTwice();
    const more = {
      ...(await registry.parts('selectors', selector)),
      startPoints: await registry.parts('startPoints', selector),
    };
    if (own.length > 0) return readSelector(selector, each => choice(each, registry), more);
    // Its options may stand by place; the optimizers come after them.
    const stand = chosen.map((_, i): Call => ({ name: `choice${i}`, positional: [], named: {} }));
    const others = chosen.length > 0 ? stand : [parseCall(defaultOptimizerText)];
    const whole = { name: call.name, positional: [...call.positional, ...others], named: options };
    const given = new Map(stand.map(({ name }, i) => [name, chosen[i] as OptimizerChoice]));
    return readSelector(formatCall(whole), async each => given.get(each.name) ?? choice(each, registry), more);
  });
}

function namedTwice(): GlompoError {
  return new GlompoError('GLOMPO_OPTION', 'it names its optimizers: leave --optimizer away, or the names');
}

async function choice(call: Call, registry: Registry): Promise<OptimizerChoice> {
  const { named, run } = splitRunOptions(call);
  const mistakes = new Mistakes();
  const trials = await mistakes.in(() => (run.trials === undefined ? undefined : trialsOf(run.trials, registry)));
  const { maxSlots, weight } = run as PlainObject;
  const made = await mistakes.in(async () => {
    const plugin = await registry.optimizer(call.name);
    return optimizerFactory<PlainObject>(plugin)(optionsOfCall({ ...call, named }, plugin.options), {
      ...(trials !== undefined && { trials }),
      ...(maxSlots !== undefined && { maxSlots }),
      ...(weight !== undefined && { weight }),
    } as RunOptions);
  });
  mistakes.throwIfAny();
  return made as OptimizerChoice;
}

function splitRunOptions(call: Call) {
  const entries = Object.entries(call.named);
  const isRunOption = ([name]: readonly [string, CallValue]) => (runOptionNames as readonly string[]).includes(name);
  return {
    named: Object.fromEntries(entries.filter(entry => !isRunOption(entry))),
    run: Object.fromEntries(entries.filter(isRunOption)) as Readonly<Record<string, CallValue>>,
  };
}

function trialsOf(value: CallValue, registry: Registry): Promise<Backend | 'with-optimizer'> {
  const [call] = callOf(value);
  if (call === undefined)
    throw new GlompoError('GLOMPO_OPTION', 'trials: expected a backend such as processes, or with-optimizer');
  return openTrials(call, registry);
}

function callOf(value: CallValue): readonly Call[] {
  if (typeof value === 'string') return [{ name: value, positional: [], named: {} }];
  return typeof value === 'object' && 'name' in value ? [value] : [];
}
