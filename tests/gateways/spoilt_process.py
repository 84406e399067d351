"""The module's process, spoilt: a text that says so hangs it, fills its memory, ends it or makes it fail."""

import json
import os
import re
import signal
import time
from pathlib import Path

from storyapp.gateways import module_process

ENDS_ONCE = "ends it once "


def spoilt(read):
    def reading(thing, shared):
        text = thing.text
        if "sleeps forever" in text:
            time.sleep(3600)
        if "hangs in C" in text:  # Python cannot interrupt this one: it holds the lock of the interpreter
            re.match(r"(a+)+$", "a" * 40 + "b")
        if "eats memory" in text:
            _ = [bytearray(64 * 2**20) for _ in range(1000)]
        if "ends it always" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if ENDS_ONCE in text:
            mark = Path(text.split(ENDS_ONCE)[1])
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        if "breaks" in text:
            raise ValueError(text)
        if "prints" in text:
            print("no answer")
            os.write(1, b"no answer either\n")
        if "tells of itself" in text:
            return {"themes": [], "links": [], "lemmas": json.dumps([sorted(os.environ), open_files()])}
        return read(thing, shared)

    return reading


def open_files():
    folder = Path("/proc/self/fd")
    return sorted(os.readlink(one) for one in folder.iterdir() if one.exists()) if folder.exists() else []


if __name__ == "__main__":
    tasks = module_process.TASKS
    module_process.serve({**tasks, "original": spoilt(tasks["original"]), "working": spoilt(tasks["working"])})
