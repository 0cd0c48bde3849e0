// `npm run check:deps`: core knows no plugin, a plugin knows core only, no cycles, core's entries run in a browser.
import { dependencyProblems } from './dependency-problems.js';
import { repositoryRoot } from './repository-root.js';

const problems = dependencyProblems(repositoryRoot);
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? 'Dependencies point the right way.' : `${problems.length} problem(s) with dependencies.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
