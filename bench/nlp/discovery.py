"""Take a theme out of the codebook and look whether a group brings it back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.nlp import texts
from bench.nlp.table import Row, shares
from nlp.discovery import Group, discover_groups
from nlp.types import ThemeSpec

N_TEXTS = 1000
FIRST_GROUPS = 10
# A theme counts that this many texts have; it is found when one of the first ten groups is mostly about it.
LEAST_TEXTS, MOSTLY, LEAST_IN_GROUP = 15, 0.5, 5
N_MOMENTS = 4


@dataclass(frozen=True, slots=True)
class Story:
    """A text, where each of its moments ends, and which themes each has."""

    text: str
    ends: tuple[int, ...]
    themes: tuple[frozenset[str], ...]


def rows() -> Iterator[Row]:
    """Count the themes that are found again: in single moments, then in stories of four."""
    for name, language, baseline, goal in (("happydb", "en", 9, 11), ("ru_sensitive_topics", "ru", 4, 8)):
        book = texts.codebook(name, language)
        asked = [row for row in texts.held_out(name) if row.get("labels")][:N_TEXTS]
        for n_moments, aims in ((1, (baseline, goal)), (N_MOMENTS, (None, None))):
            stories = [story_of(asked[n : n + n_moments]) for n in range(0, len(asked) - n_moments + 1, n_moments)]
            found = found_again(book, stories, language)
            value, interval = shares(list(found.values()))
            n = len(found)
            yield Row(
                job="a theme missing from the codebook is found",
                data=f"{name}{f', stories of {n_moments}' if n_moments > 1 else ''}, of {n} themes", language=language,
                value=value * n, interval=(interval[0] * n, interval[1] * n), baseline=aims[0], goal=aims[1], digits=0,
            )  # fmt: skip


def story_of(moments: Sequence[dict]) -> Story:
    """Put moments together to one text."""
    text, ends = "", []
    for moment in moments:
        text += moment["text"].strip() + ("\n" if len(moments) > 1 else "")
        ends.append(len(text))
    return Story(text, tuple(ends), tuple(frozenset(moment["labels"]) for moment in moments))


def found_again(book: Sequence[ThemeSpec], stories: Sequence[Story], language: str) -> dict[str, bool]:
    """Answer for every theme that enough texts have whether a group stands for it when the codebook does not name it."""
    found = {}
    for theme in book:
        if sum(theme.code in codes for story in stories for codes in story.themes) >= LEAST_TEXTS:
            rest = [each for each in book if each.code != theme.code]
            groups = discover_groups([(story.text, language) for story in stories], rest)[:FIRST_GROUPS]
            found[theme.code] = any(_stands_for(group, theme.code, stories) for group in groups)
    return found


def _stands_for(group: Group, code: str, stories: Sequence[Story]) -> bool:
    """Tell whether the sentences that show the group mostly stand in moments of the theme."""
    n = sum(code in _themes_at(stories[place], start) for place, (start, _) in group.evidence.items())
    return n >= LEAST_IN_GROUP and n >= MOSTLY * len(group.places)


def _themes_at(story: Story, start: int) -> frozenset[str]:
    return next(themes for end, themes in zip(story.ends, story.themes, strict=True) if start < end)
