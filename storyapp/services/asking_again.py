"""Asking the same teller again after months, linked by nothing but the code: has it lasted, and how are things now?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import answers as answer_queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import LastingAnswer, Story
from storyapp.gateways.kit import kit
from storyapp.rules import lasting as rules
from storyapp.rules.errors import RuleBroken
from storyapp.rules.lasting import Lasted
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.services import form_versions, my_story, questionnaires
from storyapp.services.my_story import Returned
from storyapp.services.transaction import TELLER, act

ONE_RATING = {"two_times": False, "two_raters": False}
NOW, TELLER_RATES = "now", "teller"


@dataclass(frozen=True, kw_only=True)
class AskedAgain:
    """What a returned teller sees of it: whether they are asked now, and what they said already."""

    is_asked: bool
    months: int
    said: LastingAnswer | None


def asked_again(who: Returned) -> AskedAgain:
    """Tell whether this teller is asked now, and return what was said."""
    return AskedAgain(
        is_asked=_is_asked(who.story, who.programme.lasting_months), months=who.programme.lasting_months,
        said=db.session.get(LastingAnswer, who.story.id),
    )  # fmt: skip


def wheels_of(who: Returned) -> list[Asked]:
    """Return the wheels that this teller rated, to be rated once more: by the teller alone, as it is now."""
    values = answer_queries.answers_of_story(who.story.id)
    form = form_versions.form_of_version(who.story.form_version_id) or questionnaires.written_form(who.programme)
    return [
        replace(one, settings={**one.settings, **ONE_RATING}, is_required=False, condition=None)
        for one in form.questions
        if one.kind is QuestionKind.WHEEL and (one.id, 0) in values and (one.id, 1) not in values
    ]


def ratings_said(said: LastingAnswer | None) -> dict[int, Any]:
    """Return what was rated, by id of question, as a wheel keeps it."""
    return {int(one): {NOW: {TELLER_RATES: areas}} for one, areas in (said.ratings if said else {}).items()}


def say_lasting(
    story_id: int, lasted: Lasted, *, words: str = "", may_print: bool = False, ratings: Mapping[int, Any] | None = None
) -> None:
    """Keep whether it has lasted; said again it replaces what was said before. Words go to the programme as a reply.

    Raises RuleBroken where this teller is not asked (yet, or any more).
    """
    with act(TELLER) as doing:
        story = db.session.get(Story, story_id, with_for_update=True)
        programme = db.session.get(Programme, story.programme_id) if story is not None else None
        if story is None or programme is None or not _is_asked(story, programme.lasting_months):
            raise RuleBroken("lasting.not-asked")
        areas = {str(one): value[NOW][TELLER_RATES] for one, value in (ratings or {}).items() if value}
        today = kit().clock().date()
        db.session.merge(LastingAnswer(story_id=story_id, lasted=lasted, ratings=areas, answered_on=today))
        if words.strip():
            my_story.add_message(doing, story, kind="reply", text=words, may_print=may_print)
        doing.note(story.organisation_id, "lasting.answered", f"story:{story.public_id}")


def _is_asked(story: Story, months: int) -> bool:
    return rules.is_asked(
        told_on=story.told_on, months=months, state=story.state, may_count=story.may_count, today=kit().clock().date()
    )
