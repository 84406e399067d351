"""A standing panel: who sits until when, what its word weighs, and what of its choices moves up (K2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import SHORTEST_JOINT_REASON, is_sentence

MOST_MEMBERS = 60


class PanelSay(Enum):
    """What the word of a youth panel weighs where adults choose too.

    Advice: adults who choose otherwise answer in writing; so they do under the two others also. Veto: the choice of
    adults waits until the young people agree, and does not go on where they refuse. Final: of stories that both read,
    what the young people chose goes on.
    """

    ADVICE = "advice"
    VETO = "veto"
    FINAL = "final"


class MemberRole(Enum):
    """What a member does at the table."""

    MEMBER = "member"
    CHAIR = "chair"
    NOTES = "notes"
    SUBSTITUTE = "substitute"


class Preparation(Enum):
    """What a member should have met before the first sitting."""

    PURPOSE = "purpose"
    PRACTICE = "practice"
    CONFIDENCE = "confidence"
    SAFETY = "safety"
    THANKS = "thanks"
    GUARDIAN = "guardian"


class YouthWord(Enum):
    """What a youth panel with a veto says of a choice by adults."""

    AGREES = "agrees"
    REFUSES = "refuses"


def steps_for(*, is_young: bool) -> tuple[Preparation, ...]:
    """Return the checklist of a member; a guardian is asked for young people only."""
    return tuple(step for step in Preparation if is_young or step is not Preparation.GUARDIAN)


def check_panel(*, is_youth: bool, say: PanelSay) -> None:
    """Raise RuleBroken where adults would get a say that is meant for young people."""
    if say is not PanelSay.ADVICE and not is_youth:
        raise RuleBroken("panel.say-is-for-youth")


def check_term(*, joined_on: date, term_ends_on: date | None, left_on: date | None) -> None:
    """Raise RuleBroken where a term ends before it began."""
    if any(end is not None and end < joined_on for end in (term_ends_on, left_on)):
        raise RuleBroken("panel.term-ends-before")


def sits_on(day: date, *, joined_on: date, term_ends_on: date | None, left_on: date | None) -> bool:
    """Tell whether a member sits on this day; the last day of a term belongs to it."""
    if day < joined_on or (left_on is not None and day >= left_on):
        return False
    return term_ends_on is None or day <= term_ends_on


def check_youth_word(reason: str) -> None:
    """Raise RuleBroken where the young people's word has no reason in a sentence."""
    if not is_sentence(reason, shortest=SHORTEST_JOINT_REASON):
        raise RuleBroken("panel.word-without-reason", shortest=SHORTEST_JOINT_REASON)


@dataclass(frozen=True, kw_only=True)
class LevelChoice:
    """What one decided round chose, of what it read."""

    round_id: int
    panel_name: str
    domain_id: int | None
    is_youth: bool
    read: frozenset[int]
    chosen: tuple[int, ...]
    is_final: bool = False  # a youth panel that has the last word
    is_refused: bool = False  # a youth panel with a veto said no


def moving_up(choices: Iterable[LevelChoice]) -> dict[int, LevelChoice]:
    """Return which stories go on, and who chose them; the later round speaks for a story that two chose."""
    every = tuple(choices)
    going: dict[int, LevelChoice] = {}
    for choice in every:
        if choice.is_refused:
            continue
        overruled = set() if choice.is_youth else _overruled(choice, every)
        going.update({story_id: choice for story_id in choice.chosen if story_id not in overruled})
    return going


def _overruled(choice: LevelChoice, every: Collection[LevelChoice]) -> set[int]:
    """Return what adults chose and a youth panel with the last word read and did not choose."""
    final = [one for one in every if one.is_final and one.domain_id == choice.domain_id]
    return {story_id for one in final for story_id in one.read if story_id not in one.chosen}
