"""Quotes that people choose: a whole sentence of a story, short enough to stand beside others."""

from storyapp.rules.coding import sentence_around
from storyapp.rules.consent import Light
from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import n_words
from storyapp.rules.summary import LONGEST_QUOTE, SHORTEST_QUOTE

MOST_CHOSEN = 300  # in one basket: more is no choice any more
LONGEST_NOTE = 500


def has_good_length(text: str) -> bool:
    """Tell whether a sentence says something, and is short enough."""
    return SHORTEST_QUOTE <= n_words(text) <= LONGEST_QUOTE


def sentence_to_quote(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of the sentence in which a place stands, without the white space around it."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise RuleBroken("basket.text-changed")
    start, end = sentence_borders(text, start, end)
    if not has_good_length(text[start:end]):
        raise RuleBroken("basket.no-good-length", shortest=SHORTEST_QUOTE, longest=LONGEST_QUOTE)
    return start, end


def sentence_borders(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of a sentence to its first and its last sign."""
    left, right = sentence_around(text, start, end)
    said = text[left:right]
    return left + len(said) - len(said.lstrip()), right - (len(said) - len(said.rstrip()))


def carried_over(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the words of an earlier text stand in a later one, or None where they were covered or changed."""
    at = new.find(old[start:end]) if start < end else -1
    return (at, at + end - start) if at >= 0 else None


def name_beside(made_up_name: str, may_publish: Light) -> str:
    """Return the made-up name as it may stand beside words: tellers agree to it together with publication."""
    return made_up_name if may_publish is Light.YES else ""
