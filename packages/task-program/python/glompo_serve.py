"""Serves a Python function to glompo's persistentProgram. Standard library only; copy it to where you need it.

    from glompo_serve import serve

    def valley(x):
        return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2

    serve(valley)
"""

import inspect
import json
import math
import os
import sys
import traceback

__all__ = ["serve"]

# What glompo tells of a trial besides the point.
_CONTEXT = ("parameters", "run", "trial", "seed", "wants")

# What it may tell in return.
_RESULTS = ("value", "gradient", "residuals", "extras")


def serve(function):
    """Answers requests on stdin until it ends, by ``function(x, **context)``.

    ``x`` is a list of floats. Of the context the function gets what it has arguments for: ``parameters`` (the point by
    name), ``run``, ``trial``, ``seed`` (for chance: the same trial gets the same one), ``wants`` (a list that has
    ``"gradient"`` or ``"residuals"`` in it where these are wanted).

    It returns the value to minimise, or a dict with ``value`` and, if it has them, ``gradient``, ``residuals`` and
    ``extras``. Arrays of numpy will do. What it raises makes the trial failed, and the next one goes on. What it prints
    goes to stderr, which glompo keeps with the run.
    """
    requests, answers = _keep_streams()
    wanted = _accepted(function)
    _write(answers, {"ready": True})
    for line in iter(requests.readline, ""):
        if line.strip():
            _write(answers, _answer(function, wanted, json.loads(line)))


def _keep_streams():
    """The streams of requests and answers, out of the reach of everything else, in C and in other programs as well: from
    now on stdin is empty, and what is written to stdout goes to stderr."""
    sys.stdout.flush()
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8", newline="\n")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True)
    return requests, answers


def _accepted(function):
    """The names of the context that the function has arguments for."""
    try:
        arguments = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return ()  # Functions of C modules do not always tell.
    if not arguments:
        return ()
    first, *others = arguments  # The first one is the point, whatever it is called.
    if any(argument.kind is argument.VAR_KEYWORD for argument in others):
        return tuple(name for name in _CONTEXT if name != first.name)
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    names = [argument.name for argument in others if argument.kind in by_name]
    return tuple(name for name in _CONTEXT if name in names)


def _answer(function, wanted, request):
    try:
        x = [float(value) for value in request["x"]]
        result = function(x, **{name: request.get(name) for name in wanted})
        answer = {"id": request["id"]}
        if isinstance(result, dict):
            answer.update((name, _plain(result[name])) for name in _RESULTS if name in result)
        else:
            answer["value"] = result
        answer["value"] = float(answer["value"])
        if math.isnan(answer["value"]):
            return {"id": request["id"], "error": "the function returned NaN"}
        json.dumps(answer)
        return answer
    except Exception as problem:
        traceback.print_exc()
        return {"id": request.get("id"), "error": _told(problem)}


def _told(problem):
    """What was raised, and where."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__] or frames
    where = f" ({os.path.basename(own[-1].filename)}, line {own[-1].lineno}, in {own[-1].name})" if own else ""
    return f"{type(problem).__name__}: {problem}{where}"


def _plain(value):
    """Arrays and numbers of numpy as those of Python, also inside of lists and dicts."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _write(answers, message):
    answers.write(json.dumps(message) + "\n")
    answers.flush()
