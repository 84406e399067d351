"""A form with each section written out as often as it may be asked, so that pages and conditions know no repeats."""

from collections.abc import Iterator
from dataclasses import replace

from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import UNSAID, Asked, Condition, Questionnaire, Section, Test

TICKED = "True"


def unfolded(form: Questionnaire) -> Questionnaire:
    """Write out what repeats: the second time of a section and its questions have codes and a place of their own.

    After each time but the last stands the question whether there is one more; it is not asked about moments.
    """
    sections: list[Section] = []
    questions = [question for question in form.questions if form.section(question.section) is None]
    for section in form.sections:
        inside = [question for question in form.questions if question.section == section.code]
        for occasion in range(section.repeats.most if section.repeats else 1):
            sections.append(_section_at(section, occasion))
            questions.extend(_questions_at(section, inside, occasion))
    return Questionnaire(sections=tuple(sections), questions=tuple(questions))


def code_at(code: str, occasion: int) -> str:
    """Return how a section or a question is called when it is asked for the second time (occasion 1) or later."""
    return code if occasion == 0 else f"{code}#{occasion + 1}"


def _section_at(section: Section, occasion: int) -> Section:
    condition = section.condition
    if section.repeats and not section.repeats.is_pair and occasion:
        condition = Condition(question=_more_code(section, occasion - 1), test=Test.ANY_OF, values=(TICKED,))
    return replace(section, code=code_at(section.code, occasion), occasion=occasion, condition=condition)


def _questions_at(section: Section, inside: list[Asked], occasion: int) -> Iterator[Asked]:
    codes = {question.code for question in inside if not question.is_our_own}
    for question in inside:
        condition = question.condition
        if condition is not None and condition.question in codes:
            condition = replace(condition, question=code_at(condition.question, occasion))
        if occasion == 0 or not question.is_our_own:
            yield replace(
                question, code=code_at(question.code, occasion), section=code_at(section.code, occasion),
                condition=condition, occasion=occasion, repeats=section.repeats,
            )  # fmt: skip
    if codes and section.repeats and not section.repeats.is_pair and occasion < section.repeats.most - 1:
        yield Asked(
            code=_more_code(section, occasion), family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF, wording=UNSAID,
            section=code_at(section.code, occasion), occasion=occasion, asks_for_more=True,
        )  # fmt: skip


def _more_code(section: Section, occasion: int) -> str:
    return f"more#{section.code}#{occasion + 1}"
