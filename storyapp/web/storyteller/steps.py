"""The steps of telling: in which order, for whom, with which form, and what each leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from storyapp.data.queries.telling import Place
from storyapp.rules.consent import needs_guardian
from storyapp.rules.people import AgeBand, ConsentBand
from storyapp.rules.stories import WRITTEN_DOWN
from storyapp.services import telling
from storyapp.services.telling import Contents
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller import forms


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

    @property
    def is_written_down(self) -> bool:
        """Tell whether somebody else holds the pen and has to read back what was written."""
        return self.place.invitation.mode in WRITTEN_DOWN

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


def _offer_changes(form: StoryForm, here: Telling) -> None:
    form.offer(here.changes)


def _offer_domains(form: StoryForm, here: Telling) -> None:
    form.offer(telling.domains_of(here.place.programme))


def _suggest_title(here: Telling) -> dict[str, str]:
    return {"title": here.choice[: forms.LONGEST_NAME]}


STEPS = (
    Step(name="start", form=lambda here: forms.StartForm, has_progress=False, is_counted=False),
    Step(name="age", form=lambda here: forms.AgeForm),
    Step(
        name="consent",
        form=lambda here: forms.consent_form(telling.consent_questions(here.place.programme, here.consent_band)),
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
    Step(
        name="questions", form=lambda here: forms.questions_form(telling.questions_of(here.place.programme)),
        applies=lambda here: here.contents.has_questions,
    ),
    Step(name="title", form=lambda here: forms.TitleForm, suggest=_suggest_title),
    Step(name="read_back", form=lambda here: forms.ReadBackForm, applies=lambda here: here.is_written_down),
    Step(name="check", form=lambda here: forms.SendForm),
)  # fmt: skip
READ_ALOUD = frozenset({"range", "choose", "happened", "matters", "title"})  # once changed, to be read back again
BY_NAME = {step.name: step for step in STEPS}


def path_of(here: Telling) -> list[Step]:
    """Return the steps that this teller walks."""
    return [step for step in STEPS if step.applies(here)]


def first_open(here: Telling) -> Step:
    """Return the first step that is not whole yet; checking comes when all are."""
    return next(step for step in path_of(here) if step.name == "check" or not is_whole(step, here))


def is_whole(step: Step, here: Telling) -> bool:
    """Tell whether a step has its answer."""
    if step.name == "choose":
        return bool(here.choice)
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
    if step.name == "consent":
        contents.shown = form.shown
    if step.name in READ_ALOUD:
        contents.answers.pop("read_back", None)
