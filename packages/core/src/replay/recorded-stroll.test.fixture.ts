import { maxEvaluations } from '../checkers/index.js';
import type { Checker, Hunter, Selector } from '../contracts/decision.js';
import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { StudyEvent } from '../manager/events.js';
import type { StudyHistory } from '../manager/history.js';
import { createStudy } from '../manager/study.js';
import type { RecordedType, StudyRecord } from '../manager/study-record.js';
import { createRandom } from '../random/streams.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';

/** Walks around its start in smaller and smaller steps, until it has made 400 trials. */
export const stroll = optimizerFactory({
  name: 'stroll',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => (options === undefined ? null : (options as number)),
  create({ start }, _options, state): Optimizer<number> {
    let made = (state as number | undefined) ?? 0;
    let asked = made;
    return {
      get stop() {
        return made >= 400 ? { by: 'stroll', message: 'it has seen enough' } : undefined;
      },
      ask: limit =>
        Array.from({ length: limit }, () => {
          const random = createRandom(asked);
          const size = 0.3 / (1 + asked++ / 20);
          return { x: start.point.map(x => Math.min(1, Math.max(0, x + size * (random.uniform() - 0.5)))) };
        }),
      tell(_, evaluations) {
        made += evaluations.length;
      },
      snapshot: () => made,
    };
  },
} satisfies OptimizerPlugin<null | number, number>);

interface Stroll {
  readonly hunters: Hunter | 'none';
  readonly stop?: Checker;
  readonly optimizers?: Selector;
  readonly spawnUntil?: Checker;
  readonly spare?: number;
  readonly history?: StudyHistory;
}

/** All events of a study with one slot. */
export async function strollWith({ stop = maxEvaluations(3000), optimizers, ...given }: Stroll): Promise<StudyEvent[]> {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(2, 0, 1)),
      evaluate: x => 2 + x.reduce((sum, v) => sum + Math.sin(20 * v) + v, 0),
    },
    optimizers: optimizers ?? stroll(),
    huntEvery: 32,
    liveRuns: 4,
    slots: 1,
    seed: 11,
    recorded: true,
    stop,
    ...given,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  await study.run();
  await reading;
  return events;
}

/** The record of a study of which these events are all. */
export function recordOf(events: readonly StudyEvent[], sessions: ReturnType<StudyRecord['sessions']> = []) {
  return {
    sessions: () => sessions,
    events: ({ types }: { readonly types?: readonly RecordedType[] } = {}) =>
      events.filter(({ type }) => types === undefined || types.includes(type as RecordedType)),
  } as unknown as StudyRecord;
}
