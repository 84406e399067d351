"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, RETURNED, TELLER, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "storyteller.enter": ANYONE,
    "storyteller.no_draft": ANYONE,
    "storyteller.step": TELLER,
    "storyteller.take_step": TELLER,
    "storyteller.leave": ANYONE,
    "storyteller.again": TELLER,
    "storyteller.go_on": TELLER,
    "storyteller.begin_anew": TELLER,
    "storyteller.later": TELLER,
    "storyteller.put_away": ANYONE,
    "storyteller.erase_here": TELLER,
    "storyteller.resume": ANYONE,
    "storyteller.take_over": ANYONE,
    "storyteller.receipt": TELLER,
    "storyteller.saved": TELLER,
    "storyteller.done": ANYONE,
    "storyteller.card_after_telling": TELLER,
    "storyteller.make_card_after_telling": TELLER,
    "storyteller.card": RETURNED,
    "storyteller.make_card": RETURNED,
    "storyteller.my_story": ANYONE,
    "storyteller.come_back": ANYONE,
    "storyteller.view": RETURNED,
    "storyteller.write": RETURNED,
    "storyteller.send_message": RETURNED,
    "storyteller.consent": RETURNED,
    "storyteller.change_consent": RETURNED,
    "storyteller.confirm_reading_back": RETURNED,
    "storyteller.take_back": RETURNED,
    "storyteller.withdraw": RETURNED,
    "storyteller.erase": RETURNED,
    "storyteller.erase_now": RETURNED,
    "storyteller.gone": ANYONE,
    "storyteller.take_along": RETURNED,
    "storyteller.close": RETURNED,
    "storyteller.leave_my_story": ANYONE,
}
