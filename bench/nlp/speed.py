"""How fast texts are read and learned from, and how much memory it takes."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import quantiles
from typing import Any

import psutil
from threadpoolctl import threadpool_limits

from bench.nlp import texts
from bench.nlp.table import Row
from nlp.analyse import Analyser
from nlp.learning import Label
from nlp.lessons import learn_lesson
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import ThemeSpec

N_STORIES, N_WARM = 200, 10
N_LEARNT, N_THEMES = 500, 20
MIB = 2**20


def rows() -> Iterator[Row]:
    """Read stories of 200 words in processes of their own, on one thread each as workers do."""
    mixed = "200 words, both languages"
    took, memory = _apart(_read_all, N_STORIES)[0]
    yield _row("whole analysis, one process, processor", mixed, N_STORIES / sum(took), unit="stories/s")
    p95 = 1000 * quantiles(took, n=20)[-1]
    yield _row("whole analysis, 95 of 100 within, processor", mixed, p95, goal=400, promised=True, unit="ms")
    yield _row("memory of a process, both languages", mixed, memory, 680, 700, promised=True, unit="MB")
    seconds = max(_apart(_seconds_of_all, N_STORIES, n_processes=2))
    rate = 2 * N_STORIES / seconds
    yield _row("whole analysis, two processes", mixed, rate, 21, 20, unit="stories/s", lower=False)
    words = _apart(_words_alone, N_STORIES)[0]
    yield _row("lexicon part alone, processor", mixed, N_STORIES / words, goal=300, unit="stories/s", lower=False)
    first, again = _apart(_learn_once_more, N_LEARNT)[0]
    data = f"{N_THEMES} themes, {N_LEARNT} stories"
    yield _row("learn from all decisions, first time", data, first, unit="s", digits=1)
    yield _row("learn from one correction more", data, again, 15, 2, unit="s", digits=1)


def _row(
    job: str,
    data: str,
    value: float,
    baseline: float | None = None,
    goal: float | None = None,
    *,
    unit: str,
    lower: bool = True,
    promised: bool = False,
    digits: int = 0,
) -> Row:
    return Row(
        job=job, data=data, language="both", value=value, baseline=baseline, goal=goal, unit=unit,
        lower_is_better=lower, is_promised=promised, digits=digits,
    )  # fmt: skip


def _apart(job: Callable[[int], Any], n: int, *, n_processes: int = 1) -> list[Any]:
    """Run a job in fresh processes at the same time."""
    with multiprocessing.get_context("spawn").Pool(n_processes) as pool:
        return pool.map(job, [n] * n_processes, chunksize=1)


def _read_all(n: int) -> tuple[list[float], float]:
    """Read n stories; answer the processor's seconds for each and the memory at the end, in MiB."""
    with threadpool_limits(1):
        analyser = Analyser(texts.codebook("happydb", "en"))
        stories = texts.stories(n + N_WARM)
        for text, language in stories[:N_WARM]:
            analyser.analyse(text, language)
        took = []
        for text, language in stories[N_WARM:]:
            began = time.process_time()
            analyser.analyse(text, language)
            took.append(time.process_time() - began)
    return took, psutil.Process().memory_info().rss / MIB


def _seconds_of_all(n: int) -> float:
    """Answer the seconds by the clock that n stories take while another process reads as many."""
    with threadpool_limits(1):
        analyser = Analyser(texts.codebook("happydb", "en"))
        stories = texts.stories(n + N_WARM)
        for text, language in stories[:N_WARM]:
            analyser.analyse(text, language)
        began = time.perf_counter()
        for text, language in stories[N_WARM:]:
            analyser.analyse(text, language)
        return time.perf_counter() - began


def _words_alone(n: int) -> float:
    """Answer the seconds that the lexicon of a codebook takes over n stories: reading and look-up, no vectors."""
    finders = {language: ThemeFinder(texts.codebook("happydb", "en"), language) for language in ("ru", "en")}
    stories = texts.stories(n + N_WARM)
    began = 0.0
    for place, (text, language) in enumerate(stories):
        if place == N_WARM:
            began = time.process_time()
        with reading(text, language) as doc:
            finders[language].by_words(doc)
    return time.process_time() - began


def _learn_once_more(n: int) -> tuple[float, float]:
    """Answer the seconds of learning from the decisions on n stories, and of learning again after one correction."""
    with threadpool_limits(1):
        book = _twenty_themes()
        rows_ = [row for row in texts.labelled("happydb") if row.get("labels")][:n]
        told = {str(place): (row["text"], "en") for place, row in enumerate(rows_)}
        labels = [
            Label(story=str(place), code=code, is_confirmed=True)
            for place, row in enumerate(rows_)
            for code in row["labels"]
        ]
        took = []
        for decisions in (labels, [replace(labels[0], is_confirmed=False), *labels[1:]]):
            began = time.perf_counter()
            learn_lesson(told, decisions, book)
            took.append(time.perf_counter() - began)
    return took[0], took[1]


def _twenty_themes() -> Sequence[ThemeSpec]:
    """Answer the stand-in codebook of HappyDB, with five themes of another so that there are twenty."""
    others = [theme for theme in texts.codebook_in_both("sib200") if theme.code != "entertainment"]
    return [*texts.codebook("happydb", "en"), *(replace(theme, code=f"sib/{theme.code}") for theme in others)][
        :N_THEMES
    ]
