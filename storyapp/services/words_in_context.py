"""A word in all its forms, each time with the words around it: how people speak of a thing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storyapp.data.queries import findings, stories
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways import nlp
from storyapp.rules.coding import working_text
from storyapp.rules.consent import Light
from storyapp.rules.quotes import sentence_borders
from storyapp.services import quote_basket
from storyapp.services.quote_basket import Place, Sentence

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
AROUND = 56
MOST_STORIES, MOST_LINES = 200, 300


@dataclass(frozen=True, kw_only=True)
class Line:
    """One place where the word stands."""

    public_id: str
    language: str
    before: str
    word: str
    after: str
    may_quote: Light
    text_version: int
    sentence: Sentence
    is_first: bool  # of its story


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """All places that were found; `is_cut` where there are more than are shown."""

    lines: Sequence[Line]
    n_stories: int
    is_cut: bool


def concordance_of(programme: Programme, words: str) -> Concordance:
    """Return the lines in which words stand, in any grammatical form; of several words all must be in the story."""
    terms = nlp.search_words(words)
    if not terms:
        return Concordance(lines=(), n_stories=0, is_cut=False)
    found = findings.texts_by_ids(programme, stories.holding(terms), limit=MOST_STORIES + 1)
    known: dict[str, bool] = {}
    chosen = quote_basket.chosen_of(programme, found)
    lines = [line for story in found[:MOST_STORIES] for line in _lines(story, set(terms), known, chosen)]
    return Concordance(
        lines=lines[:MOST_LINES],
        n_stories=len({line.public_id for line in lines}),
        is_cut=len(found) > MOST_STORIES or len(lines) > MOST_LINES,
    )


def _lines(story: Story, terms: Collection[str], known: dict[str, bool], chosen: Collection[Place]) -> list[Line]:
    text = working_text(story.happened, story.matters)
    places = [match.span() for match in WORD.finditer(text) if _is_one_of(match.group(), terms, known)]
    return [_line(story, text, start, end, chosen, is_first=not n) for n, (start, end) in enumerate(places)]


def _is_one_of(word: str, terms: Collection[str], known: dict[str, bool]) -> bool:
    if word not in known:
        known[word] = any(lemma in terms for lemma in nlp.search_words(word))
    return known[word]


def _line(story: Story, text: str, start: int, end: int, chosen: Collection[Place], *, is_first: bool) -> Line:
    left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Line(
        public_id=story.public_id, language=story.language, word=text[start:end], may_quote=story.may_quote,
        text_version=story.text_version, is_first=is_first,
        sentence=quote_basket.sentence(story, text, *sentence_borders(text, start, end), chosen),
        before=" ".join(left.split()) if start <= AROUND else " ".join(left.split()[1:]),
        after=" ".join(right.split()) if end + AROUND >= len(text) else " ".join(right.split()[:-1]),
    )  # fmt: skip
