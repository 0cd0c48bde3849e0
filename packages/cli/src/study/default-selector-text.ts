/** What `defaultSelector()` makes, as the command line writes it. */
export const defaultSelectorText =
  'chain(step(weight=1000), realsOnly(starting(lbfgs(maxIterations=300, weight=1000), at=incumbent())), bandit(bipop(cmaes()), realsOnly(lbfgs()), realsOnly(starting(lbfgs(), at=variableNeighbourhood()))), at=[1, 2], by=runs)';

/** What it was for studies whose record does not say so. */
export const firstDefaultSelectorText = 'chain(step(), bipop(cmaes()), at=[1], by=runs)';

/** What a selector chooses from that names no optimizers, as the command line writes it. */
export const defaultOptimizerText = 'cmaes()';
