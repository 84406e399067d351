"""The programme's own questions, page by page: which are asked, what they hold, and what was said."""

from collections.abc import Mapping, Sequence
from typing import Any

from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.questionnaire.conditions import Page
from storyapp.rules.stories import Mode
from storyapp.web.common.answer_fields import NOTHING, SKIPPED, decline_name, field_name, fields_of, question_words
from storyapp.web.common.forms import StoryForm
from storyapp.words.answers import time_words
from storyapp.words.speech import language, say

FIRST_PAGE = "questions"
ALONE = frozenset({Mode.SELF, Mode.GROUP})  # nobody sits beside the teller who could rate as well
Answers = Mapping[str, Mapping[str, Any]]


def page_name(place: int) -> str:
    """Return the name of a page's step: its address."""
    return FIRST_PAGE if place == 0 else f"{FIRST_PAGE}-{place + 1}"


def questions_form(questions: Sequence[Asked], *, mode: Mode, easy: bool = False) -> type[StoryForm]:
    """Build the form of some of the programme's own questions."""
    facts = {"questions": questions, "is_alone": mode in ALONE}
    return type("QuestionsForm", (StoryForm,), fields_of(questions, easy=easy) | facts)


def is_for_all(page: Page) -> bool:
    """Tell whether everybody comes to this page, whatever they answer."""
    is_section_for_all = page.section is None or page.section.condition is None
    return is_section_for_all and any(question.condition is None for question in page.questions)


def is_whole(answers: Mapping[str, Any] | None, page: Page, asked: Sequence[Asked]) -> bool:
    """Tell whether each question that is asked on a page now has been looked at."""
    return answers is not None and all(field_name(one) in answers for one in page.questions if one in asked)


def title_of(page: Page) -> str:
    """Return the heading of a page, with the time of its section where that is asked more than once."""
    section = page.section
    words = section.title.say(language()) if has_own_title(page) and section else say("More about it")
    if section is None or section.repeats is None or (section.occasion == 0 and not section.repeats.is_pair):
        return words
    return say("%(question)s – %(time)s", question=words, time=time_words(section.repeats, section.occasion))


def has_own_title(page: Page) -> bool:
    """Tell whether the programme has worded the heading."""
    return page.section is not None and not page.section.title.is_empty


def words_of(question: Asked) -> str:
    """Return the words of a question."""
    return question_words(question)


def answers_by_code(form: Questionnaire, answers: Answers) -> dict[str, Any]:
    """Return what was answered on all pages, by code of question; what was skipped or declined is absent."""
    values = _values(answers)
    found = {}
    for question in form.own:
        value = values.get(field_name(question))
        if isinstance(value, list):
            value = [one for one in value if one != SKIPPED]
        if value not in NOTHING and value is not False and not values.get(decline_name(question)):
            found[question.code] = value
    return found


def declined(asked: Sequence[Asked], answers: Answers) -> tuple[str, ...]:
    """Return the codes of questions that must be answered and that the teller did not want to answer."""
    values = _values(answers)
    return tuple(
        one.code
        for one in asked
        if one.is_required
        and (values.get(decline_name(one)) or _is_skipped(values.get(field_name(one))))
    )  # fmt: skip


def said(asked: Sequence[Asked], answers: Answers) -> dict[str, Any]:
    """Return the answers to the questions asked, by code; None where one was declined."""
    known = answers_by_code(Questionnaire(questions=tuple(asked)), answers)
    refused: dict[str, Any] = dict.fromkeys(declined(asked, answers))
    return refused | {one.code: known[one.code] for one in asked if one.code in known and not one.asks_for_more}


def _values(answers: Answers) -> dict[str, Any]:
    pages = (values for name, values in answers.items() if name == FIRST_PAGE or name.startswith(f"{FIRST_PAGE}-"))
    return {name: value for page in pages for name, value in page.items()}


def _is_skipped(value: Any) -> bool:
    return value == SKIPPED or (isinstance(value, list) and SKIPPED in value)
