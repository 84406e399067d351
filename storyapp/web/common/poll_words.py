"""What the items and answers of a poll are called, for who answers and for who reads."""

from storyapp.data.tables.polls import Poll, PollOption
from storyapp.rules.polls import InvolvementItem, PollKind, PulseAnswer, PulseItem
from storyapp.words.labels import label
from storyapp.words.speech import language


def answer_words(poll: Poll, option: PollOption) -> str:
    """Return what one answer is called."""
    if poll.kind.has_items:
        return label(PulseAnswer(option.position))
    return str(option.position) if poll.kind is PollKind.LOYALTY else option.wording.say(language())


def item_words(poll: Poll, item: int) -> str:
    """Return what one item asks."""
    if poll.kind is PollKind.INVOLVEMENT:
        return label(InvolvementItem(item))
    return label(PulseItem(item)) if poll.kind is PollKind.PULSE else poll.question.say(language())
