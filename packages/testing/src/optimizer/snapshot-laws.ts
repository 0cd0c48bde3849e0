import type { Plain, Reason } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensure, ensurePlain, ensureSame } from '../cases/expect.js';
import { ensureSamePoints } from './compare.js';
import { type DriveOptions, drive, haphazard, type Schedule, stepByStep, type Trace } from './drive.js';
import { failing, ripples } from './objective.js';
import { scribble } from './scribble.js';
import { boxOf, chance, create, isAsynchronous, type OptimizerSubject } from './subject.js';

const setting = boxOf(3);
const objective = failing(ripples(setting.space), trial => trial % 7 === 3);

/** What `snapshot` gives, and what can be made of it. */
export const snapshotLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'takes snapshots of plain data that can be cloned, between any two calls',
    async check(subject) {
      const optimizer = await create(subject, setting);
      drive(optimizer, objective, {
        schedule: scheduleFor(subject, 31),
        trials: subject.trials,
        between: ({ points, values }) => {
          const when = `snapshot after ${points.length} points and ${values.length} results`;
          const state = optimizer.snapshot();
          ensurePlain(state, when);
          ensureSame(structuredClone(state), state, `${when}, cloned`);
        },
      });
    },
  },
  {
    name: 'is not disturbed when a snapshot is taken',
    async check(subject) {
      const undisturbed = await run(subject);
      const optimizer = await create(subject, setting);
      const trace = drive(optimizer, objective, {
        schedule: scheduleFor(subject, 32),
        trials: subject.trials,
        between: () => {
          const first = optimizer.snapshot();
          ensureSame(optimizer.snapshot(), first, 'a second snapshot at the same moment');
        },
      });
      ensureSamePoints(trace, undisturbed, { what: 'with snapshots between all calls' });
    },
  },
  {
    name: 'shares no memory with a snapshot',
    async check(subject) {
      const untouched = await run(subject);
      const optimizer = await create(subject, setting);
      const kept: { readonly state: Plain; readonly copy: Plain; readonly when: string }[] = [];
      const trace = drive(optimizer, objective, {
        schedule: scheduleFor(subject, 32),
        trials: subject.trials,
        between: ({ values }) => {
          const state = optimizer.snapshot();
          kept.push({ state, copy: structuredClone(state), when: `a snapshot after ${values.length} results` });
          scribble(optimizer.snapshot());
        },
      });
      ensureSamePoints(trace, untouched, { what: 'after its snapshots were written over' });
      for (const { state, copy, when } of kept) ensureSame(state, copy, `${when}, at the end of the run`);
    },
  },
  {
    name: 'goes on from a snapshot bit for bit, first with what was asked and not told',
    async check(subject) {
      const further = 60;
      const reference = await run(subject, { trials: subject.trials + 2 * further });
      const moments: Moment[] = [];
      const optimizer = await create(subject, setting);
      drive(optimizer, objective, {
        schedule: scheduleFor(subject, 32),
        trials: subject.trials,
        between: trace => moments.push(momentOf(trace, optimizer.snapshot(), optimizer.stop)),
      });
      for (const moment of someOf(moments, subject)) {
        const { told, asked, state, stop } = moment;
        const restored = await create(subject, setting, { state });
        ensureSame(restored.stop, stop, `restored after ${told} results: stop`);
        const trace = drive(restored, objective, {
          schedule: scheduleFor(subject, 33 + told),
          trials: asked - told + further,
          first: told,
        });
        if (stop === undefined) {
          ensure(
            trace.points.length >= asked - told,
            () =>
              `restored after ${told} results: ${asked - told} points had been asked and not told, only ${trace.points.length} came again`,
          );
        }
        ensureSamePoints(trace, reference, { what: `restored after ${told} results`, offset: told });
      }
    },
  },
];

interface Moment {
  readonly asked: number;
  readonly told: number;
  readonly state: Plain;
  readonly stop: Reason | undefined;
}

function momentOf({ points, values }: Trace, state: Plain, stop: Reason | undefined): Moment {
  return { asked: points.length, told: values.length, state: structuredClone(state), stop };
}

/** The beginning, the end, and about twenty moments between. */
function someOf(moments: readonly Moment[], subject: OptimizerSubject): readonly Moment[] {
  const random = chance(subject, 34);
  const share = 20 / moments.length;
  return moments.filter((_, i) => i === 0 || i === moments.length - 1 || random.uniform() < share);
}

/** An asynchronous optimizer repeats itself only if it hears everything at the same moments. */
function scheduleFor(subject: OptimizerSubject, purpose: number): Schedule {
  return isAsynchronous(subject) ? stepByStep : haphazard(chance(subject, purpose));
}

async function run(subject: OptimizerSubject, options: Partial<DriveOptions> = {}): Promise<Trace> {
  const schedule = stepByStep;
  return drive(await create(subject, setting), objective, { schedule, trials: subject.trials, ...options });
}
