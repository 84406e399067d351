"""What the pages of telling do for a weak network, and what they let a phone keep."""

import re

import pytest

from storyapp.rules.wording import LANGUAGES
from tests.builders import a_programme, a_question, an_invitation
from tests.web.storyteller.walks import ANSWERS, HAPPENED, step_of, walk

HEAVIEST_FIRST_LOAD = 100_000
SCRIPTS = ("cyrillic", "latin")
OWN_PHONE = {"own_phone": "y"}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


def load(client) -> int:
    """Return the bytes that the open page costs a browser that has nothing of us yet, all its scripts counted."""
    needed = set(re.findall(r"/static/[\w./-]+\.(?:css|js|svg)\?\w+", client.response.text))
    if client.page.find(class_=["story-text", "read-back"]):
        needed |= {
            f"/static/fonts/literata-{script}-{weight}-normal.woff2" for script in SCRIPTS for weight in (400, 600)
        }
    compressed = {"Accept-Encoding": "gzip, br"}
    answers = [client.http.get(one, headers=compressed) for one in {client.url, *needed}]
    assert {one.status_code for one in answers} == {200}
    return sum(len(one.data) for one in answers)


def test_every_page_of_telling_is_light_on_first_load(russian, programme):
    a_question(programme, code="own", position=0)
    _, token = an_invitation(programme)
    russian.get(f"/t/{token}")
    loads = {}

    for _ in range(14):
        loads[step_of(russian)] = load(russian)
        if step_of(russian) == "check":
            break
        russian.submit(ANSWERS[step_of(russian)])
    russian.submit()
    loads["receipt"] = load(russian)

    print(loads)
    assert {name: weight for name, weight in loads.items() if weight > HEAVIEST_FIRST_LOAD} == {}
    assert len(loads) > 9


def test_a_script_that_sends_again_is_told_where_to_go(client, token):
    walk(client, token, to="happened")
    values = {"csrf_token": client.csrf(), "happened": HAPPENED}

    answers = [client.http.post("/telling/happened", data=values, headers={"X-Resend": "1"}) for _ in range(2)]

    assert [(one.status_code, one.headers["X-Go"], one.data) for one in answers] == [(204, "/telling/matters", b"")] * 2


def test_a_script_that_sends_an_old_form_gets_the_page_that_explains(client, token):
    walk(client, token, to="happened")

    answer = client.http.post("/telling/happened", data={"csrf_token": "old"}, headers={"X-Resend": "1"})

    assert answer.status_code == 400
    assert "too old" in answer.text


@pytest.mark.parametrize(("start", "keeps"), [(OWN_PHONE, True), ({}, False)], ids=["own phone", "shared phone"])
def test_only_a_phone_of_their_own_is_asked_to_keep_something(client, token, start, keeps):
    walk(client, token, to="happened", start=start)

    assert bool(client.page.find(attrs={"data-phone": True})) is keeps
    assert ("Erase from this phone" in client.text()) is keeps


def test_the_key_of_a_phone_is_another_one_for_each_story(client, token):
    keys = []
    for _ in range(2):
        walk(client, token, to="age", start=OWN_PHONE)
        keys.append(client.page.find(attrs={"data-phone": True})["data-phone"])
        client.http.get("/telling/leave")

    assert len(set(keys)) == 2


@pytest.mark.parametrize("way", ["erase", "saved", "leave", "put-away"])
def test_whoever_leaves_asks_the_browser_to_forget(client, token, way):
    walk(client, token, start=OWN_PHONE)
    if way == "saved":
        client.submit()

    answer = (
        client.http.get(f"/telling/{way}")
        if way == "leave"
        else client.http.post(f"/telling/{way}", data={"csrf_token": client.csrf()})
    )

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_without_network_is_the_same_for_everybody(client, token, language):
    before = client.http.get(f"/telling/offline/{language}").data
    walk(client, token, to="matters")

    assert client.http.get(f"/telling/offline/{language}").data == before
    assert b"csrf" not in before
    assert f'lang="{language}"'.encode() in before


def test_the_helper_names_files_that_are_there(client):
    helper = client.http.get("/telling/helper.js").text

    kept = re.findall(r'"(/(?:static|telling)/[^"]+)"', helper.partition("// Helps")[0])

    assert len(kept) > 5
    assert {client.http.get(one).status_code for one in kept} == {200}
