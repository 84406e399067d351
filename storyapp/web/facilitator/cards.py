"""Cards for guardians: made for stories that wait, printed, stopped."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import guardians, papers
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import CardsForm
from storyapp.web.facilitator.papers import choice, words_of
from storyapp.words.dates import day
from storyapp.words.messages import message
from storyapp.words.speech import mark, say, speaking

MOST_PRINTED = 50


@blueprint.route("/p/<programme>/consent/cards", methods=["GET", "POST"])
def guardian_cards(programme: str) -> str | Response | tuple[str, int]:
    """List the stories that wait, and make cards for the guardians of those that have none."""
    place = here.programme()
    waiting, n_waiting = papers.waiting_stories(place)
    cards = guardians.cards_of(place)
    without = [line for line in waiting if line.public_id not in cards]
    form = sent(CardsForm).offer([choice(line) for line in without])
    if form.is_sent():
        try:
            guardians.make_cards(place, form.stories.data, account_id=here.account().id)
        except RuleBroken as broken:
            form.complain("stories", message(broken))
        else:
            leave_note(mark("The cards are ready. Print them, cut them apart and hand them out."))
            return redirect(url_for(".guardian_cards", programme=programme), 303)
    crumb(say("Consent on paper"), url_for(".record_consent", programme=programme))
    page = render_template(
        "facilitator/guardian_cards.html", form=form, n_waiting=n_waiting, n_shown=len(waiting), n_without=len(without),
        with_card=[(line, words_of(line), cards[line.public_id]) for line in waiting if line.public_id in cards],
    )  # fmt: skip
    return (page, 422) if form.errors else page


@blueprint.get("/p/<programme>/consent/cards/print")
def print_guardian_cards(programme: str) -> str:
    """Show all cards that wait for an answer, or one, on a sheet to cut apart; each in the language it was made in."""
    place, only = here.programme(), request.args.get("story", "")
    ids = [only] if only else list(guardians.cards_of(place))[:MOST_PRINTED]
    cards = guardians.show_cards(place, ids, account_id=here.account().id)
    waiting, _ = papers.waiting_stories(place)
    lines = {line.public_id: line for line in waiting}
    drawn, key = [], []
    for public_id, card in cards.items():
        address = full_address(url_for("guardian.enter", token=card.token))
        with speaking(card.language):
            drawn.append({"card": card, "address": address, "picture": qr_drawing(address), "words": _words(card)})
        line = lines.get(public_id)
        key.append(
            (words_of(line), line.invitation) if line is not None else (say("Not among the oldest that wait"), "")
        )
    return render_template("facilitator/guardian_cards_print.html", cards=drawn, key=key, programme=here.programme())


@blueprint.post("/p/<programme>/consent/cards/<public_id>/stop")
def stop_guardian_card(programme: str, public_id: str) -> Response:
    """Stop a card that nobody has answered."""
    guardians.revoke_card(here.programme(), public_id, account_id=here.account().id)
    leave_note(mark("The card is stopped. You can make another one."))
    return redirect(url_for(".guardian_cards", programme=programme), 303)


def _words(card: guardians.Card) -> dict[str, str]:
    return {
        "title": say("For a parent or guardian"),
        "ask": say("A young person asks for your agreement. Open this link or scan the picture."),
        "private": say("You see what may be done, and say yes or no. What a child tells stays private."),
        "until": say("Works until %(day)s, for one answer.", day=day(card.expires_at)),
        "code": say("Code of the guardian, to be written in:"),
    }
