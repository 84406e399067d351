"""A teller says that the text still tells who somebody is: it is changed, or answered in writing and the teller agrees."""

from collections.abc import Sequence

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence

LONGEST_ANSWER = 2000


def is_answered_only(standing: Sequence[str], confirmed: Sequence[str], *, answer: str) -> bool:
    """Tell whether the words stay as they are, so that an answer goes to the teller instead of a new text.

    Raises RuleBroken where neither a word is changed nor an answer written.
    """
    if [text.split() for text in standing] != [text.split() for text in confirmed]:
        return False
    if not is_sentence(answer, shortest=2):
        raise RuleBroken("story.objection-stands")
    return True
