"""Involvement itself, evaluated: who did what at which level, five questions about it, and what the passport checks (K5).

Levels, roles and the five questions follow the field's own material on involving young people in evaluation; the five
blocks follow 4Pi, the national involvement standards of NSUN (UK, 2015). The words are our own.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.evidence import Answer
from storyapp.rules.panels import PanelSay
from storyapp.rules.sentences import SHORTEST_REASON, is_sentence

MOST_PEOPLE, MOST_HOURS = 10_000, 10_000


class InvolvementLevel(Enum):
    """Where somebody takes part."""

    INDIVIDUAL = "individual"
    OPERATIONAL = "operational"
    COMMUNITY = "community"
    STRATEGIC = "strategic"
    EVALUATION = "evaluation"


class InvolvementRole(Enum):
    """As what somebody takes part."""

    TELLER = "teller"
    COLLECTOR = "collector"
    PANELLIST = "panellist"
    CODER = "coder"
    VERIFIER = "verifier"
    READER = "reader"
    CONSULTANT = "consultant"
    AMBASSADOR = "ambassador"
    CRITICAL_FRIEND = "critical_friend"


class Degree(Enum):
    """How much their word weighs, named honestly; being asked is not deciding (after R. Hart's ladder)."""

    INFORMED = "informed"
    ASKED = "asked"
    TOOK_PART = "took_part"
    DECIDED_TOGETHER = "decided_together"
    LED = "led"


class Work(Enum):
    """What the house itself counts."""

    TELLING = "telling"
    LISTENING = "listening"
    CHOOSING = "choosing"
    CODING = "coding"
    ANSWERING = "answering"
    MARKING = "marking"


class Subject(Enum):
    """What people write about beside the counts: the five questions, and the five blocks of the passport."""

    EXPECTED = "expected"
    CHANGED = "changed"
    FELT = "felt"
    RESULTS = "results"
    UNPLANNED = "unplanned"
    PRINCIPLES = "principles"
    PURPOSE = "purpose"
    PRESENCE = "presence"
    PROCESS = "process"
    IMPACT = "impact"


QUESTIONS = (Subject.EXPECTED, Subject.CHANGED, Subject.FELT, Subject.RESULTS, Subject.UNPLANNED)
BLOCKS = (Subject.PRINCIPLES, Subject.PURPOSE, Subject.PRESENCE, Subject.PROCESS, Subject.IMPACT)


class Check(Enum):
    """One thing that the passport looks at."""

    HAS_A_SAY = "has_a_say"
    ANSWERED = "answered"
    PURPOSE_SAID = "purpose_said"
    LIMITS_SAID = "limits_said"
    GROUPS_HEARD = "groups_heard"
    YOUNG_SEATS = "young_seats"
    PREPARED = "prepared"
    SETTLED = "settled"
    ASKED_HOW_IT_WAS = "asked_how_it_was"
    DONE = "done"
    MARKED = "marked"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One row of the matrix: counted by the house (`work`), or written down with its source."""

    level: InvolvementLevel
    role: InvolvementRole
    degree: Degree
    n_people: int
    minutes: int = 0
    work: Work | None = None
    method: str = ""
    contribution: str = ""
    source: str = ""
    on: date | None = None
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class InvolvementFacts:
    """What the house knows of one programme."""

    n_tellers: int = 0
    n_collectors: int = 0
    collector_minutes: int = 0
    n_panellists: int = 0  # young people, by their name on a seat
    n_seats: int = 0
    n_young_seats: int = 0
    n_members: int = 0
    n_prepared: int = 0  # members who have met every step of the checklist
    panel_minutes: int = 0
    panel_minutes_settled: int = 0
    say: PanelSay | None = None  # the strongest of a standing youth panel
    n_naming_skills: int = 0  # members of youth panels who have said what they learnt
    n_coders: int = 0
    n_answers: int = 0  # of the poll in which most took part: polls have no names, so they cannot be added up
    n_pulses: int = 0
    n_youth_rounds: int = 0
    n_differing: int = 0
    n_differing_answered: int = 0
    n_changes: int = 0
    n_changes_done: int = 0
    n_changes_marked: int = 0
    has_purpose: bool = False
    has_limits: bool = False
    n_groups: int = 0
    n_groups_heard: int = 0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found: how many of how many. Without anything to look at there is no answer."""

    check: Check
    block: Subject
    n: int
    of: int

    @property
    def answer(self) -> Answer | None:
        """Return yes, partly or no; None where there is nothing to look at yet."""
        if not self.of:
            return None
        if self.n >= self.of:
            return Answer.PASS
        return Answer.PARTLY if self.n else Answer.NO


_DEGREE_OF_SAY: Mapping[PanelSay | None, Degree] = {
    None: Degree.TOOK_PART,
    PanelSay.ADVICE: Degree.TOOK_PART,
    PanelSay.VETO: Degree.DECIDED_TOGETHER,
    PanelSay.FINAL: Degree.LED,
}


def counted(facts: InvolvementFacts) -> tuple[Activity, ...]:
    """Return the rows that the house can count; a row without people is left out."""
    level, role = InvolvementLevel, InvolvementRole
    rows = (
        (Work.TELLING, level.EVALUATION, role.TELLER, Degree.ASKED, facts.n_tellers, 0),
        (Work.LISTENING, level.EVALUATION, role.COLLECTOR, Degree.TOOK_PART, facts.n_collectors, facts.collector_minutes),
        (Work.CHOOSING, level.EVALUATION, role.PANELLIST, _DEGREE_OF_SAY[facts.say], facts.n_panellists, facts.panel_minutes),
        (Work.CODING, level.EVALUATION, role.CODER, Degree.TOOK_PART, facts.n_coders, 0),
        (Work.ANSWERING, level.OPERATIONAL, role.CONSULTANT, Degree.ASKED, facts.n_answers, 0),
        (Work.MARKING, level.STRATEGIC, role.CRITICAL_FRIEND, Degree.TOOK_PART, facts.n_members if facts.n_changes_marked else 0, 0),
    )  # fmt: skip
    return tuple(
        Activity(work=work, level=where, role=as_what, degree=degree, n_people=n, minutes=minutes)
        for work, where, as_what, degree, n, minutes in rows
        if n
    )


def profile(activities: Collection[Activity]) -> dict[Degree, int]:
    """Return how many activities stand at each degree; never how many people, who take part in several."""
    found = Counter(one.degree for one in activities)
    return {degree: found[degree] for degree in Degree}


def is_only_asked(activities: Collection[Activity]) -> bool:
    """Tell whether "participation" means no more here than being told and being asked."""
    return bool(activities) and all(one.degree in (Degree.INFORMED, Degree.ASKED) for one in activities)


def passport(facts: InvolvementFacts) -> tuple[Finding, ...]:
    """Return what each check finds, block by block; never added up to a score."""
    said = facts.say in (PanelSay.VETO, PanelSay.FINAL)
    rows = (
        (Subject.PRINCIPLES, Check.HAS_A_SAY, int(said), int(bool(facts.n_panellists or facts.say))),
        (Subject.PRINCIPLES, Check.ANSWERED, facts.n_differing_answered, facts.n_differing),
        (Subject.PURPOSE, Check.PURPOSE_SAID, int(facts.has_purpose), 1),
        (Subject.PURPOSE, Check.LIMITS_SAID, int(facts.has_limits), 1),
        (Subject.PRESENCE, Check.GROUPS_HEARD, facts.n_groups_heard, facts.n_groups),
        (Subject.PRESENCE, Check.YOUNG_SEATS, facts.n_young_seats, facts.n_seats),
        (Subject.PROCESS, Check.PREPARED, facts.n_prepared, facts.n_members),
        (Subject.PROCESS, Check.SETTLED, _hours_settled(facts), _hours_up(facts.panel_minutes)),
        (Subject.PROCESS, Check.ASKED_HOW_IT_WAS, min(facts.n_pulses, facts.n_youth_rounds), facts.n_youth_rounds),
        (Subject.IMPACT, Check.DONE, facts.n_changes_done, facts.n_changes),
        (Subject.IMPACT, Check.MARKED, facts.n_changes_marked, facts.n_changes),
    )
    return tuple(Finding(block=block, check=check, n=n, of=of) for block, check, n, of in rows)


def _hours_up(minutes: int) -> int:
    return -(-minutes // 60)


def _hours_settled(facts: InvolvementFacts) -> int:
    """Return whole hours; what is settled to the last minute counts as all of it."""
    is_all = facts.panel_minutes_settled >= facts.panel_minutes
    return _hours_up(facts.panel_minutes) if is_all else facts.panel_minutes_settled // 60


def check_activity(*, n_people: int, source: str) -> None:
    """Raise RuleBroken where an activity has nobody in it, or nobody could look up where the number comes from."""
    if not 1 <= n_people <= MOST_PEOPLE:
        raise RuleBroken("involvement.n-people", most=MOST_PEOPLE)
    if not is_sentence(source, shortest=SHORTEST_REASON):
        raise RuleBroken("involvement.no-source", shortest=SHORTEST_REASON)
