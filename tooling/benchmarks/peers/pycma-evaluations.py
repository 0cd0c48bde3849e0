"""Evaluations of pycma's CMA-ES until a value below 1e-9 is found: prints a JSON list of counts, null where it stopped before.

Arguments: function, dimensions, first seed, number of seeds. Its defaults; no bounds.
"""

import json
import sys

from common import not_installed

try:
    import cma
    import numpy as np
except ImportError:
    not_installed("python3-numpy, with pycma in PYTHONPATH")

target = 1e-9
most = 1_000_000

functions = {
    "sphere": (lambda x: float(np.dot(x, x)), 3.0, 2.0),
    "ellipsoid": (lambda x: float(np.dot(10 ** (6 * np.arange(len(x)) / (len(x) - 1)), x * x)), 3.0, 2.0),
    "rosenbrock": (lambda x: float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)), 0.0, 0.5),
}


def evaluations(name, n, seed):
    f, start, sigma = functions[name]
    es = cma.CMAEvolutionStrategy(n * [start], sigma, {"seed": seed, "verbose": -9, "verb_log": 0, "maxfevals": most})
    count = 0
    while not es.stop():
        points = es.ask()
        values = []
        for x in points:
            count += 1
            values.append(f(np.asarray(x)))
            if values[-1] < target:
                return count
        es.tell(points, values)
    return None


name, n, first, seeds = sys.argv[1], *map(int, sys.argv[2:5])
print(json.dumps([evaluations(name, n, seed) for seed in range(first, first + seeds)]))
