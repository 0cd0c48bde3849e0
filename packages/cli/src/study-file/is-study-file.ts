const codeName = /\.config\.[cm]?[jt]s$/i;

/** Whether TASK is a study file, by its name: `*.json`, `*.yaml`, `*.yml`, `*.config.ts`, `*.config.js`, `*.config.mjs` … */
export function isStudyFile(name: string): boolean {
  return isData(name) || codeName.test(name);
}

/** A study file that is no program. */
export function isData(name: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(name);
}
