"""Words to a teller: how they may begin at each age, how easily they read, and how the teller will see them."""

from dataclasses import dataclass
from functools import cache

from storyapp.data.queries.rounds import Read
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Story
from storyapp.rules.people import AgeBand, ConsentBand
from storyapp.rules.readability import Reading, reading_of
from storyapp.rules.sentences import left_open
from storyapp.rules.wording import LANGUAGES
from storyapp.services.my_story import Answered
from storyapp.words.speech import mark, say, speaking

BEGINNINGS: dict[ConsentBand, tuple[str, ...]] = {
    ConsentBand.CHILD: (
        mark("Thank you for your story."),
        mark("We liked how you told about…"),
        mark("We talked about it. We understood that…"),
        mark("Now we will…"),
    ),
    ConsentBand.TEENAGER: (
        mark("Thank you for trusting us with this."),
        mark("What stayed with us in your story is…"),
        mark("It helped us understand that…"),
        mark("Because of it we will…"),
    ),
    ConsentBand.YOUNG_ADULT: (
        mark("Thank you for telling us this so openly."),
        mark("What the group valued most in your story is…"),
        mark("It showed us that…"),
        mark("This is what we will change, and by when:…"),
    ),
}
FOR_ADULTS = BEGINNINGS[ConsentBand.YOUNG_ADULT]
ADDRESSES = ("vy", "ty")


@dataclass(frozen=True, kw_only=True)
class Teller:
    """To whom words go: the age and the language of the story."""

    band: ConsentBand
    language: str
    address: str


def teller_of(programme: Programme, story: Story) -> Teller:
    """Return how to speak to the teller of a story."""
    is_adult = story.age_band in (AgeBand.ADULT, None)
    return Teller(
        band=(story.age_band or AgeBand.ADULT).consent_band,
        language=story.language if story.language in LANGUAGES else "en",
        address="vy" if is_adult else programme.address_form.value,
    )


def beginnings_for(teller: Teller) -> list[str]:
    """Return how an answer may begin, in the teller's language and for the teller's age."""
    with speaking(teller.language, address=teller.address):
        return [say(words) for words in BEGINNINGS.get(teller.band, FOR_ADULTS)]


def only_begun(text: str) -> tuple[str, ...]:
    """Return the sentences that were begun with our words, at whatever age and in whatever language, and not ended."""
    return left_open(text, _all_beginnings())


def reading_for(teller: Teller, text: str) -> Reading | None:
    """Measure words for the age of their reader."""
    return reading_of(text, language=teller.language, band=teller.band)


def as_teller_sees(one: Round, read: Read, *, valued: str, will_change: str, has_dissent: bool) -> Answered:
    """Return an answer as it would stand under "my story", before it is saved."""
    return Answered(
        round_name=one.name, panel_name=one.panel_name, is_chosen=read.row.is_chosen,
        outcome=one.outcome.name if one.outcome else "", joint_reason=one.joint_reason, has_dissent=has_dissent,
        valued=valued, will_change=will_change, next_steps=one.next_steps, answered_on=None,
    )  # fmt: skip


@cache
def _all_beginnings() -> tuple[str, ...]:
    found: dict[str, None] = {}
    for band in BEGINNINGS:
        for language in LANGUAGES:
            for address in ADDRESSES:
                found |= dict.fromkeys(beginnings_for(Teller(band=band, language=language, address=address)))
    return tuple(found)
