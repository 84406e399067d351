"""Two questions after those about consent: whether what was said arrived. A wrong answer explains, and stops nobody (B12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, select

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.programmes import Programme
from storyapp.rules.consent import Understanding, understanding_of
from storyapp.words.speech import language


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question in the reader's language; which answer is right is never in the page."""

    name: str
    words: str
    options: tuple[str, ...]
    right_at: int
    explanation: str

    def is_right(self, answer: str | None) -> bool | None:
        """Tell whether an answer is right; None where there is none."""
        return None if not answer else answer == str(self.right_at)


def asks(programme: Programme) -> bool:
    """Tell whether a programme asks at all."""
    found: bool = db.session.scalar(select(exists(_of(programme).with_only_columns(UnderstandingQuestion.id)))) or False
    return found


def questions_of(programme: Programme) -> list[Asked]:
    """Return the questions in their order."""
    order = (UnderstandingQuestion.position, UnderstandingQuestion.id)
    return [_asked(row) for row in db.session.scalars(_of(programme).order_by(*order))]


def come_to(asked: Sequence[Asked], answers: Mapping[str, str | None]) -> Understanding | None:
    """Return what the answers come to, or None where nothing was asked."""
    return understanding_of([one.is_right(answers.get(one.name)) for one in asked])


def _of(programme: Programme) -> Select[UnderstandingQuestion]:
    return select(UnderstandingQuestion).where(
        UnderstandingQuestion.organisation_id == programme.organisation_id,
        UnderstandingQuestion.programme_id == programme.id, UnderstandingQuestion.is_active,
    )  # fmt: skip


def _asked(row: UnderstandingQuestion) -> Asked:
    spoken = language()
    options = [one.say(spoken) for one in (row.right, row.wrong, row.wrong_too) if not one.is_empty]
    turn = row.id % len(options)  # the right answer does not always stand first, and stays where it was seen
    return Asked(
        name=f"question_{row.id}", words=row.wording.say(spoken), options=tuple(options[-turn:] + options[:-turn]),
        right_at=turn, explanation=row.explanation.say(spoken),
    )  # fmt: skip
