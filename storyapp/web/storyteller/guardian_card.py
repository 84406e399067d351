"""The card for the adult who has to agree too: made by the teller, after telling or later with the code."""

from typing import Any

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.services import guardians
from storyapp.services.guardians import Card
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.pages import teller_here
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.get("/telling/guardian-card")
def card_after_telling() -> Response | str:
    """Show the card beside the receipt; the code of the story is not on it."""
    if not teller_here().contents.is_sent:
        return redirect(url_for("storyteller.step", name="check"), 303)
    return _page(here.place().programme, "card_after_telling", "receipt", "leave")


@blueprint.post("/telling/guardian-card")
def make_card_after_telling() -> Response:
    """Make the card."""
    return _make(here.draft().story_id or 0, "card_after_telling")


@blueprint.get("/my-story/guardian-card")
def card() -> str:
    """Show the card to a teller who came back."""
    return _page(g.returned.programme, "card", "view", "leave_my_story")


@blueprint.post("/my-story/guardian-card")
def make_card() -> Response:
    """Make the card, or a new one in its place."""
    return _make(here.draft().story_id or 0, "card")


def card_facts(card: Card | None) -> dict[str, Any]:
    """Return what a page shows of a card: its address and the same as a picture."""
    if card is None:
        return {"card": None, "address": "", "picture": ""}
    address = full_address(url_for("guardian.enter", token=card.token))
    return {"card": card, "address": address, "picture": qr_drawing(address, named=say("The link as a picture"))}


def _page(programme: Programme, itself: str, back: str, leave: str) -> str:
    return render_template(
        "storyteller/guardian_card.html", **card_facts(guardians.card_of(here.draft().story_id or 0)), programme=programme,
        make_url=url_for(f"storyteller.{itself}"), back_url=url_for(f"storyteller.{back}"),
        quick_exit_url=url_for(f"storyteller.{leave}"),
    )  # fmt: skip


def _make(story_id: int, page: str) -> Response:
    try:
        guardians.make_card(story_id)
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
    return redirect(url_for(f"storyteller.{page}"), 303)
