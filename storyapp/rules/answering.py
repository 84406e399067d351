"""When a word from a teller is owed an answer."""

from datetime import date, timedelta
from enum import Enum


class MessageKind(Enum):
    """What a teller (or the programme) says by receipt."""

    REPLY = "reply"
    QUESTION = "question"
    COMPLAINT = "complaint"
    MISREAD = "misread"  # "you understood me wrong" (E3)
    HELP = "help"
    ANSWER = "answer"


ANSWER_WITHIN = {
    MessageKind.QUESTION: timedelta(days=7),
    MessageKind.COMPLAINT: timedelta(days=3),
    MessageKind.MISREAD: timedelta(days=7),
    MessageKind.REPLY: timedelta(days=14),
}


def answer_due_on(kind: MessageKind, said_on: date) -> date | None:
    """Return by which day somebody should have looked at it or answered, or None where a lead sees to it."""
    within = ANSWER_WITHIN.get(kind)
    return said_on + within if within is not None else None
