"""Every page of every visitor, on a phone and on a laptop, in light and in part in the dark.

Every visitor comes in one language, every other in Russian, and of the staff only the first who may open a page looks at
it; `make nightly` lets each come in both and look at everything (STORYAPP_SWEEP=all).
"""

import os

import pytest

from storyapp.web.wings import DOORS
from tests.demo_house import STAFF, VISITORS, add_unfinished_work, cookies_of, is_open_to, pages_of

PHONE, LAPTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
IS_WHOLE = os.environ.get("STORYAPP_SWEEP") == "all"
DARK_EVERY = 3 if IS_WHOLE else 6
LANGUAGES = ("ru", "en")
MOST_OPENED = 140  # those of a kind not seen before come first


def speaks(n: int) -> tuple[str, ...]:
    """Return in which languages a visitor comes."""
    return LANGUAGES if IS_WHOLE else LANGUAGES[n % 2 : n % 2 + 1]


def shows_first(visitor: str, endpoint: str) -> bool:
    """Tell whether no earlier member of staff may open a page; in the whole sweep everybody shows everything."""
    if IS_WHOLE or visitor not in STAFF:
        return True
    may = [one for one in STAFF if is_open_to(one, endpoint, "GET")]
    return bool(may) and may[0] == visitor


COMES = [
    (visitor, language)
    for n, visitor in enumerate(VISITORS)
    for language in speaks(n)
    if any(shows_first(visitor, endpoint) for endpoint in DOORS)
]


@pytest.mark.parametrize(("visitor", "language"), COMES)
def test_every_page_fits_every_screen_and_every_reader(open_browser, house, app, visitor, language):
    house.ask(add_unfinished_work)
    opened = pages_of(app, visitor, language=language, most=MOST_OPENED)
    found = [one for one in opened if is_a_page(one) and is_shown_by(visitor, one)]
    window = open_browser(language=language, width=PHONE["width"])
    window.let_in(**cookies_of(app, visitor))
    seen: set[str] = set()

    for n, one in enumerate(one for one in found if is_new(one, seen)):
        window.page.set_viewport_size(PHONE)
        window.go(one.address)
        if n % DARK_EVERY == 0:
            window.page.emulate_media(color_scheme="dark")
            window.troubles += [f"{window.path} in the dark: {trouble}" for trouble in window.look_closely()]
            window.page.emulate_media(color_scheme="light")
        window.page.set_viewport_size(LAPTOP)
        window.look_at_width()

    assert seen
    troubles, window.troubles[:] = list(dict.fromkeys(window.troubles)), []
    assert not troubles, "\n".join([f"{len(troubles)} troubles of {visitor} in {language}:", *troubles])


def is_a_page(found) -> bool:
    return found.page is not None and found.response.status_code == 200


def is_shown_by(visitor: str, found) -> bool:
    """Tell whether this visitor shows a page: what several of the staff may open looks much the same to them."""
    if visitor in STAFF and found.endpoint.startswith("account."):
        return visitor == "staff, administrator"
    return shows_first(visitor, found.endpoint)


def is_new(found, seen: set[str]) -> bool:
    """Tell whether a page of this kind is looked at for the first time; test_pages.py opens the others."""
    if found.endpoint in seen and found.endpoint != "storyteller.step":
        return False
    seen.add(found.endpoint)
    return True
