import type { Moment, RecordedRun, RecordedSession, RunStatus } from '@glompo/core';
import { contentOf } from './event-rows.js';
import type { Row } from './sqlite.js';

/** A row of the table `sessions`. */
export function recordedSession(row: Row): RecordedSession {
  return {
    id: row.id as number,
    host: row.host as string,
    pid: row.pid as number,
    version: row.node as string,
    startedAt: row.started_at as string,
    endedAt: (row.ended_at ?? undefined) as string | undefined,
    how: (row.how ?? undefined) as RecordedSession['how'],
    detail: row.detail as RecordedSession['detail'],
    asked: contentOf(row.asked),
  };
}

/** A row of the table `runs`. */
export function recordedRun(row: Row): RecordedRun {
  const moment = (which: 'started' | 'ended'): Moment => ({
    event: row[which] as number,
    evaluations: row[`${which}_at`] as number,
    seconds: row[`${which}_seconds`] as number,
  });
  const count = (column: string) => row[column] as number;
  return {
    id: row.id as number,
    optimizer: row.optimizer as string,
    choice: row.choice as number,
    started: moment('started'),
    ended:
      row.ended === null
        ? undefined
        : {
            ...moment('ended'),
            status: row.status as RunStatus,
            trials: count('trials'),
            outcomes: {
              ok: count('ok'),
              failed: count('failed'),
              timedOut: count('timed_out'),
              lost: count('lost'),
              cancelled: count('cancelled'),
            },
            best: row.best === null ? undefined : count('best'),
          },
  };
}
