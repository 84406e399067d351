"""Instruments: what a programme asks and looks with, one card each."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.instruments import Instrument
from storyapp.data.tables.programmes import SocialResult
from storyapp.rules.instruments import InstrumentMethod, InstrumentPurpose
from storyapp.rules.practice import PracticeKind
from storyapp.services import setup_lists
from storyapp.services.instruments import indicators_by_result
from storyapp.services.setup_lists import Place
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice, code, groups_of, named, plain, several, tick, whole
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say_plural

LONGEST_MINUTES = 600


def _indicators(place: Place) -> list[SelectChoice]:
    """Return the indicators, each with its result below."""
    return [
        SelectChoice(
            value=str(one.id), label=one.wording.say(language()),
            render_kw={"translate": "no", "hint": _said(result)},
        )
        for result, indicators in indicators_by_result(place.organisation_id, place.programme_id or 0)
        for one in indicators
    ]  # fmt: skip


def _said(result: SocialResult) -> str:
    return result.general.say(language())


def _tied(place: Place, row: Instrument) -> dict[str, Any]:
    return {name: setup_lists.tied_to(place, "instruments", row.id, name) for name in ("indicators", "groups")}


NOUN = Noun(
    kind="instruments",
    title=mark("Instruments"),
    lead=mark("What you ask and look with: forms, guides, sheets. A result is only known where an instrument measures its indicators."),
    nothing_yet=mark("Write down what you use already, even one sheet of paper. Your story form is an instrument too."),
    add=mark("Add an instrument"),
    edit=mark("Edit an instrument"),
    parts=(
        both("name", mark("What it is called")),
        both("about", mark("In two sentences"), is_optional=True, is_long=True),
        both("measures", mark("What one learns from it"), is_optional=True, is_long=True, rows=2),
        choice("method", mark("In which way"), InstrumentMethod),
        choice("purpose", mark("What you want to know"), InstrumentPurpose),
        several("indicators", mark("Which indicators it measures"), _indicators, hint=mark("Without a tick here nobody sees that the result can be measured.")),
        several("groups", mark("For which target groups"), groups_of),
        both("audience", mark("For whom"), hint=mark("Age, and whoever it does not suit."), is_optional=True),
        both("asker", mark("Who asks"), hint=mark("A role, not a name. And who should better not ask."), is_optional=True),
        both("preparation", mark("What to prepare"), is_optional=True, is_long=True),
        both("conduct", mark("How it goes"), is_optional=True, is_long=True, rows=4),
        whole("minutes", mark("Minutes of one person"), most=LONGEST_MINUTES, hint=mark("0 if nobody is asked, as when you look into records.")),
        named("languages", mark("In which languages it exists"), ("ru", "en")),
        several("practices", mark("For which kinds of practice"), lambda place: [SelectChoice(value=one.name, label=label(one)) for one in PracticeKind], is_of_codes=True),
        plain("source", mark("Where it is from"), hint=mark("Who made it, the year, where it can be looked up."), is_optional=True, most=400),
        plain("licence", mark("Licence"), hint=mark("May you use and change it? “Our own” is an answer too."), is_optional=True, most=400),
        tick("is_story_form", mark("This is the story form of the programme"), hint=mark("The card then leads to the form.")),
        code(),
    ),
    says=lambda row: row.name.say(language()),
    notes=lambda row: [label(row.method), *([say_plural("%(num)d minute", "%(num)d minutes", row.minutes)] if row.minutes else [])],
    is_on=lambda row: row.is_active,
    values=_tied,
    defaults={"method": InstrumentMethod.SURVEY, "purpose": InstrumentPurpose.CHANGE, "minutes": 0, "languages": ["ru"]},
)  # fmt: skip
