"""A method of pycma or SciPy that minimises functions of the program which has started it.

Arguments: the method, and `version` (prints what would run) or `serve`. It is given jobs on standard input: their length (uint32) and a JSON object with
seed, budget, bounds and options. It asks on standard output: the number of points (int32) and their coordinates (float64); the answer is a float64
that is not 0 when it has to stop, and one value per point. 0 points: the job is done, with a JSON object behind its length. -1: it has failed,
with a text.
"""

import json
import os
import struct
import sys

from common import not_installed

try:
    import numpy as np
except ImportError:
    not_installed("python3-numpy")

method, what = sys.argv[1:3]

if method == "pycma-bipop":
    try:
        import cma as library
    except ImportError:
        not_installed("python3-cma, or pycma in PYTHONPATH")
else:
    try:
        import scipy as library
        from scipy import optimize
    except ImportError:
        not_installed("python3-scipy")

version = f"{library.__name__} {library.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}"


class Stop(BaseException):
    """The budget is spent, or the target was reached. Not an Exception, which libraries may catch."""


class Pipe:
    def __init__(self):
        self.input = os.fdopen(0, "rb", buffering=1 << 16)
        # What libraries print must not come between.
        self.output = os.dup(1)
        os.dup2(2, 1)

    def read(self, length):
        data = self.input.read(length)
        if len(data) < length:
            sys.exit(0)
        return data

    def write(self, data):
        data = memoryview(data)
        while data:
            data = data[os.write(self.output, data) :]

    def text(self, count, text):
        data = text.encode()
        self.write(struct.pack("<ii", count, len(data)) + data)

    def job(self):
        (length,) = struct.unpack("<I", self.read(4))
        return json.loads(self.read(length))

    def values(self, points):
        """Of a matrix with a point per row."""
        points = np.ascontiguousarray(points, dtype=np.float64)
        self.write(struct.pack("<i", len(points)) + points.tobytes())
        answer = np.frombuffer(self.read(8 * (1 + len(points))), dtype=np.float64)
        if answer[0]:
            raise Stop
        return answer[1:]

    def value(self, x):
        return float(self.values(np.reshape(x, (1, -1)))[0])


def pycma_bipop(pipe, bounds, seed, budget, options):
    """From anywhere in the box, with an initial step of so much of each range (it searches the unit box); restarts until the budget is spent."""
    low, high = bounds.T
    rng = np.random.RandomState(seed)

    settings = {
        "bounds": [0, 1],
        "seed": seed % (2**32 - 1) + 1,  # 0 means the time
        "verbose": -9,
        "verb_log": 0,
        "verb_disp": 0,
        "maxfevals": np.inf,
    }

    def generation(points):
        return list(pipe.values(low + (high - low) * np.asarray(points)))

    library.fmin2(
        None,
        lambda: rng.uniform(size=len(low)),
        options["sigma"],
        settings,
        restarts=30,
        bipop=True,
        parallel_objective=generation,
    )
    return {}


def differential_evolution(pipe, bounds, seed, budget, options):
    """SciPy's defaults, begun again where it has converged; values are wanted one by one, since each one that is better takes part at once."""
    rng = np.random.RandomState(seed)
    restarts = 0
    while True:
        optimize.differential_evolution(pipe.value, list(map(tuple, bounds)), maxiter=10**9, seed=rng)
        restarts += 1


def dual_annealing(pipe, bounds, seed, budget, options):
    """SciPy's defaults, local searches included, with as many iterations as the budget allows."""
    rng = np.random.RandomState(seed)
    while True:
        optimize.dual_annealing(pipe.value, list(map(tuple, bounds)), maxiter=10**8, maxfun=10**9, seed=rng)


methods = {
    "pycma-bipop": pycma_bipop,
    "differential_evolution": differential_evolution,
    "dual_annealing": dual_annealing,
}

if what == "version":
    print(version)
    sys.exit(0)

pipe = Pipe()
while True:
    job = pipe.job()
    try:
        bounds = np.array(job["bounds"], dtype=np.float64)
        notes = methods[method](pipe, bounds, job["seed"], job["budget"], job["options"])
        pipe.text(0, json.dumps(notes))
    except Stop:
        pipe.text(0, "{}")
    except Exception as error:
        pipe.text(-1, f"{type(error).__name__}: {error}")
