"""Microseconds per evaluation of scipy's differential_evolution on the 10-D sphere."""

import time

from common import not_installed, smoke, sphere

try:
    from scipy.optimize import differential_evolution
except ImportError:
    not_installed("python3-scipy")

begun = time.perf_counter()
result = differential_evolution(
    sphere, [(-5.12, 5.12)] * 10, maxiter=2 if smoke() else 100, tol=0, polish=False, seed=1
)
print(1e6 * (time.perf_counter() - begun) / result.nfev)
