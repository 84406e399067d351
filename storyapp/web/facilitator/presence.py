"""Who is missing, how they can still be reached, and a sheet for those who would rather not tell (A12, MF16)."""

from flask import render_template, request, url_for

from storyapp.rules.wording import LANGUAGES
from storyapp.services import changes
from storyapp.services import presence as service
from storyapp.services.helping import lines_for
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.exact import exact_on
from storyapp.web.facilitator import blueprint
from storyapp.words.presence import route_words, step_words
from storyapp.words.speech import language, speaking


@blueprint.get("/p/<programme>/presence")
def presence(programme: str) -> str:
    """Show group by group who was heard by which way, and what can be done; never a name."""
    exact = exact_on("presence")
    reached = service.reached(here.programme(), is_exact=exact.is_on)
    return render_template(
        "facilitator/presence.html", reached=reached, exact=exact, route_words=route_words, step_words=step_words,
    )  # fmt: skip


@blueprint.get("/p/<programme>/presence/sheet")
def quiet_sheet(programme: str) -> str:
    """Show a sheet for those who were asked and told nothing: nothing follows from it, and what they may still do."""
    place = here.programme()
    asked = request.args.get("language", "")
    with speaking(asked if asked in LANGUAGES else language(), address=place.address_form.value):
        return render_template(
            "facilitator/quiet_sheet.html", programme=place, language=language(), lines=lines_for(place.organisation_id, language()),
            page_url=full_address(url_for("front.we_did", slug=place.slug)) if changes.has_page(place) else "",
        )  # fmt: skip
