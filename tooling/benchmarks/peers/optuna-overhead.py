"""Microseconds per trial of optuna on the 10-D sphere, in memory: argument `random` or `cmaes`."""

import sys
import time

from common import not_installed, smoke, sphere

try:
    import optuna
except ImportError:
    not_installed("python3-optuna")

if sys.argv[2] == "cmaes":
    try:
        import cmaes  # noqa: F401
    except ImportError:
        not_installed("python3-optuna, and its CMA-ES with pip install cmaes")
    sampler = optuna.samplers.CmaEsSampler(seed=1)
else:
    sampler = optuna.samplers.RandomSampler(seed=1)

trials = 20 if smoke() else 1000
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(sampler=sampler)
begun = time.perf_counter()
study.optimize(lambda trial: sphere([trial.suggest_float(f"x{i}", -5.12, 5.12) for i in range(10)]), n_trials=trials)
print(1e6 * (time.perf_counter() - begun) / trials)
