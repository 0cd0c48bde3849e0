import { createStudy, inline } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { threads } from '@glompo/backend-threads';
import { processes } from '@glompo/backend-processes';
import { randomSearch } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
const [opt, tri, ms, kill, hang, hangAsync, n, which='random', slots=2] = process.argv.slice(2);
const B = { inline, threads, processes };
const study = createStudy({
  task: { module: 'file:///tmp/ft/f.task.mjs', options: { ms: +ms, kill: +kill, hang: +hang, hangAsync: +hangAsync } },
  optimizers: which === 'random' ? randomSearch() : cmaes(),
  backend: { optimizers: B[opt](), trials: tri === 'wo' ? 'with-optimizer' : B[tri]() },
  slots: +slots, seed: 5, liveRuns: 2, hunters: 'none', stop: maxEvaluations(+n), trialTimeout: 0.3, retries: 1,
});
const counts = {}; const trials = new Map(); let freed = []; let started=[];
(async () => { for await (const e of study.events()) { counts[e.type] = (counts[e.type] ?? 0) + 1;
  if (process.env.V && !['trials','incumbent','slot-time'].includes(e.type)) console.log(JSON.stringify(e));
  if (e.type==='worker-replaced') { freed.push(e.freedAfterMs); started.push(e.startedAfterMs); }
  if (e.type === 'trials') for (let i = 0; i < e.trials.values.length; i++) { const k = e.run+'/'+(e.trials.first+i); if (trials.has(k)) console.log('TWICE', k); trials.set(k, e.trials.values[i]); } } })();
const t=performance.now();
const r = await study.run();
const med=a=>a.sort((x,y)=>x-y)[a.length>>1];
console.log(opt, tri, JSON.stringify(r.outcomes), 'retried', r.retried, 'replaced', r.replaced, 'left', r.leftBehind.length, r.reason.message, (performance.now()-t).toFixed(0)+' ms', 'freed', med(freed)?.toFixed(1), 'started', med(started)?.toFixed(0), JSON.stringify(counts));
console.log(JSON.stringify(r.slotTime.spent));
