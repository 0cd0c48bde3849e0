/** The shortest way: a function, its bounds, a budget. Everything else is chosen for you. */
import { box, minimize } from 'glompo';

const rastrigin = (x: Float64Array) => x.reduce((sum, v) => sum + v * v - 10 * Math.cos(2 * Math.PI * v) + 10, 0);
const best = await minimize(rastrigin, { bounds: box(5, -5.12, 5.12), maxEvaluations: 50_000, seed: 2 });
console.log(best.value, best.point);
