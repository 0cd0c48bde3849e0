"""Utilisation of 16 processes by scipy's differential_evolution (its default population: 15 per dimension)."""

import time

from common import SleepingSphere, not_installed, smoke

try:
    from scipy.optimize import differential_evolution
except ImportError:
    not_installed("python3-scipy")

WORKERS = 16
warm_up, length = (0.3, 0.3) if smoke() else (1.0, 4.0)
task = SleepingSphere()
until = time.monotonic() + warm_up + length + 1.0

if __name__ == "__main__":
    differential_evolution(
        task,
        [(-5.12, 5.12)] * 10,
        workers=WORKERS,
        updating="deferred",
        polish=False,
        tol=0,
        maxiter=10_000,
        seed=1,
        callback=lambda x, convergence: time.monotonic() > until,
    )
    print(task.utilisation(WORKERS, warm_up, length))
