"""How the list of stories is narrowed: links, worked out once for a programme, a language and a choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import render_template
from markupsafe import Markup

from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction, Mode, StoryState
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.speech import language, say

Counts = Mapping[str, Mapping[str, int]]
Names = tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One way to narrow the list: its options as links; the chosen one lets go again."""

    title: str
    options: list[dict[str, Any]]
    as_written: bool = False


def address(url: str, kept: Mapping[str, str], **changes: str) -> str:
    """Return the address of the list with what it is narrowed to; an empty value lets go."""
    values = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{url}?{urlencode(values)}" if values else url


def facets(
    url: str, kept: Mapping[str, str], *, periods: Mapping[int, str], domains: Mapping[int, str], counts: Counts
) -> Markup:
    """Return the links that narrow the list further or let go, with how many stories each would show."""
    numbers = tuple((name, value, n) for name, by_value in counts.items() for value, n in by_value.items())
    return _written(url, tuple(kept.items()), tuple(periods.items()), tuple(domains.items()), numbers, language())


@lru_cache(maxsize=256)
def _written(
    url: str, chosen: tuple[tuple[str, str], ...], periods: Names, domains: Names,
    numbers: tuple[tuple[str, str, int], ...], speaks: str,
) -> Markup:  # fmt: skip
    kept = dict(chosen)
    counts = {(name, value): n for name, value, n in numbers}

    def count(name: str, value: str) -> str:
        """Say how many. Beside a chosen option the others would replace it, and what was withdrawn is not looked at."""
        is_told = numbers and kept.get(name, "" if value == StoryState.WITHDRAWN.name else value) == value
        return number(counts.get((name, value), 0)) if is_told else ""

    def facet(title: str, name: str, options: Iterable[tuple[str, str]], *, as_written: bool = False) -> Facet:
        links = [
            {
                "label": words, "is_chosen": kept.get(name) == value, "count": count(name, value),
                "url": address(url, kept, **{name: "" if kept.get(name) == value else value}),
            }
            for value, words in options
        ]  # fmt: skip
        return Facet(title=title, options=links, as_written=as_written)

    return Markup(  # noqa: S704 - a page part of our own, escaped where it is written
        render_template(
            "facilitator/_facets.html",
            facets=[
                facet(say("State"), "state", [(s.name, label(s)) for s in StoryState]),
                facet(say("Period"), "period", [(str(n), name) for n, name in periods], as_written=True),
                facet(say("Domain of change"), "domain", [(str(n), name) for n, name in domains], as_written=True),
                facet(say("Which way it went"), "direction", [(d.name, label(d)) for d in Direction]),
                facet(say("Age"), "age", [(a.name, label(a)) for a in AgeBand]),
                facet(say("Who tells"), "role", [(r.name, label(r)) for r in TellerRole]),
                facet(say("How it came"), "mode", [(m.name, label(m)) for m in Mode]),
                facet(say("Language"), "language", [("ru", say("Russian")), ("en", say("English")), ("other", say("Another language"))]),
            ],
        )
    )  # fmt: skip
