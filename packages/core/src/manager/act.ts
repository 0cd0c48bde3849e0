import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { Driver } from './driver.js';
import type { Intervention } from './intervention.js';
import type { Launcher } from './launcher.js';
import type { LiveRun } from './live-run.js';

/** What is done by those who conduct runs. */
export type ActionOnRuns = Exclude<Intervention, { readonly type: 'stop-when' }>;

interface Study {
  readonly drivers: ReadonlyMap<LiveRun, Driver>;
  /** Runs that were ever started. */
  readonly started: number;
  readonly launcher: Launcher;
  stop(reason: Reason): void;
}

const fromOutside: Reason = { by: 'user', message: 'stopped from outside' };

/**
 * Does what somebody wants who watches the study.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is no such run
 */
export function act(action: ActionOnRuns, study: Study): void {
  switch (action.type) {
    case 'stop':
      study.stop(fromOutside);
      break;
    case 'stop-run': {
      const [run, driver] = liveRun(action.run, study);
      run.ending ??= { status: 'killed', reason: fromOutside };
      driver.cancel(run.ending.reason, 'run');
      break;
    }
    case 'pause-run':
    case 'continue-run':
      liveRun(action.run, study)[0].paused = action.type === 'pause-run';
      break;
    case 'start-run':
      study.launcher.want(action.point);
      break;
    case 'inject': {
      const drivers = action.run === undefined ? [...study.drivers.values()] : [liveRun(action.run, study)[1]];
      for (const driver of drivers) driver.inject(action);
      break;
    }
    default:
      throw bug(`an intervention of type ${show(action satisfies never)}`);
  }
}

function liveRun(id: number, { drivers, started }: Study): [LiveRun, Driver] {
  for (const [run, driver] of drivers) if (run.id === id) return [run, driver];
  const why = id <= started ? `run ${id} has ended` : `there is no run ${id}: the last one is ${started}`;
  throw new GlompoError('GLOMPO_OPTION', `intervene: ${why}`);
}
