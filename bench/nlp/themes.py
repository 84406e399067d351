"""Tag held-out texts with the stand-in codebooks: from seeds alone, then after confirmed texts; where the evidence stands."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.nlp import texts
from bench.nlp.table import Row, calibration_error, in_bins, macro_f1, measured, share, shares
from nlp.analyse import Analyser
from nlp.learning import Label
from nlp.lessons import learn_lesson
from nlp.model import ThemeModel
from nlp.types import ThemeSpec, ThemeSuggestion

N_THEMED = 1500
FEW, MANY = 8, 32
N_STORIES, N_MOMENTS = 300, 6
Labelled = tuple[str, set[str]]
Tagged = Sequence[tuple[tuple[ThemeSuggestion, ...], set[str]]]


@dataclass(frozen=True, kw_only=True)
class Set:
    """A set of labelled texts with its baselines and goals; `has_one` tells that each text has one label."""

    name: str
    language: str
    ceiling: float
    zero: tuple[float, float]
    found_in_three: float | None
    few: tuple[float, float]  # shares of the ceiling
    many: tuple[float, float]
    calibration: tuple[float, float] | None
    has_one: bool = False


SETS = (
    Set(
        name="happydb", language="en", ceiling=0.782, zero=(0.645, 0.68), found_in_three=0.90,
        few=(0.89, 0.92), many=(0.721, 0.745), calibration=(0.076, 0.05),
    ),
    Set(
        name="sib200", language="ru", ceiling=0.79, zero=(0.65, 0.70), found_in_three=None,
        few=(0.88, 0.92), many=(0.765, 0.78), calibration=(0.15, 0.08), has_one=True,
    ),
    Set(
        name="ru_sensitive_topics", language="ru", ceiling=0.607, zero=(0.45, 0.50), found_in_three=0.67,
        few=(0.81, 0.85), many=(0.506, 0.54), calibration=None,
    ),
)  # fmt: skip


def rows() -> Iterator[Row]:
    """Tag each set from seeds, after 8 and after 32 confirmed texts a theme; then Russian texts after English ones."""
    for each in SETS:
        book = texts.codebook(each.name, each.language)
        taught = _themed(texts.labelled(each.name), each.language)
        asked = _themed(texts.held_out(each.name), each.language)[:N_THEMED]
        data = f"{each.name}, {len(asked)}"

        def row(job: str, figure: tuple, baseline: float | None, goal: float | None, *, is_error: bool = False) -> Row:
            return Row(
                job=job, data=data, language=each.language, value=figure[0], interval=figure[1],  # noqa: B023
                baseline=baseline, goal=goal, lower_is_better=is_error,
            )  # fmt: skip

        tagged = _tag(book, asked, each.language)
        yield from _f1_rows("themes from seeds", tagged, book, each, row, each.zero)
        yield row("themes from seeds: among the first three", _in_three(tagged), each.found_in_three, None)
        tagged = _tag(book, asked, each.language, _learnt(book, taught, each.language, FEW))
        few = (each.few[0] * each.ceiling, each.few[1] * each.ceiling)
        yield from _f1_rows(f"themes after {FEW} a theme", tagged, book, each, row, few)
        value, its = measured(_counts(tagged, book, has_one=each.has_one), macro_f1)
        figure = (value / each.ceiling, (its[0] / each.ceiling, its[1] / each.ceiling))
        yield row(f"themes after {FEW} a theme: share of ceiling", figure, *each.few)
        tagged = _tag(book, asked, each.language, _learnt(book, taught, each.language, MANY))
        yield from _f1_rows(f"themes after {MANY} a theme", tagged, book, each, row, each.many)
        yield row(f"themes after {MANY} a theme: among first three", _in_three(tagged), None, None)
        baseline, goal = each.calibration or (None, None)
        yield row(f"themes after {MANY} a theme: top-1 ECE", _top_error(tagged), baseline, goal, is_error=True)
    yield from _across()


def _f1_rows(job, tagged: Tagged, book, each: Set, row, aims: tuple[float, float]) -> Iterator[Row]:
    """Answer macro-F1 of what is suggested; where a text has one label, the goal stands on the first suggestion."""
    suggested = measured(_counts(tagged, book), macro_f1)
    if not each.has_one:
        yield row(f"{job}: macro-F1", suggested, *aims)
        return
    yield row(f"{job}: macro-F1, first", measured(_counts(tagged, book, has_one=True), macro_f1), *aims)
    yield row(f"{job}: macro-F1, all suggested", suggested, None, None)


def _across() -> Iterator[Row]:
    """Learn from English sentences alone and tag Russian ones, none of them a translation of what was learnt from."""
    asked_rows = [row for row in texts.held_out("sib200") if row["lang"] == "ru"]
    asked_ids = {row["id"] for row in asked_rows}
    english = [row for row in texts.rows("sib200") if row["lang"] == "en" and row["id"] not in asked_ids]
    book = texts.codebook_in_both("sib200")
    model = _learnt(book, _themed(english, "en"), "en", len(english))
    asked = _themed(asked_rows, "ru")
    tagged = _tag(book, asked, "ru", model)
    value, interval = measured(_counts(tagged, book, has_one=True), macro_f1)
    yield Row(
        job="themes, learnt from English: macro-F1, first", data=f"sib200, {len(asked)}", language="en→ru",
        value=value, interval=interval, baseline=0.767, goal=0.80,
    )  # fmt: skip


def _themed(rows_: Sequence[dict], language: str) -> list[Labelled]:
    return [
        (row["text"], set(row["labels"] if "labels" in row else [row["label"]]))
        for row in rows_
        if row.get("lang", language) == language and (row.get("labels") or row.get("label"))
    ]


def _learnt(book: Sequence[ThemeSpec], taught: Sequence[Labelled], language: str, n: int) -> ThemeModel:
    """Learn as after a person's work: the first n texts of every theme, each judged for all its themes."""
    wanted = {theme.code: n for theme in book}
    chosen, labels = {}, []
    for place, (text, codes) in enumerate(taught):
        if any(wanted.get(code, 0) > 0 for code in codes):
            chosen[str(place)] = (text, language)
            labels += [Label(story=str(place), code=code, is_confirmed=True) for code in codes]
            wanted.update({code: wanted.get(code, 0) - 1 for code in codes})
    return learn_lesson(chosen, labels, book).model


def _tag(
    book: Sequence[ThemeSpec], asked: Sequence[Labelled], language: str, model: ThemeModel | None = None
) -> Tagged:
    analyser = Analyser(book, model=model)
    return [(analyser.themes(text, language), codes) for text, codes in asked]


def _counts(tagged: Tagged, book: Sequence[ThemeSpec], *, has_one: bool = False) -> list[list[float]]:
    """Answer for each text and theme: hit, said, true."""
    counts = []
    for themes, codes in tagged:
        said = {themes[0].code} if has_one else {theme.code for theme in themes if theme.suggested}
        counts.append(
            [
                float(each)
                for theme in book
                for each in (theme.code in said & codes, theme.code in said, theme.code in codes)
            ]
        )
    return counts


def _in_three(tagged: Tagged) -> tuple:
    return measured(
        [(len({theme.code for theme in themes[:3]} & codes) / len(codes), 1.0) for themes, codes in tagged], share
    )


def _top_error(tagged: Tagged) -> tuple:
    return measured(
        [in_bins(themes[0].score, is_right=themes[0].code in codes) for themes, codes in tagged], calibration_error
    )


def evidence() -> Iterator[Row]:
    """Ask stories of six moments which moment shows a theme: right where most of the evidence stands in one that does."""
    for name, language, baseline, goal in (("happydb", "en", 0.93, 0.95), ("ru_sensitive_topics", "ru", 0.74, 0.82)):
        moments = _themed(texts.held_out(name), language)[: N_STORIES * N_MOMENTS]
        analyser = Analyser(texts.codebook(name, language))
        hits, chances = [], []
        for first in range(0, len(moments) - N_MOMENTS, N_MOMENTS):
            story = moments[first : first + N_MOMENTS]
            random.Random(first).shuffle(story)
            text, bounds = _joined(story)
            for theme in analyser.themes(text, language):
                true = {place for place, (_, codes) in enumerate(story) if theme.code in codes}
                if theme.suggested and true:
                    hits.append(_moment_of(theme, bounds) in true)
                    chances.append(len(true) / N_MOMENTS)
        value, interval = shares(hits)
        chance = 100 * sum(chances) / len(chances)
        yield Row(
            job=f"evidence stands in the right moment of {N_MOMENTS}",
            data=f"{name}, {len(hits)} (chance {chance:.0f} %)", language=language,
            value=value, interval=interval, baseline=baseline, goal=goal,
        )  # fmt: skip


def _joined(story: Sequence[Labelled]) -> tuple[str, list[int]]:
    """Answer the moments as one text, and where each ends."""
    text, ends = "", []
    for moment, _ in story:
        moment = moment.strip()
        text += moment if moment[-1:] in ".!?…" else f"{moment}."
        text += " "
        ends.append(len(text))
    return text, ends


def _moment_of(theme: ThemeSuggestion, ends: Sequence[int]) -> int:
    """Answer in which moment most of the evidence stands, the first of equals."""
    letters: Mapping[int, int] = dict.fromkeys(range(len(ends)), 0)
    for span in theme.evidence:
        place = next(n for n, end in enumerate(ends) if span.start < end)
        letters[place] += span.end - span.start  # type: ignore[index]
    return max(letters, key=lambda place: (letters[place], -place))
