"""The programme's own questions as a phone asks them without a network: written out, with what each depends on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section
from storyapp.rules.questionnaire.conditions import Page
from storyapp.rules.questionnaire.unfolding import TICKED, unfolded
from storyapp.services import telling
from storyapp.web.common.answer_fields import field_name
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller.questions import has_own_title, title_of
from storyapp.words.speech import language

OWN_WORDED = {"considered": "range", "happened": "happened", "matters": "matters", "title": "title"}
BOX_TICKED = "y"  # what a ticked box is worth in the page


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section as it stands on the one page: its heading, and each question with what decides whether it is asked."""

    section: Section | None
    title: str  # nothing where the programme gives none
    questions: tuple[tuple[Asked, str], ...]


def written_out(form: Questionnaire) -> Questionnaire:
    """Return the form with each section as often as it may be asked; nothing has to be answered without a network."""
    whole = unfolded(form)
    return replace(whole, questions=tuple(replace(one, is_required=False) for one in whole.questions))


def parts_of(form: Questionnaire) -> list[Part]:
    """Lay a form that is written out on one page, section by section."""
    return [_part(form, code, tuple(questions)) for code, questions in groupby(form.own, key=lambda one: one.section)]


def own_words_of(form: Questionnaire) -> Mapping[str, Any]:
    """Return how the programme itself asks for the story, by name of field."""
    own = {name: telling.own_words(form, code) for name, code in OWN_WORDED.items()}
    return {name: words for name, words in own.items() if words is not None}


def say_own_words(page: StoryForm, own: Mapping[str, Any]) -> None:
    """Put the programme's own questions in the place of ours."""
    for name, words in own.items():
        page[name].label.text = words.wording.say(language())


def _part(form: Questionnaire, code: str, questions: Sequence[Asked]) -> Part:
    section = form.section(code)
    page = Page(section=section, questions=tuple(questions))
    inherited = (section.condition,) if section is not None else ()
    return Part(
        section=section, title=title_of(page) if has_own_title(page) or (section and section.repeats) else "",
        questions=tuple((one, _as_json(form, (*inherited, one.condition))) for one in questions),
    )  # fmt: skip


def _as_json(form: Questionnaire, conditions: Sequence[Condition | None]) -> str:
    return json.dumps([_plain(form, one) for one in conditions if one is not None])


def _plain(form: Questionnaire, condition: Condition) -> dict[str, Any]:
    source = form.by_code[condition.question]
    values = [BOX_TICKED if source.asks_for_more and value == TICKED else value for value in condition.values]
    return {"field": field_name(source), "test": condition.test.name, "values": values}
