import type { OutputFile } from '../output-file.js';
import { reasonText } from '../reason-text.js';
import type { RecordedStudy } from '../recorded-study.js';
import { AddressList } from './address-list.js';
import { attributesOf, whole } from './attributes.js';
import { writeGroup } from './group.js';
import { readInterventions } from './interventions.js';
import type { Message } from './object-header.js';
import { RunGroup } from './run-group.js';
import { superblock, superblockSize } from './superblock.js';

const pyTablesGroup = { CLASS: 'GROUP', VERSION: '1.0' };

/** The log file of GloMPO: `optimizer_n/iter_hist` with all trials of a run, `optimizer_n/messages`, and attributes of both levels. */
export function* writeHdf5(file: OutputFile, study: RecordedStudy): Generator<void> {
  file.write(new Uint8Array(superblockSize));
  const groups = new AddressList();
  let largest = Number.NEGATIVE_INFINITY;
  const wanted = readInterventions(study);
  for (const run of study.runs()) {
    const group = new RunGroup(file, study, { run, wanted: wanted.ofRun(run.id) });
    for (const event of study.events({ types: RunGroup.told, run: run.id })) {
      group.take(event);
      yield;
    }
    groups.add(run.id, group.finish(attributesOf({ ...pyTablesGroup, TITLE: '' })));
    largest = Math.max(largest, group.largestValue);
    yield;
  }
  const root = writeGroup(file, groups.sorted('optimizer_'), rootAttributes(study, largest, wanted.text));
  file.patch(superblock({ root, end: file.position }), 0);
}

function rootAttributes(study: RecordedStudy, largestValue: number, interventions: string): readonly Message[] {
  const { started, ended, incumbent, runCounts, last, sessions } = study;
  return attributesOf({
    ...{ ...pyTablesGroup, PYTABLES_FORMAT_VERSION: '2.1', TITLE: '' },
    task: started.task,
    hostname: sessions.at(-1)?.host,
    total_time: last.seconds,
    t_start: sessions[0]?.startedAt,
    t_stop: ended && study.timeOf({ event: ended.number, seconds: ended.seconds }),
    bounds: started.parameters.map(({ low, high }) => [low, high]),
    parameter_names: started.parameters.map(({ name }) => JSON.stringify(name)).join('\n'),
    seed: started.seed,
    n_evals: whole(last.evaluations),
    f_counter: whole(last.evaluations),
    n_opts_started: whole(runCounts.started),
    opts_started: whole(runCounts.started),
    n_opts_killed: whole(runCounts.killed),
    n_opts_conv: whole(runCounts.converged),
    n_opts_failed: whole(runCounts.failed),
    exit_reason: ended && reasonText(ended.result.reason),
    stop: study.stop,
    spawn_until: started.spawnUntil,
    interventions: interventions || undefined,
    hunters: started.hunters,
    max_jobs: whole(study.housing.slots),
    max_eval: Number.isFinite(largestValue) ? largestValue : undefined,
    ...(incumbent && {
      best_iter_opt_id: whole(incumbent.run),
      best_iter_trial: whole(incumbent.trial),
      best_iter_fx: incumbent.value,
      best_iter_x: incumbent.point,
    }),
  });
}
