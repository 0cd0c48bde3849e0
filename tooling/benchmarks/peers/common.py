"""What the programs beside this one share. Each prints one number; without its library it ends with status 3 and a sentence."""

import os
import random
import sys
import tempfile
import time

NOT_INSTALLED = 3


def not_installed(package):
    sys.stderr.write(f"not installed: apt-get install {package}\n")
    sys.exit(NOT_INSTALLED)


def smoke():
    """Whether only to see that everything works."""
    return sys.argv[1] == "smoke"


def sphere(x):
    return sum(xi * xi for xi in x)


class SleepingSphere:
    """Sleeps for U(10, 200) ms, and notes when, by a clock that all processes share: a file for each process."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="glompo-bench-")

    def __call__(self, x):
        begun = time.monotonic()
        # Forked processes have the same generator: each trial draws from one of its own.
        time.sleep(random.Random(os.urandom(8)).uniform(0.01, 0.2))
        # One write to a file that is opened for appending is one piece, also from many threads.
        with open(os.path.join(self.folder, str(os.getpid())), "a") as diary:
            diary.write(f"{begun} {time.monotonic()}\n")
        return sphere(x)

    def utilisation(self, workers, warm_up, length):
        """The trials' own time inside a window, from `warm_up` seconds after the first trial's begin, ÷ (workers × window)."""
        trials = []
        for name in os.listdir(self.folder):
            path = os.path.join(self.folder, name)
            with open(path) as diary:
                trials += [tuple(map(float, line.split())) for line in diary]
            os.remove(path)
        os.rmdir(self.folder)
        begin = min(trial[0] for trial in trials) + warm_up
        end = begin + length
        busy = sum(max(0.0, min(end, to) - max(begin, since)) for since, to in trials)
        return busy / (workers * length)
