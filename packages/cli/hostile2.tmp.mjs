import { minimize, box } from 'glompo';
for (const d of [1, 2, 3, 10, 40]) { const t = Date.now(); const ended = []; const r = await minimize(() => { throw new Error('no'); }, { bounds: box(d, -1, 1), seed: 1 }); console.log(d, Date.now()-t, r.evaluations, r.runs, r.reason.message, JSON.stringify(r.reason.because).slice(0, 200)); }
for (const slots of [1, 4]) { const r = await minimize(async () => { throw new Error('no'); }, { bounds: box(3, -1, 1), seed: 1, slots }); console.log('slots', slots, r.evaluations, r.runs, r.reason.message); }
