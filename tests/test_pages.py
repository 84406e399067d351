"""Every page of every visitor, in both languages: it opens, one can read it, it is light, and it asks little."""

import itertools
import re

import pytest

from tests.demo_house import ENDS_THE_VISIT, VISITORS, Found, add_unfinished_work, open_link, pages_of
from tests.pages import check_headers, check_page

HEAVIEST_PAGE, HEAVIEST_FIRST_LOAD = 300_000, 100_000
MOST_QUERIES = 60
SHUT_FOR_NOW = {"account.invitation": 410, "account.new_password": 410}  # they need a link that nobody here has
IN_ITS_OWN_LANGUAGE = {
    "facilitator.invitation_sheet",
    "facilitator.invitation_cards",
    "facilitator.stack_slips",
    "facilitator.quiet_sheet",
    "rounds.slips",
    "rounds.cards",
    "form.preview_page",
}  # printed for who gets it
BY_LINK_ONLY = ENDS_THE_VISIT | {
    "storyteller.enter",
    "storyteller.helper",  # asked for by scripts, on a phone of the teller's own
    "storyteller.offline",
    "storyteller.passed_on",  # once a teller has made a link for friends
    "facilitator.stack_slips",  # once a paper has been typed in
    "guardian.enter",
    "account.open_invitation",
    "account.open_new_password",
    "form.preview_style",
    "reports.coded_file",  # once coded stories are put together
    "panel.picture",  # beside a story that may lie deeper in a panellist's own order than a crawl goes
}


@pytest.fixture
def is_demo() -> bool:
    return True


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("visitor", VISITORS)
def test_every_page_opens_and_can_be_read(app, visitor, language):
    add_unfinished_work()

    troubles = [
        trouble for found in pages_of(app, visitor, language=language) for trouble in troubles_of(found, language)
    ]

    assert not troubles, "\n".join([f"{len(troubles)} troubles of {visitor} in {language}:", *troubles])


def test_every_page_is_found_by_somebody(app):
    add_unfinished_work()

    lost = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods} - BY_LINK_ONLY
    for found in itertools.chain.from_iterable(pages_of(app, visitor, language="en", most=280) for visitor in VISITORS):
        lost.discard(found.endpoint)
        if not lost:
            break

    assert not lost, f"no visitor of the demo comes to these pages: {' '.join(sorted(lost))}"


def test_the_first_page_of_telling_is_light(app):
    client = app.test_client()
    page = client.get(open_link("ru"), follow_redirects=True)

    needed = set(re.findall(r"/static/[\w./-]+\.(?:css|js)\?\w+", page.text))
    weights = {name: on_the_wire(client, name) for name in needed} | {"page": len(page.data)}

    assert len(needed) > 2
    assert weights["page"] < 20_000
    assert sum(weights.values()) <= HEAVIEST_FIRST_LOAD, f"{sum(weights.values())} bytes: {weights}"


def on_the_wire(client, address: str) -> int:
    return len(client.get(address, headers={"Accept-Encoding": "gzip, br"}).data)


def troubles_of(found: Found, language: str) -> list[str]:
    """Return what is wrong with a page, each in one line."""
    troubles = []
    if found.response.status_code >= 400 and SHUT_FOR_NOW.get(found.endpoint) != found.response.status_code:
        return [f"{found.address} ({found.endpoint}, linked from {found.found_on}): {found.response.status}"]
    if found.n_queries > MOST_QUERIES:
        troubles.append(f"{found.address} ({found.endpoint}): {found.n_queries} queries")
    if found.page is not None and found.response.status_code == 200:
        if len(found.response.data) > HEAVIEST_PAGE:
            troubles.append(f"{found.address} ({found.endpoint}): {len(found.response.data)} bytes")
        spoken = found.page.html["lang"] if found.endpoint in IN_ITS_OWN_LANGUAGE else language
        troubles += complaint(check_page, found.page, spoken, found.address)
    return troubles + complaint(check_headers, found.response)


def complaint(check, *values) -> list[str]:
    try:
        check(*values)
    except AssertionError as error:
        return [str(error).partition("\n")[0]]
    return []
