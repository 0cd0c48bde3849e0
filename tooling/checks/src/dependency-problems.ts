import { browserProblems, cycleProblems, nodeProblems, strayImportProblems } from './module-graph.js';
import { packageDirectionProblems } from './package-direction.js';
import { readWorkspace } from './workspace.js';

/** What runs in a browser besides core. */
const forBrowsers: Readonly<Record<string, string>> = { '@glompo/plot': '.' };

/** Every way in which the workspace at `root` breaks the direction of dependencies, one sentence each. */
export function dependencyProblems(root: string): readonly string[] {
  const packages = readWorkspace(root);
  return [
    ...packageDirectionProblems(packages),
    ...packages.flatMap(each => [...strayImportProblems(each), ...cycleProblems(each)]),
    ...packages.filter(each => each.role === 'core').flatMap(browserProblems),
    ...packages.flatMap(each => {
      const entry = forBrowsers[each.manifest.name];
      return entry === undefined ? [] : nodeProblems(each, entry);
    }),
  ];
}
