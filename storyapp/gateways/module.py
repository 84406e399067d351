"""Whoever lets the language module read: here, or in a process of its own that no text can take the worker with.

A text that takes half a minute or half a gigabyte, or ends the process, is answered by why; the others are read.
"""

import atexit
import base64
import json
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from storyapp.gateways import nlp
from storyapp.gateways.nlp import (
    Codebook,
    CodeScores,
    Decision,
    GroupFound,
    LessonFound,
    LinkFound,
    MaskFound,
    Original,
    OriginalRead,
    SignalFound,
    ThemeFound,
    Together,
    Working,
    WorkingRead,
)
from storyapp.rules.unread import WhyUnread

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-P", "-m", "storyapp.gateways.module_process")
TEXT_SECONDS, TEXT_MIB = 30.0, 512
LESSON_SECONDS, LESSON_MIB = 240.0, 1536  # all texts of a programme at once; less than a job's lease
START_SECONDS = 120.0
# No address of a database, no broker, no key: only what Python needs to start.
LENT = (
    "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PYTHONHOME",
    "STORYNLP_MODELS",
)  # fmt: skip
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # workers are processes; each has its core
Meanwhile = Callable[[], None]
Texts = Mapping[int, tuple[str, str]]


class ModuleFailed(Exception):
    """The module could not do what concerns no single text, or did not start; the job is tried again."""


class Module(Protocol):
    """Whoever reads. `meanwhile` is called after each text, so that a long reading can say that it lives."""

    def read_originals(
        self, originals: Sequence[Original], others: Mapping[int, str], meanwhile: Meanwhile
    ) -> list[OriginalRead | WhyUnread]:
        """Read originals; `others` (id → text) are the stories that they are compared with."""

    def read_working(
        self, texts: Sequence[Working], codebook: Codebook, meanwhile: Meanwhile
    ) -> list[WorkingRead | WhyUnread]:
        """Read working texts."""

    def lemmas_of(self, texts: Sequence[Working]) -> list[str | WhyUnread]:
        """Return texts as the lemmas by which they are found."""

    def learn(
        self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook, known: Collection[int]
    ) -> LessonFound | None:
        """Learn themes from decisions, see `nlp.learn`."""

    def learn_links(self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook) -> LessonFound | None:
        """Learn links to results from decisions, see `nlp.learn_links`."""

    def groups_in(self, texts: Texts, *, codebook: Codebook) -> list[GroupFound]:
        """Group texts that say something alike, see `nlp.groups_in`."""


class Here:
    """Reads in this process and without limits; for tests and the shell."""

    def read_originals(
        self, originals: Sequence[Original], others: Mapping[int, str], meanwhile: Meanwhile
    ) -> list[OriginalRead | WhyUnread]:
        """Read originals."""
        return [nlp.read_original(original, others) for original in originals]

    def read_working(
        self, texts: Sequence[Working], codebook: Codebook, meanwhile: Meanwhile
    ) -> list[WorkingRead | WhyUnread]:
        """Read working texts."""
        return [nlp.read_working(text, codebook) for text in texts]

    def lemmas_of(self, texts: Sequence[Working]) -> list[str | WhyUnread]:
        """Return texts as lemmas."""
        return [nlp.lemmas_of(text) for text in texts]

    def learn(
        self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook, known: Collection[int]
    ) -> LessonFound | None:
        """Learn themes."""
        return nlp.learn(texts, decisions, codebook=codebook, known=known)

    def learn_links(self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook) -> LessonFound | None:
        """Learn links to results."""
        return nlp.learn_links(texts, decisions, codebook=codebook)

    def groups_in(self, texts: Texts, *, codebook: Codebook) -> list[GroupFound]:
        """Group texts."""
        return nlp.groups_in(texts, codebook=codebook)


class _Ended(Exception):
    """The process is gone, and why."""

    def __init__(self, why: WhyUnread) -> None:
        self.why = why


class Apart:
    """Reads in a process of its own, started when first needed, kept between jobs, replaced when it ends."""

    def __init__(self, command: Sequence[str] = COMMAND, *, seconds: float = TEXT_SECONDS, mib: int = TEXT_MIB) -> None:
        self._command, self._seconds, self._mib = command, seconds, mib
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = threading.Lock()
        atexit.register(self.close)

    def read_originals(
        self, originals: Sequence[Original], others: Mapping[int, str], meanwhile: Meanwhile
    ) -> list[OriginalRead | WhyUnread]:
        """Read originals."""
        return self._each("original", originals, others, _original_read, meanwhile)

    def read_working(
        self, texts: Sequence[Working], codebook: Codebook, meanwhile: Meanwhile
    ) -> list[WorkingRead | WhyUnread]:
        """Read working texts."""
        return self._each("working", texts, codebook, _working_read, meanwhile)

    def lemmas_of(self, texts: Sequence[Working]) -> list[str | WhyUnread]:
        """Return texts as lemmas."""
        return self._each("words", texts, None, str, nothing)

    def learn(
        self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook, known: Collection[int]
    ) -> LessonFound | None:
        """Learn themes."""
        lesson: LessonFound | None = self._whole("learn", (texts, decisions, known), codebook, _lesson_found)
        return lesson

    def learn_links(self, texts: Texts, decisions: Sequence[Decision], *, codebook: Codebook) -> LessonFound | None:
        """Learn links to results."""
        lesson: LessonFound | None = self._whole("learn_links", (texts, decisions), codebook, _lesson_found)
        return lesson

    def groups_in(self, texts: Texts, *, codebook: Codebook) -> list[GroupFound]:
        """Group texts."""
        groups: list[GroupFound] = self._whole("groups", texts, codebook, _groups_found)
        return groups

    def close(self) -> None:
        """End the process, if it is ours; the next order starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with _as_ended():
                pipe.close()  # type: ignore[union-attr]

    def _whole(self, task: str, thing: Any, shared: Any, made: Callable[[Any], Any]) -> Any:
        with self._lock, self._closed_on_error():
            try:
                (answer,) = self._answers(task, [thing], shared, LESSON_SECONDS, LESSON_MIB)
            except _Ended as end:
                raise ModuleFailed(end.why.value) from None
        if answer is WhyUnread.ERROR:
            raise ModuleFailed(answer.value)
        return made(answer)

    def _each(
        self, task: str, things: Sequence[Any], shared: Any, made: Callable[[Any], Any], meanwhile: Meanwhile
    ) -> list[Any]:
        """Answer each in order. What ended the process is tried once more in a fresh one, unless it was only slow."""
        found: list[Any] = []
        is_second_try = False
        with self._lock, self._closed_on_error():
            while len(found) < len(things):
                try:
                    for answer in self._answers(task, things[len(found) :], shared, self._seconds, self._mib):
                        found.append(answer if isinstance(answer, WhyUnread) else made(answer))
                        is_second_try = False
                        meanwhile()
                except _Ended as end:
                    self.close()
                    if is_second_try or end.why is WhyUnread.TIME:
                        log.warning("a text was not read: %s", end.why.value)
                        found.append(end.why)
                        meanwhile()
                    is_second_try = not is_second_try and end.why is not WhyUnread.TIME
        return found

    def _answers(self, task: str, things: Sequence[Any], shared: Any, seconds: float, mib: int) -> Iterator[Any]:
        process = self._running()
        order = pickle.dumps((task, shared, list(things), seconds, mib))
        with self._at_most(process, seconds), _as_ended():
            process.stdin.write(order)  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
        for _ in things:
            answer = self._answer(process, seconds)
            if "ended" in answer:
                raise _Ended(WhyUnread(answer["ended"]))
            if "failed" in answer:
                log.warning("a text was not read: %s", answer["failed"])
            yield answer.get("read", WhyUnread.ERROR)

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> dict[str, Any]:
        with self._at_most(process, seconds) as was_slow, _as_ended():
            line: bytes = process.stdout.readline()  # type: ignore[union-attr]
        if not line.endswith(b"\n"):
            raise _Ended(WhyUnread.TIME if was_slow.is_set() else WhyUnread.ENDED)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        self.close()
        lent = {name: os.environ[name] for name in LENT if name in os.environ}
        self._owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603  (our own command)
            self._command, env={**lent, **ONE_THREAD, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._answer(self._process, START_SECONDS)
        except _Ended as end:
            self.close()
            raise ModuleFailed(f"start: {end.why.value}") from None
        return self._process

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        """End the process when an order is given up halfway: its later answers would be taken for others."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    @staticmethod
    @contextmanager
    def _at_most(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
        """Kill the process when the block takes longer; whoever waits for it then finds its pipe closed."""
        was_slow = threading.Event()

        def end() -> None:
            was_slow.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield was_slow
        finally:
            timer.cancel()


@contextmanager
def _as_ended() -> Iterator[None]:
    """Take a broken pipe for what it means here: the process is gone, which reading its answer will tell."""
    with suppress(OSError):
        yield


def nothing() -> None:
    """Do nothing while the module reads."""


def _original_read(row: dict[str, Any]) -> OriginalRead:
    return OriginalRead(
        language=row["language"], alike_id=row["alike_id"], masks=[MaskFound(**mask) for mask in row["masks"]],
        signals=[
            SignalFound(**{**signal, "places": tuple((start, end) for start, end in signal["places"])})
            for signal in row["signals"]
        ],
    )  # fmt: skip


def _working_read(row: dict[str, Any]) -> WorkingRead:
    return WorkingRead(
        themes=[ThemeFound(**theme) for theme in row["themes"]], links=[LinkFound(**link) for link in row["links"]],
        lemmas=row["lemmas"], fits_none=row.get("fits_none"),
    )  # fmt: skip


def _lesson_found(row: dict[str, Any] | None) -> LessonFound | None:
    if row is None:
        return None
    codes = tuple(CodeScores(**_in_threes(one)) for one in row["codes"])
    together = Together(**_in_threes(row["together"])) if row["together"] else None
    return LessonFound(**{**row, "packed": base64.b64decode(row["packed"]), "codes": codes, "together": together})


def _in_threes(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "words": tuple(row["words"]), "learned": tuple(row["learned"])}


def _groups_found(rows: list[dict[str, Any]]) -> list[GroupFound]:
    return [
        GroupFound(**{
            **row, "phrases": tuple(row["phrases"]),
            "evidence": {int(key): (start, end) for key, (start, end) in row["evidence"].items()},
        })
        for row in rows
    ]  # fmt: skip
