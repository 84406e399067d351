"""Consent is a list of events; what holds now is their fold.

| who tells                       | own yes | guardian's yes     | what holds                                       |
|---------------------------------|---------|--------------------|--------------------------------------------------|
| of age, or no guardian is asked | needed  | –                  | the own yes, until it runs out                   |
| below the programme's age       | needed  | needed             | both; a no, or a withdrawal, of either ends it   |
| below it then, of age since     | needed  | ended on that day  | nothing, until the own yes is said once more     |
| below it then, said since of age | needed | –                  | the own yes, whatever a guardian had said        |
| imported, nothing known         | –       | –                  | unknown: counted inside, never quoted            |

Refusing any purpose never blocks telling. From which age the own yes is enough the programme decides, beside the rule
of its country (`rules/ages.py`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.people import AgeBand


class Purpose(Enum):
    """What a story may be used for; each is asked apart, and refusing any never blocks telling (B4)."""

    ANALYSIS = "analysis"
    PANEL = "panel"
    YOUTH_PANEL = "youth_panel"
    QUOTE = "quote"
    PUBLICATION = "publication"
    MEDIA = "media"
    CONTACT = "contact"
    TRAINING = "training"


ASKED_WHEN_TELLING = (
    Purpose.ANALYSIS, Purpose.PANEL, Purpose.YOUTH_PANEL, Purpose.QUOTE, Purpose.PUBLICATION, Purpose.TRAINING,
)  # fmt: skip


class ConsentAct(Enum):
    """What somebody said about one purpose."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class ConsentBy(Enum):
    """Who said it."""

    CHILD = "child"
    GUARDIAN = "guardian"
    YOUNG_ADULT = "young_adult"
    STAFF_ON_PAPER = "staff_on_paper"
    IMPORT = "import"


class Understanding(Enum):
    """What came of the two questions about consent; they never stop anybody (B12)."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    SKIPPED = "skipped"


class GuardianKind(Enum):
    """In which capacity somebody agrees for a child (B3)."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    HEAD_OF_INSTITUTION = "head_of_institution"


class Light(Enum):
    """What holds for one purpose now. Unknown: analysed inside, never quoted (imported stories)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class ConsentSaid:
    """One event of the list, in order of `sequence`."""

    sequence: int
    purpose: Purpose
    act: ConsentAct
    by: ConsentBy
    on: date
    expires_on: date | None = None


def needs_guardian(band: AgeBand, *, guardian_age: int) -> bool:
    """Tell whether a guardian must also agree: some age in the band is below the programme's age (B2)."""
    return band is not AgeBand.ADULT and band.youngest < guardian_age


def lights(events: Iterable[ConsentSaid], *, guardian_needed: bool, today: date) -> dict[Purpose, Light]:
    """Fold the events: the teller's yes, and the guardian's where the rule asks, and not expired (design: safety)."""
    own: dict[Purpose, ConsentSaid] = {}
    guardian: dict[Purpose, ConsentSaid] = {}
    imported = False
    for event in sorted(events, key=lambda e: e.sequence):
        if event.by is ConsentBy.IMPORT:
            imported = True
            continue
        (guardian if event.by is ConsentBy.GUARDIAN else own)[event.purpose] = event
    return {
        purpose: _light_of(
            own.get(purpose), guardian.get(purpose), guardian_needed=guardian_needed, imported=imported, today=today
        )
        for purpose in Purpose
    }


def next_end(events: Iterable[ConsentSaid], *, today: date) -> date | None:
    """Return the next day on which some yes that was said last runs out, or None where none does."""
    last: dict[tuple[Purpose, bool], ConsentSaid] = {}
    for event in sorted(events, key=lambda e: e.sequence):
        last[event.purpose, event.by is ConsentBy.GUARDIAN] = event
    ends = [e.expires_on for e in last.values() if e.act is ConsentAct.GRANT and e.expires_on is not None]
    return min((day for day in ends if day > today), default=None)


def runs_out_on(said_on: date, *, years: int) -> date | None:
    """Return the day from which a yes is asked again; None where the programme never asks again."""
    return _years_later(said_on, years) if years else None


def of_age_on(band: AgeBand | None, *, told_on: date, age: int) -> date | None:
    """Return the day by which everybody of the band is of this age: no birth date is known, so the youngest counts.

    Asked on the day of the oldest, a child would be asked to decide alone; until then the own no ends everything.
    """
    return None if band is None or band.youngest >= age else _years_later(told_on, age - band.youngest)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _light_of(
    own: ConsentSaid | None, guardian: ConsentSaid | None, *, guardian_needed: bool, imported: bool, today: date
) -> Light:
    if own is not None and own.by is ConsentBy.YOUNG_ADULT:
        guardian, guardian_needed = None, False
    return _light(
        _act_on(own, today), _act_on(guardian, today), guardian_needed=guardian_needed, imported=imported
    )  # fmt: skip


def _act_on(said: ConsentSaid | None, today: date) -> ConsentAct | None:
    """Return what an event says today: a yes that has run out is taken back."""
    if said is None:
        return None
    has_ended = said.expires_on is not None and said.expires_on <= today and said.act is ConsentAct.GRANT
    return ConsentAct.WITHDRAW if has_ended else said.act


def _light(own: ConsentAct | None, guardian: ConsentAct | None, *, guardian_needed: bool, imported: bool) -> Light:
    if own is None:
        return Light.UNKNOWN if imported and guardian in (None, ConsentAct.GRANT) else Light.NO
    if own is not ConsentAct.GRANT:
        return Light.NO
    if guardian is not None and guardian is not ConsentAct.GRANT:
        return Light.NO
    if guardian_needed and guardian is None:
        return Light.NO
    return Light.YES


def guardian_act(agreed: bool, *, before: ConsentAct | None) -> ConsentAct:
    """Return what a guardian's yes or no is: a no after a yes takes it back, and a later yes holds again."""
    if agreed:
        return ConsentAct.GRANT
    return ConsentAct.WITHDRAW if before is ConsentAct.GRANT else ConsentAct.REFUSE


def opens_the_story(agreed: Iterable[bool]) -> bool:
    """Tell whether a guardian's answer lets a waiting story go on: who says no to every use lets nobody read it."""
    return any(agreed)


def understanding_of(answers: Collection[bool | None]) -> Understanding | None:
    """Fold right (True), wrong (False) and missing (None) answers; None where nothing was asked."""
    if not answers:
        return None
    if all(one is None for one in answers):
        return Understanding.SKIPPED
    if all(answers):
        return Understanding.ALL
    return Understanding.SOME if any(answers) else Understanding.NONE


def may_be_counted(light: Light) -> bool:
    """Tell whether a story may be analysed and counted: yes, or unknown from an import."""
    return light is not Light.NO


def teller_speaks_as(band: AgeBand) -> ConsentBy:
    """Return in which capacity a teller of this age consents."""
    return ConsentBy.YOUNG_ADULT if band.youngest >= 18 else ConsentBy.CHILD
