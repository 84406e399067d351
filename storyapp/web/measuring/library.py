"""The library of instruments: cards, five facets to find one, and the shelf to begin with."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.instruments import Facet, InstrumentMethod, InstrumentPurpose, counted, fitting
from storyapp.rules.practice import PracticeKind
from storyapp.services import instruments as service
from storyapp.services.instruments import Card
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

OWN_WORDS = (Facet.GROUP, Facet.RESULT)


@blueprint.get("/p/<programme>/instruments")
def instruments(programme: str) -> str:
    """Show the instruments, narrowed by what was chosen."""
    cards = service.cards_of(here.programme())
    chosen = {facet: value for facet in Facet if (value := request.args.get(facet.value, ""))}
    marks = [one.marks for one in cards]
    fits = fitting(marks, chosen)
    url = url_for("measuring.instruments", programme=programme)
    return page(
        "instruments", tab="instruments", cards=[one for one in cards if one.instrument.id in fits], n_all=len(cards),
        facets=[_facet(facet, cards, chosen, counted(marks, chosen)[facet], url) for facet in Facet],
        is_narrowed=bool(chosen), url=url,
    )  # fmt: skip


@blueprint.get("/p/<programme>/instruments/<int:instrument_id>")
def instrument(programme: str, instrument_id: int) -> str:
    """Show one card."""
    card = here.found(service.card_of(here.programme(), instrument_id))
    crumb(say("Instruments"), url_for("measuring.instruments", programme=programme))
    return page("instrument", tab="instruments", card=card, kinds=_kinds(card.instrument.practices))


@blueprint.get("/p/<programme>/instruments/shelf")
def shelf(programme: str) -> str:
    """Show the cards that come with the house."""
    crumb(say("Instruments"), url_for("measuring.instruments", programme=programme))
    return page("shelf", tab="instruments", cards=service.shelf(here.programme()))


@blueprint.post("/p/<programme>/instruments/shelf/<code>")
def take(programme: str, code: str) -> Response:
    """Copy a card into the programme."""
    try:
        taken = service.take_card(here.programme(), code, by_id=here.account().id)
    except RuleBroken as broken:
        leave_note(message(broken))
        return redirect(url_for("measuring.shelf", programme=programme), 303)
    leave_note(mark("The card is yours now: tick which indicators it measures, and change what does not fit."))
    return redirect(url_for("admin.thing", programme=programme, noun="instruments", thing_id=taken), 303)


def _facet(
    facet: Facet, cards: Iterable[Card], chosen: Mapping[Facet, str], counts: Mapping[str, int], url: str
) -> dict[str, Any]:
    """Return one way to narrow the cards, with how many each value would show."""
    options = []
    for value, words in _values(facet, cards):
        is_chosen = chosen.get(facet) == value
        kept = {**chosen, facet: "" if is_chosen else value}
        query = urlencode({one.value: said for one, said in kept.items() if said})
        options.append(
            {
                "label": words, "is_chosen": is_chosen, "count": number(counts.get(value, 0)),
                "url": f"{url}?{query}" if query else url,
            }
        )  # fmt: skip
    return {"title": label(facet), "options": options, "as_written": facet in OWN_WORDS}


def _values(facet: Facet, cards: Iterable[Card]) -> list[tuple[str, str]]:
    if facet is Facet.GROUP:
        groups = {one.id: one for card in cards for one in card.groups}
        return [(str(n), one.name.say(language())) for n, one in sorted(groups.items())]
    if facet is Facet.RESULT:
        results = {one.id: one for card in cards for one in card.results}
        return [(str(n), one.general.say(language())) for n, one in sorted(results.items())]
    kinds: dict[Facet, Any] = {
        Facet.PRACTICE: PracticeKind, Facet.PURPOSE: InstrumentPurpose, Facet.METHOD: InstrumentMethod,
    }  # fmt: skip
    used = {value for card in cards for value in card.marks.values[facet]}
    return [(one.name, label(one)) for one in kinds[facet] if one.name in used]


def _kinds(names: Iterable[str]) -> list[PracticeKind]:
    return [one for one in PracticeKind if one.name in set(names)]
