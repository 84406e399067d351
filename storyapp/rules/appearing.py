"""Where a story may appear: one table of what each place asks for, read by rules in Python and by queries alike (B4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from storyapp.rules.consent import Light, Purpose
from storyapp.rules.stories import StoryState


class Where(Enum):
    """Where people who are not its teller can meet a story. The desk, where it is screened, is no such place."""

    CODING = "coding"  # coded, searched word by word, read by the module, learned from
    GROUPS = "groups"  # gathered into groups that nobody planned
    CHECKING = "checking"  # verified, and laid beside other evidence
    COUNTS = "counts"  # every number of a report
    EXCHANGE = "exchange"  # the whole text, in a file for another program of analysis
    PANEL = "panel"
    YOUTH_PANEL = "youth_panel"
    OUTSIDE_PANEL = "outside_panel"  # readers who are neither staff nor of the programme
    OUTSIDE_YOUTH_PANEL = "outside_youth_panel"
    QUOTES = "quotes"  # a sentence, for readers inside
    PUBLIC_QUOTES = "public_quotes"  # a sentence, or the whole, for everyone


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a place asks for: which yes, and whether a story that is held for its teller's safety is kept away."""

    yes: frozenset[Purpose] = frozenset()
    not_no: frozenset[Purpose] = frozenset()  # "unknown" will do: an import brought no word about it
    keeps_held_away: bool = True
    waits_for_teller: bool = (
        False  # closed while the teller says that the text still tells who it is, or has changed it
    )
    needs_second_person: bool = False  # two people have found nobody in the text


ANALYSED = frozenset({Purpose.ANALYSIS})
# Every place besides: the text was confirmed by a person, it is not withdrawn, it waits for no guardian, it is no test.
ASKED: Mapping[Where, Asked] = {
    Where.CODING: Asked(not_no=ANALYSED, keeps_held_away=False),  # gone from here alone, it would tell that it is held
    Where.GROUPS: Asked(not_no=ANALYSED),
    Where.CHECKING: Asked(not_no=ANALYSED),
    Where.COUNTS: Asked(not_no=ANALYSED),
    Where.EXCHANGE: Asked(yes=ANALYSED, waits_for_teller=True),
    Where.PANEL: Asked(yes=frozenset({Purpose.PANEL}), waits_for_teller=True),
    Where.YOUTH_PANEL: Asked(yes=frozenset({Purpose.YOUTH_PANEL}), waits_for_teller=True),
    Where.OUTSIDE_PANEL: Asked(yes=frozenset({Purpose.PANEL}), waits_for_teller=True, needs_second_person=True),
    Where.OUTSIDE_YOUTH_PANEL: Asked(
        yes=frozenset({Purpose.YOUTH_PANEL}),
        waits_for_teller=True,
        needs_second_person=True,
    ),
    Where.QUOTES: Asked(yes=frozenset({Purpose.QUOTE}), not_no=ANALYSED, waits_for_teller=True),
    Where.PUBLIC_QUOTES: Asked(
        yes=frozenset({Purpose.QUOTE, Purpose.PUBLICATION}),
        not_no=ANALYSED,
        waits_for_teller=True,
        needs_second_person=True,
    ),
}


@dataclass(frozen=True, kw_only=True)
class Appearing:
    """What has to be known of a story; a purpose that is not named was refused."""

    state: StoryState
    is_held: bool = False
    is_test: bool = False
    is_objected: bool = False  # by the teller, to the text as others read it
    is_reworded: bool = False  # by the teller, and nobody has screened the new words yet
    is_approved: bool = False  # by a second person, in its present version
    lights: Mapping[Purpose, Light] = field(default_factory=dict)


def may_appear(story: Appearing, place: Where) -> bool:
    """Tell whether a story may be met in a place now."""
    asked = ASKED[place]
    if story.state is not StoryState.SCREENED or story.is_test:
        return False
    if story.is_held and asked.keeps_held_away:
        return False
    rests = story.is_objected or story.is_reworded
    if (rests and asked.waits_for_teller) or (asked.needs_second_person and not story.is_approved):
        return False
    return all(story.lights.get(one, Light.NO) is Light.YES for one in asked.yes) and all(
        story.lights.get(one, Light.NO) is not Light.NO for one in asked.not_no
    )
