"""Cards of an invitation, four on a sheet, in short words for an age group and in the language of the link (A10)."""

from flask import render_template, request, url_for

from storyapp.rules.people import TELLER_BANDS, ConsentBand
from storyapp.services import invitations as service
from storyapp.web.common import here
from storyapp.web.common.here import found
from storyapp.web.common.qr import qr_drawing
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.invitations import link_of
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, speaking

ON_A_SHEET = 4
SHORT_WORDS = {
    ConsentBand.CHILD: mark("Tell about it here. Nobody asks what you are called. You may stop whenever you like."),
    ConsentBand.TEENAGER: mark("Better or worse, both count. Nobody asks your name, and you say who may read it."),
    ConsentBand.YOUNG_ADULT: mark("Good or bad, in your own words. No name. You decide who may read it."),
    ConsentBand.ADULT: mark(
        "For better or for worse, in your own words. No name is asked. You decide who may read it."
    ),
}


@blueprint.get("/p/<programme>/invitations/<int:invitation_id>/cards")
def invitation_cards(programme: str, invitation_id: int) -> str:
    """Show small cards to print, cut apart and hand out."""
    place = here.programme()
    row = found(service.one_invitation(place, invitation_id))
    band = next((one for one in TELLER_BANDS if one.name == request.args.get("ages")), ConsentBand.TEENAGER)
    grown_up = band in (ConsentBand.YOUNG_ADULT, ConsentBand.ADULT)
    ways = [
        (
            label(one),
            url_for(".invitation_cards", programme=programme, invitation_id=row.id, ages=one.name),
            one is band,
        )
        for one in TELLER_BANDS
    ]
    address = link_of(row)
    with speaking(row.language, address="vy" if grown_up else place.address_form.value):
        words = say(SHORT_WORDS[band])
        return render_template(
            "facilitator/invitation_cards.html", words=words, address=address, qr=qr_drawing(address), ways=ways,
            programme=place, language=language(), n_cards=ON_A_SHEET,
        )  # fmt: skip
