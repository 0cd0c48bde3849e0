"""Microseconds that ask and tell of one generation of pycma's CMA-ES take, without the evaluations: prints a JSON object, minimum by dimensions.

Arguments: dimensions, …
"""

import json
import sys
import time

from common import not_installed

try:
    import cma
    import numpy as np
except ImportError:
    not_installed("python3-numpy, with pycma in PYTHONPATH")


def least(n):
    weights = 10 ** (6 * np.arange(n) / n)
    options = {"seed": 1, "verbose": -9, "verb_log": 0, "tolfun": 0, "tolfunhist": 0, "tolx": 0, "tolflatfitness": 1e9}
    es = cma.CMAEvolutionStrategy(n * [3.0], 2.0, options)
    best = float("inf")
    for _ in range(max(60, 20_000 // n)):
        began = time.perf_counter()
        points = es.ask()
        asked = time.perf_counter()
        values = [float(np.dot(weights, np.asarray(x) ** 2)) for x in points]
        evaluated = time.perf_counter()
        es.tell(points, values)
        best = min(best, asked - began + time.perf_counter() - evaluated)
        if es.stop():
            break
    return 1e6 * best


print(json.dumps({n: least(int(n)) for n in sys.argv[1:]}))
