"""The steps of telling: in which order, for whom, with which form, and what each leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict

from storyapp.data.queries.telling import Place
from storyapp.rules.consent import needs_guardian
from storyapp.rules.people import AgeBand, ConsentBand
from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.questionnaire.conditions import Page, asked_now, pages_of
from storyapp.rules.questionnaire.unfolding import unfolded
from storyapp.rules.stories import WRITTEN_DOWN, Mode
from storyapp.services import telling, understanding
from storyapp.services.telling import Contents
from storyapp.services.understanding import Asked as AskedAbout
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller import forms, questions
from storyapp.web.storyteller.understood import to_explain, understood_form


@dataclass(kw_only=True)
class Telling:
    """Somebody telling now: which cookie, by which invitation, and what is written so far."""

    token: str
    place: Place
    contents: Contents

    @property
    def band(self) -> AgeBand | None:
        """Return the age band, once it is said."""
        value = self.contents.answers.get("age", {}).get("band")
        return AgeBand(value) if value else None

    @property
    def consent_band(self) -> ConsentBand:
        """Return the age group whose words are shown."""
        return (self.band or AgeBand.ADULT).consent_band

    @property
    def changes(self) -> list[str]:
        """Return the changes listed before one is chosen."""
        return forms.changes_of(self.contents.answers.get("range", {}))

    @property
    def choice(self) -> str:
        """Return the change chosen among those listed."""
        if len(self.changes) == 1:
            return self.changes[0]
        chosen = self.contents.answers.get("choose", {}).get("choice") or ""
        return chosen if chosen in self.changes else ""

    @cached_property
    def form(self) -> Questionnaire:
        """Return the form that is answered here."""
        return telling.form_of(self.place.programme, self.contents)

    @cached_property
    def written_out(self) -> Questionnaire:
        """Return the form with each section as often as it may be asked."""
        return unfolded(self.form)

    @cached_property
    def pages(self) -> "list[Step]":
        """Return a step for each page of the form, whether it is walked or not."""
        return [_page_step(n, page) for n, page in enumerate(pages_of(self.written_out))]

    @property
    def own_answers(self) -> dict[str, Any]:
        """Return the answers to the form's own questions, by code of question."""
        return questions.answers_by_code(self.written_out, self.contents.answers)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return the questions to which the answers so far lead."""
        return asked_now(self.written_out, self.own_answers)

    @cached_property
    def to_explain(self) -> list[AskedAbout]:
        """Return what the teller understood otherwise than it is."""
        answers = self.contents.answers.get("understood") if self.contents.has_check else None
        return to_explain(self.place.programme, answers) if answers else []

    @property
    def is_easy(self) -> bool:
        """Tell whether the youngest read here: short words, pictures, a voice."""
        return self.band is AgeBand.FROM_10_TO_13

    @property
    def is_written_down(self) -> bool:
        """Tell whether somebody else holds the pen and has to read back what was written."""
        return self.place.invitation.mode in WRITTEN_DOWN

    @property
    def is_circle(self) -> bool:
        """Tell whether the device goes from one teller to the next."""
        return self.place.invitation.mode is Mode.GROUP

    @property
    def waits_for_guardian(self) -> bool:
        """Tell whether a guardian must agree on paper before anybody reads."""
        age = self.place.programme.guardian_age
        needed = self.band is not None and needs_guardian(self.band, guardian_age=age)
        return needed and not self.place.invitation.guardian_paper


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of telling."""

    name: str
    form: Callable[[Telling], type[StoryForm]]
    prepare: Callable[[StoryForm, Telling], None] = lambda form, here: None
    suggest: Callable[[Telling], dict[str, str]] = lambda here: {}
    applies: Callable[[Telling], bool] = lambda here: True
    has_progress: bool = True
    is_counted: bool = True  # a step that some leave out shares the number of the step before, so the total stands
    page: Page | None = None  # of the programme's own form


def _without_own_phone(form: StoryForm, here: Telling) -> None:
    if here.is_circle:  # the device goes on to the next teller
        del form.own_phone


def _offer_changes(form: StoryForm, here: Telling) -> None:
    form.offer(here.changes)


def _offer_domains(form: StoryForm, here: Telling) -> None:
    form.offer(telling.domains_of(here.place.programme))


def _suggest_title(here: Telling) -> dict[str, str]:
    return {"title": here.choice[: forms.LONGEST_NAME]}


STEPS = (
    Step(
        name="start", form=lambda here: forms.StartForm, prepare=_without_own_phone, has_progress=False,
        is_counted=False,
    ),
    Step(name="age", form=lambda here: forms.AgeForm),
    Step(
        name="consent",
        form=lambda here: forms.consent_form(telling.consent_questions(here.place.programme, here.consent_band)),
    ),
    Step(
        name="understood", form=lambda here: understood_form(understanding.questions_of(here.place.programme)),
        applies=lambda here: here.contents.has_check, is_counted=False,
    ),
    Step(
        name="explained", form=lambda here: StoryForm, applies=lambda here: bool(here.to_explain),
        has_progress=False, is_counted=False,
    ),
    Step(
        name="guardian", form=lambda here: StoryForm, applies=lambda here: here.waits_for_guardian,
        has_progress=False, is_counted=False,
    ),
    Step(name="range", form=lambda here: forms.RangeForm),
    Step(
        name="choose", form=lambda here: forms.ChooseForm, prepare=_offer_changes,
        applies=lambda here: len(here.changes) > 1, is_counted=False,
    ),
    Step(name="happened", form=lambda here: forms.HappenedForm),
    Step(name="matters", form=lambda here: forms.MattersForm),
    Step(name="direction", form=lambda here: forms.DirectionForm, prepare=_offer_domains),
    Step(name=questions.FIRST_PAGE, form=lambda here: StoryForm),  # stands for as many pages as the form has
    Step(name="title", form=lambda here: forms.TitleForm, suggest=_suggest_title),
    Step(name="read_back", form=lambda here: forms.ReadBackForm, applies=lambda here: here.is_written_down),
    Step(name="check", form=lambda here: forms.SendForm),
)  # fmt: skip
READ_ALOUD = frozenset({"range", "choose", "happened", "matters", "title"})  # once changed, to be read back again


def path_of(here: Telling) -> list[Step]:
    """Return the steps that this teller walks."""
    steps = [one for step in STEPS for one in (here.pages if step.name == questions.FIRST_PAGE else [step])]
    return [step for step in steps if step.applies(here)]


def named(name: str, here: Telling) -> Step | None:
    """Return a step by the name in its address; pages of the form that are left out now have one too."""
    steps = (*(step for step in STEPS if step.name != questions.FIRST_PAGE), *here.pages)
    return next((step for step in steps if step.name == name), None)


def first_open(here: Telling) -> Step:
    """Return the first step that is not whole yet; checking comes when all are."""
    return next(step for step in path_of(here) if step.name == "check" or not is_whole(step, here))


def is_whole(step: Step, here: Telling) -> bool:
    """Tell whether a step has its answer."""
    if step.name == "choose":
        return bool(here.choice)
    if step.page is not None:
        return questions.is_whole(here.contents.answers.get(step.name), step.page, here.asked)
    return step.name in here.contents.answers


def may_open(step: Step, here: Telling) -> bool:
    """Tell whether all steps before this one are whole."""
    path = path_of(here)
    return step in path and all(is_whole(before, here) for before in path[: path.index(step)])


def neighbour(step: Step, here: Telling, distance: int) -> Step | None:
    """Return the step before (−1) or after (1), or None at the ends."""
    path = path_of(here)
    at = path.index(step) + distance
    return path[at] if 0 <= at < len(path) else None


def progress_of(step: Step, here: Telling) -> tuple[int, int]:
    """Return "2 of 9" as two numbers; the second is the same on every page of a telling."""
    path = path_of(here)
    counted = [one for one in path if one.is_counted]
    done = sum(one.is_counted for one in path[: path.index(step) + 1])
    return done, len(counted)


def form_of(step: Step, here: Telling, typed: MultiDict[str, str] | None = None) -> StoryForm:
    """Build the form of a step from what was typed, or from the answers that hold."""
    kind = step.form(here)
    contents = here.contents
    if typed is None and step.name in contents.typed:
        typed = MultiDict(contents.typed[step.name])
    if typed is not None:
        form = kind(typed)
    else:
        form = kind(None, data=contents.answers.get(step.name) or step.suggest(here))
    step.prepare(form, here)
    return form


def take_answers(step: Step, here: Telling, form: StoryForm) -> None:
    """Put the whole answers of a step into the draft; what depended on the old ones must be looked at again."""
    contents, before = here.contents, here.consent_band
    contents.answers[step.name] = dict(form.data)
    contents.typed.pop(step.name, None)
    contents.tried = [name for name in contents.tried if name != step.name]
    if step.name == "age":
        contents.waits_for_guardian = here.waits_for_guardian
    if step.name == "age" and here.consent_band is not before and "consent" in contents.answers:
        del contents.answers["consent"]
    if step.name == "understood":
        here.__dict__.pop("to_explain", None)  # what was answered just now is explained next
        contents.answers.pop("explained", None)
    if step.name == "consent":
        contents.shown = form.shown
    if step.name in READ_ALOUD:
        contents.answers.pop("read_back", None)


def _page_step(n: int, page: Page) -> Step:
    return Step(
        name=questions.page_name(n), page=page,
        form=lambda here: questions.questions_form(
            [one for one in page.questions if one in here.asked], mode=here.place.invitation.mode,
            easy=here.is_easy
        ),
        applies=lambda here: any(one in here.asked for one in page.questions),
        is_counted=questions.is_for_all(page),
    )  # fmt: skip
