"""The story form of a programme as plain values, made of its rows."""

from collections.abc import Sequence

from storyapp.data.queries import questionnaires as queries
from storyapp.data.tables.programmes import FormSection, Programme, Question
from storyapp.rules.questionnaire.asked import Asked, Questionnaire, Section, condition_of, in_order
from storyapp.rules.questionnaire.repeats import repeats_of


def written_form(programme: Programme) -> Questionnaire:
    """Return the form as it is written now."""
    return form_of_place(programme.organisation_id, programme.id)


def form_of_place(organisation_id: int, programme_id: int) -> Questionnaire:
    """Return the form that is written in a programme, named by its ids."""
    sections = queries.sections_of(organisation_id, programme_id)
    return form_of_rows(sections, queries.questions_of(organisation_id, programme_id))


def form_of_rows(sections: Sequence[FormSection], questions: Sequence[Question]) -> Questionnaire:
    """Make a form of its rows."""
    codes = {section.id: section.code for section in sections}
    return in_order(
        tuple(
            Section(
                code=row.code, title=row.title, lead=row.lead, condition=condition_of(row.condition),
                repeats=repeats_of(row.repeats),
            )
            for row in sections
        ),
        [asked_of(row, section=codes.get(row.section_id or 0, "")) for row in questions],
    )  # fmt: skip


def asked_of(row: Question, *, section: str = "") -> Asked:
    """Make a question as plain values of its row."""
    return Asked(
        id=row.id, code=row.code, family=row.family, kind=row.kind, wording=row.wording, hint=row.hint, easy=row.easy,
        options=tuple(row.options), is_required=row.is_required, settings=row.settings, section=section,
        condition=condition_of(row.condition),
    )  # fmt: skip
