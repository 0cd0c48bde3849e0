"""Evaluations of pycma's CMA-ES until a value below 1e-9 is found: prints a JSON list of counts, null where it stopped before.

Arguments: function, dimensions, first seed, number of seeds. Its defaults, but for bounds and restarts where the function has them.
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
most = 2_000_000

functions = {
    # Value, start, sigma, bounds, restarts.
    "sphere": (lambda x: float(np.dot(x, x)), 3.0, 2.0, None, None),
    "ellipsoid": (lambda x: float(np.dot(10 ** (6 * np.arange(len(x)) / (len(x) - 1)), x * x)), 3.0, 2.0, None, None),
    "rosenbrock": (lambda x: float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)), 0.0, 0.5, None, None),
    "cornered": (
        lambda x: float(np.dot(10 ** (3 * np.arange(len(x)) / (len(x) - 1)), (x + 1) ** 2 - 1)),
        2.5,
        1.0,
        [0, 5],
        None,
    ),
    "rastrigin": (
        lambda x: float(np.sum(x * x + 10 - 10 * np.cos(2 * np.pi * x))),
        3.0,
        2.0,
        [-5, 5],
        "bipop",
    ),
}


class Found(Exception):
    """The target was reached."""


def evaluations(name, n, seed):
    f, start, sigma, bounds, restarts = functions[name]
    options = {"seed": seed, "verbose": -9, "verb_log": 0, "verb_disp": 0, "maxfevals": most}
    if bounds:
        options["bounds"] = bounds
    count = 0

    def counted(x):
        nonlocal count
        count += 1
        value = f(np.asarray(x))
        if value < target:
            raise Found
        return value

    try:
        if restarts:
            # Restarts begin anywhere between the bounds.
            first = [True]

            def begin():
                if first:
                    first.clear()
                    return n * [start]
                return np.random.uniform(bounds[0], bounds[1], n)

            cma.fmin2(counted, begin, sigma, options, restarts=9, bipop=True)
        else:
            es = cma.CMAEvolutionStrategy(n * [start], sigma, options)
            while not es.stop():
                points = es.ask()
                es.tell(points, [counted(x) for x in points])
    except Found:
        return count
    return None


name, n, first, seeds = sys.argv[1], *map(int, sys.argv[2:5])
print(json.dumps([evaluations(name, n, seed) for seed in range(first, first + seeds)]))
