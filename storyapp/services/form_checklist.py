"""The list before opening: what must be there before others tell, and what would do them good."""

from dataclasses import dataclass

from storyapp.data.tables.programmes import Programme
from storyapp.rules.questionnaire.burden import cost_of
from storyapp.rules.questionnaire.checklist import MOST_MINUTES, speechless, without_easy_words
from storyapp.rules.wording import LANGUAGES
from storyapp.services import form_versions, programme_setup, questionnaires

OF_SETUP = ("programme", "introductions", "consent", "helplines", "leads", "periods")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the list. `n` is what it counts; a must that is not done should keep the form shut."""

    code: str
    is_done: bool
    is_must: bool = True
    n: int = 0


def checks_of(programme: Programme) -> list[Check]:
    """Return the whole list in the order in which one goes through it."""
    form = questionnaires.written_form(programme)
    sections = {one.name: one for one in programme_setup.sections_of(programme)}
    n_pending = len(form_versions.pending(programme))
    missing = speechless(form)
    older = max(cost_of(form, code).minutes for code in LANGUAGES)
    younger = max(cost_of(form, code, for_children=True).minutes for code in LANGUAGES)
    n_hard = without_easy_words(form)
    return [
        *(Check(code=name, is_done=not sections[name].missing) for name in OF_SETUP),
        Check(code="minutes", is_done=older <= MOST_MINUTES, n=older),
        Check(code="minutes-children", is_done=younger <= MOST_MINUTES, is_must=False, n=younger),
        *(Check(code=f"language-{code}", is_done=not missing[code], n=missing[code]) for code in LANGUAGES),
        Check(code="easy", is_done=not n_hard, is_must=False, n=n_hard),
        Check(code="published", is_done=not n_pending, n=n_pending),
        Check(code="pilot", is_done=bool(form_versions.version_in_force(programme)), is_must=False),
    ]  # fmt: skip
