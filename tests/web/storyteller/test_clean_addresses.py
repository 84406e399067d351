"""Every press of a teller, of one who came back and of a guardian ends at a clean address, whatever was typed."""

from urllib.parse import urlsplit

import pytest

from storyapp.web.common.access import Who, door_for
from storyapp.web.wings import DOORS
from tests.demo_house import GUARDIAN, RETURNED, TELLER, cookies_of
from tests.pages import PageClient
from tests.web.storyteller.walks import ANSWERS

MARKER = "Zylofonkvark"
ODD = f"{MARKER} 1234 5678 9012 3456 7890"
OURS = {TELLER: (Who.TELLER, Who.ANYONE), RETURNED: (Who.RETURNED, Who.ANYONE), GUARDIAN: (Who.GUARDIAN, Who.ANYONE)}
WINGS = ("storyteller.", "guardian.", "front.")
ON_ITS_OWN_PAGE = {"/my-story/attachments": 422}  # a refused file: what was written beside it stays on the page
NAMES = ("code", "words", "text", "kind", "happened", "matters", "title", "choice", "other", "change_1", "happened-1", "next", "language")  # fmt: skip


@pytest.fixture
def is_demo() -> bool:
    return True


def presses(app, visitor: str) -> list[str]:
    """Return the addresses that this visitor may send something to."""
    rules = [
        rule for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.endpoint.startswith(WINGS)
        and door_for(DOORS, rule.endpoint, "POST").who in OURS[visitor]
    ]  # fmt: skip
    steps = [*ANSWERS, "check"] if visitor == TELLER else ["happened"]
    found = []
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        for rule in rules:
            choices = (
                [{"name": step} for step in steps] if "name" in rule.arguments else [dict.fromkeys(rule.arguments, "x")]
            )
            found += [bound.build(rule.endpoint, values) for values in choices]
    return found


@pytest.mark.parametrize("typed", [{}, dict.fromkeys(NAMES, ODD)], ids=["nothing", "something odd"])
@pytest.mark.parametrize("visitor", list(OURS))
def test_every_press_ends_at_a_clean_address(app, visitor, typed):
    strange = []
    for address in presses(app, visitor):
        client = PageClient(app, language="en")
        for name, value in cookies_of(app, visitor).items():
            client.http.set_cookie(name, value)
        client.http.set_cookie("visitor", "somebody")
        token = app.extensions["kit"].vault.sign("somebody", "csrf")
        answer = client.http.post(address, data={**typed, "csrf_token": token})
        going = urlsplit(answer.headers.get("Location", ""))
        if (
            answer.status_code != ON_ITS_OWN_PAGE.get(address, 303)
            or going.netloc
            or MARKER in going.geturl()
            or "1234" in going.geturl()
        ):
            strange.append(f"{address}: {answer.status_code} {going.geturl()}")

    assert not strange, "\n".join(strange)
