"""What a report may say, as plain values: gathered once, before a word of it is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from storyapp.data.queries.reporting import CodeRow, StoryRow
from storyapp.rules.changes import YouthMark
from storyapp.rules.equity import EquityCheck
from storyapp.rules.evidence import Finding, ItemCount, Verification
from storyapp.rules.lasting import LastingCounts
from storyapp.rules.panels import YouthWord
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.rounds import Method, OutcomeKind
from storyapp.rules.summary import Loop
from storyapp.rules.verifying import CountMethod
from storyapp.rules.wording import Wording
from storyapp.services.equity import Asked
from storyapp.services.involvement import Involvement
from storyapp.services.practice import DimensionLine
from storyapp.services.system_facts import SystemFacts
from storyapp.services.two_readings import TwoReadings

UNKNOWN = "UNKNOWN"  # the code of an age or a direction that nobody said
HANDOUTS = ("leaflet", "newsletter")
AUDIENCES = ("inside", "funder", "public")
TELLERS = ("young", "all")  # young people alone first: their voice is not drowned by that of adults (MF04)


@dataclass(frozen=True, kw_only=True)
class Order:
    """Which report is asked for."""

    language: str
    audience: str
    length: str
    period_ids: tuple[int, ...]
    tellers: str = "all"

    @property
    def is_handout(self) -> bool:
        """Tell whether this is a page or two for a whole group, which everybody may read."""
        return self.length in HANDOUTS


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A period, domain, theme, result or target group by its id, code and words."""

    id: int
    code: str
    words: Wording
    n_expected: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    level: OutcomeLevel | None = None


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words of a teller that may stand in this report; `source` says who they are as far as numbers allow."""

    story_id: int
    text: str
    language: str
    role: str = ""  # codes; empty where too few tellers share them
    band: str = ""
    is_whole: bool = False  # the whole story, agreed to be published
    is_chosen: bool = False  # by evaluators, not by lot
    name: str = ""  # made up by the teller, where they agreed to publication under it


@dataclass(frozen=True, kw_only=True)
class ChosenStory:
    """A story that a panel chose; `why_not` is the code of the reason why its words may not stand here."""

    story_id: int
    title: str = ""
    words: tuple[Words, ...] = ()
    why_not: str = ""
    is_gone: bool = False  # its teller has taken it back since


@dataclass(frozen=True, kw_only=True)
class Levels:
    """What young people and adults chose from the stories that both of them read."""

    n_both: int
    n_only_youth: int
    n_only_adult: int
    stays_behind: bool = False  # young people with the last word did not choose what only adults chose


@dataclass(frozen=True, kw_only=True)
class StoodApart:
    """How the readers of one round stood over a story; young people and adults only where each are some."""

    story_id: int
    letter: str
    title: str  # where it may stand here
    is_chosen: bool
    liked: float
    split: float
    liked_young: float | None = None
    liked_adult: float | None = None


@dataclass(frozen=True, kw_only=True)
class RoundPart:
    """One decided round as a report may tell it."""

    round_id: int
    name: str
    panel_name: str
    is_youth: bool
    selection_level: int
    method: Method
    period_id: int
    domain_id: int | None
    outcome: OutcomeKind | None
    is_tie: bool
    n_stories: int
    n_seats: int
    n_voted: int
    n_abstained: int
    n_turns: int
    n_moved: int
    is_robust: bool
    tally: tuple[float, ...]
    chosen: tuple[ChosenStory, ...]
    joint_reason: str
    reasons: tuple[str, ...]
    dissent: tuple[str, ...]
    criteria: str
    why_not_others: str
    next_steps: str
    levels: tuple[Levels, ...]
    answer_to_youth: str
    youth_word: YouthWord | None = None
    youth_word_reason: str = ""
    refused_because: tuple[str, ...] = ()  # what young people said of choices before this one
    apart: tuple[StoodApart, ...] = ()  # the most divisive first
    is_finished: bool = True  # every teller has an answer, young people have had their last word


@dataclass(frozen=True, kw_only=True)
class Coding:
    """Who coded, with what, and how far two readers agree."""

    by: Mapping[str, int] = field(default_factory=dict)  # who decided → confirmed codes
    n_suggested_first: int = 0
    n_open: int = 0
    engines: tuple[str, ...] = ()
    n_second: int = 0
    agreement: float | None = None


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What went back to tellers, and what they said to it."""

    loop: Loop
    n_exceptions: int
    n_seen: int
    n_replies: int
    n_questions: int
    n_complaints: int
    n_misread: int = 0


@dataclass(frozen=True, kw_only=True)
class Valued:
    """What a panel valued in a story whose teller lets it be told to these readers."""

    story_id: int
    text: str
    language: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One line of "you said, we did"."""

    heard: Wording
    decided: Wording
    status: str
    done_on: date | None
    youth_mark: YouthMark | None = None
    is_public: bool = False


@dataclass(frozen=True, kw_only=True)
class ChosenCard:
    """The evidence card of one chosen story."""

    story_id: int
    public_id: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """How a period's share was drawn, so that anybody can draw it again."""

    percent: int
    seed: str
    n_from: int
    planned_on: date


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was planned to be verified and what came of it."""

    n_planned: int = 0
    n_chosen: int = 0
    n_drawn: int = 0
    n_asked: int = 0
    n_done: int = 0
    facts: tuple[Verification, ...] = ()
    significance: tuple[Verification, ...] = ()
    drawn: tuple[Drawn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many others had a change, of how many asked, how and when."""

    id: int
    question: str
    method: CountMethod
    who: str
    n_yes: int
    n_asked: int
    n_in_group: int | None
    counted_on: date
    result_id: int | None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """How much else stands beside stories, for and against."""

    n_for: int = 0
    n_mixed: int = 0
    n_against: int = 0
    n_stories: int = 0


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a report is written from. What may not appear is not in here."""

    order: Order
    slug: str
    name: Wording
    purpose: Wording
    audience_words: Wording
    will_do: Wording
    will_not_do: Wording
    guardian_age: int
    periods: tuple[Entry, ...]
    domains: tuple[Entry, ...]
    themes: tuple[Entry, ...]
    results: tuple[Entry, ...]
    groups: tuple[Entry, ...]
    domains_changed: bool
    told: tuple[StoryRow, ...]  # the stories that are counted, without their words
    left_out: Mapping[str, int]
    n_unknown_consent: int
    n_quotable: int
    k: int
    group_codes: Mapping[int, tuple[str, ...]]
    tags: tuple[CodeRow, ...]
    links: tuple[CodeRow, ...]
    unplanned: frozenset[int]  # a person said that no result fits
    planned: frozenset[int]  # a person said that one does fit, without saying which
    coding: Coding
    rounds: tuple[RoundPart, ...]
    n_open_rounds: int
    fate: Mapping[int, str]  # story → read, chosen
    equity: EquityCheck
    asked: tuple[Asked, ...]
    evidence: tuple[ItemCount, ...]
    returned: Returned
    changes: tuple[ChangeLine, ...]
    n_links: int
    by_direction: Mapping[str, tuple[Words, ...]]
    by_theme: Mapping[int, tuple[Words, ...]]
    by_result: Mapping[tuple[int, str], tuple[Words, ...]]
    unplanned_words: tuple[Words, ...]
    newest_on: date | None
    seed: str
    involved: Involvement  # over the whole programme
    system: SystemFacts
    readings: TwoReadings
    cards: tuple[ChosenCard, ...] = ()
    checked: Checked = field(default_factory=Checked)
    counted: tuple[Counted, ...] = ()
    beside: Beside = field(default_factory=Beside)
    lasting: LastingCounts = field(default_factory=LastingCounts)  # what tellers said when they were asked again
    valued: tuple[Valued, ...] = ()  # handouts alone
    n_unanswered: int = 0  # of the stories told; handouts alone
    practice: tuple[DimensionLine, ...] = ()
    said_back: tuple[Words, ...] = ()  # what tellers wrote back and let a report say
    fingerprint: str = ""

    @property
    def n(self) -> int:
        """Return how many stories are counted."""
        return len(self.told)

    @property
    def told_rounds(self) -> tuple[RoundPart, ...]:
        """Return the rounds whose choice may be told here: a handout waits until a round is finished."""
        return tuple(one for one in self.rounds if one.is_finished or not self.order.is_handout)

    @property
    def uses(self) -> frozenset[tuple[int, str]]:
        """Return which story stands in this report and how, for the recall list."""
        found = {(row.id, "counted") for row in self.told}
        for words in self.all_words():
            found.add((words.story_id, "quoted"))
            if words.is_whole or words.name or self.order.audience == "public":
                found.add((words.story_id, "published"))
        for valued in self.valued:
            found |= {(valued.story_id, "quoted"), (valued.story_id, "published")}
        for one in self.told_rounds:
            use = "chosen-by-youth" if one.is_youth else "chosen"
            found |= {(story.story_id, use) for story in one.chosen if not story.is_gone}
            found |= {(story.story_id, "quoted") for story in one.chosen if story.title}
            found |= {(story.story_id, "quoted") for story in one.apart if story.title}
        return frozenset(found)

    def all_words(self) -> tuple[Words, ...]:
        """Return every word of a teller in this report."""
        groups = [*self.by_direction.values(), *self.by_theme.values(), *self.by_result.values(), self.unplanned_words]
        groups.append(self.said_back)
        groups += [story.words for one in self.told_rounds for story in one.chosen]
        return tuple(words for group in groups for words in group)

    @property
    def n_chosen(self) -> int:
        """Return how many of its quotes evaluators chose."""
        return sum(words.is_chosen for words in self.all_words())

    def count(self, attribute: str) -> Counter[str]:
        """Count the stories by an attribute; what nobody said is counted as unknown."""
        return Counter(code_of(row, attribute) for row in self.told)


def code_of(row: StoryRow, attribute: str) -> str:
    """Return the code of a story's group."""
    value = getattr(row, attribute)
    if value is None:
        return UNKNOWN
    return getattr(value, "name", None) or str(value)
