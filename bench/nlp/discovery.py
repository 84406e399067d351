"""Take a theme out of the codebook and look whether a group brings it back."""

from collections.abc import Iterator, Sequence

from bench.nlp import texts
from bench.nlp.table import Row, shares
from nlp.discovery import Group, discover_groups
from nlp.types import ThemeSpec

N_TEXTS = 1000
FIRST_GROUPS = 10
# A theme counts that this many texts have; it is found when one of the first ten groups is mostly about it.
LEAST_TEXTS, MOSTLY, LEAST_IN_GROUP = 15, 0.5, 5


def rows() -> Iterator[Row]:
    """Count the themes that are found again."""
    for name, language, baseline, goal in (("happydb", "en", 9, 11), ("ru_sensitive_topics", "ru", 4, 8)):
        book = texts.codebook(name, language)
        asked = [row for row in texts.held_out(name) if row.get("labels")][:N_TEXTS]
        found = found_again(book, [(row["text"], set(row["labels"])) for row in asked], language)
        value, interval = shares(list(found.values()))
        n = len(found)
        yield Row(
            job="a theme missing from the codebook is found", data=f"{name}, of {n} themes", language=language,
            value=value * n, interval=(interval[0] * n, interval[1] * n), baseline=baseline, goal=goal, digits=0,
        )  # fmt: skip


def found_again(book: Sequence[ThemeSpec], labelled: Sequence[tuple[str, set[str]]], language: str) -> dict[str, bool]:
    """Answer for every theme that enough texts have whether a group stands for it when the codebook does not name it."""
    found = {}
    for theme in book:
        if sum(theme.code in codes for _, codes in labelled) >= LEAST_TEXTS:
            rest = [each for each in book if each.code != theme.code]
            groups = discover_groups([(text, language) for text, _ in labelled], rest)[:FIRST_GROUPS]
            found[theme.code] = any(_stands_for(group, theme.code, labelled) for group in groups)
    return found


def _stands_for(group: Group, code: str, labelled: Sequence[tuple[str, set[str]]]) -> bool:
    n = sum(code in labelled[place][1] for place in group.places)
    return n >= LEAST_IN_GROUP and n >= MOSTLY * len(group.places)
