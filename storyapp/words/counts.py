"""How a protected count is said."""

from storyapp.rules.disclosure import Cell, Mark
from storyapp.words.dates import number
from storyapp.words.speech import say, say_plural


def count_words(cell: Cell, k: int) -> str:
    """Say a count as far as it may be told."""
    if cell.mark is Mark.SHOWN:
        return number(cell.value)
    if cell.mark is Mark.FROM:
        return say("%(n)s or more", n=number(cell.value))
    return say_plural("fewer than %(num)d", "fewer than %(num)d", k) if cell.mark is Mark.FEWER else "–"
