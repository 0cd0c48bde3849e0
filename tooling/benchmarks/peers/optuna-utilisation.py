"""Utilisation of 16 threads by optuna (n_jobs=16)."""

from common import SleepingSphere, not_installed, smoke

try:
    import optuna
except ImportError:
    not_installed("python3-optuna")

WORKERS = 16
warm_up, length = (0.3, 0.3) if smoke() else (1.0, 4.0)
task = SleepingSphere()
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(
    lambda trial: task([trial.suggest_float(f"x{i}", -5.12, 5.12) for i in range(10)]),
    n_jobs=WORKERS,
    timeout=warm_up + length + 0.5,
)
print(task.utilisation(WORKERS, warm_up, length))
