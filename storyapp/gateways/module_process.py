"""The process that reads texts: takes orders from its standard input, answers one line of JSON for each text.

It knows no database, no key and no setting, and nothing it is told leaves by a log: its standard error leads nowhere.
`python -m storyapp.gateways.module_process`; started and ended by `gateways/module.py`.
"""

import base64
import faulthandler
import json
import os
import pickle
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from storyapp.gateways import nlp
from storyapp.gateways.bounds import address_space, limit_growth

GRACE_SECONDS = 10  # whoever gave the order ends a slow process first; this is for one that was left alone

TASKS: Mapping[str, Callable[[Any, Any], Any]] = {
    "original": nlp.read_original,
    "working": nlp.read_working,
    "words": lambda working, _: nlp.lemmas_of(working),
    "learn": lambda lesson, codebook: nlp.learn(*lesson[:2], codebook=codebook, known=lesson[2]),
    "learn_links": lambda lesson, codebook: nlp.learn_links(*lesson, codebook=codebook),
    "groups": lambda texts, codebook: nlp.groups_in(texts, codebook=codebook),
}


def serve(tasks: Mapping[str, Callable[[Any, Any], Any]] = TASKS) -> None:
    """Do orders until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever gave the order
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    nlp.warm_up()
    base = address_space()
    _say(answers, {"is_ready": True})
    while order := _next_order():
        task, shared, things, seconds, mib = order
        limit_growth(base, mib)
        for thing in things:
            faulthandler.dump_traceback_later(seconds + GRACE_SECONDS, exit=True, file=sys.stderr)
            try:
                answer = json.dumps({"read": _plain(tasks[task](thing, shared))}, default=_packed)
            except MemoryError:
                _say(answers, {"ended": "memory"})
                os._exit(1)  # what is left of this process is not to be trusted
            except Exception as error:
                answer = json.dumps({"failed": type(error).__name__})
            faulthandler.cancel_dump_traceback_later()
            answers.write(answer.encode() + b"\n")
            answers.flush()


def _next_order() -> tuple[str, Any, list[Any], float, int] | None:
    try:
        order: tuple[str, Any, list[Any], float, int] = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own parent)
    except EOFError:
        return None
    return order


def _say(answers: BinaryIO, what: Mapping[str, Any]) -> None:
    answers.write(json.dumps(what).encode() + b"\n")
    answers.flush()


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return [_plain(one) for one in found]
    return asdict(found) if hasattr(found, "__dataclass_fields__") else found


def _packed(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    serve()
