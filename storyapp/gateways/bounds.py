"""How far a process of its own may grow, where the system can hold it to that."""

import importlib
import os
from typing import Any

MIB = 2**20


def address_space() -> int | None:
    """Return how many bytes this process has mapped; None where the system does not say or cannot limit it."""
    try:
        importlib.import_module("resource")
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (ImportError, OSError):
        return None


def limit_growth(base: int | None, mib: int) -> None:
    """Let this process grow by so much over `base`, what it took when all it needs was loaded, and no further."""
    if base is not None:
        resource: Any = importlib.import_module("resource")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (base + mib * MIB, hard))


def limit_seconds(seconds: int) -> None:
    """Let this process use so many seconds of the processor, where the system can count them."""
    try:
        resource: Any = importlib.import_module("resource")
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
