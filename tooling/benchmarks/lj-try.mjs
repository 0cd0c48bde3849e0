import { createStudy, optimizer, parseStartPoints, parseHunter } from '@glompo/core';
import { maxEvaluations, targetValue } from '@glompo/core/checkers';
import { any } from '@glompo/core/conditions';
import { lbfgs } from '@glompo/optimizer-classic';
import * as tasks from '@glompo/tasks';
const [,, start, opts='{}', seeds='10', live='1', hunter=''] = process.argv;
const task = tasks.lennardJones({ atoms: 38 });
const evals = [];
for (let seed = 0; seed < +seeds; seed++) {
  const study = createStudy({ task, optimizers: lbfgs(JSON.parse(opts)), startPoints: parseStartPoints(start), hunters: hunter ? parseHunter(hunter) : 'none', huntEvery: 20,
    stop: any(maxEvaluations(1_500_000), targetValue(-173.92842)), slots: 1, liveRuns: +live, seed });
  const t = performance.now();
  const r = await study.run();
  evals.push(r.value < -173.9284 ? r.evaluations : Infinity);
  console.log(seed, r.value.toFixed(4), r.evaluations, r.runs.started, r.runs.killed, ((performance.now() - t) / 1000).toFixed(1) + ' s');
}
evals.sort((a, b) => a - b);
console.log(start, opts, 'live', live, 'median', evals[evals.length >> 1], 'mean', evals.reduce((a, b) => a + b, 0) / evals.length);
