"""Pages go out small, and their size tells nothing of the secrets in them."""

import gzip

import brotli
import pytest

from storyapp.rules.people import Role
from storyapp.web.common.csrf import masked, unmasked
from tests.builders import a_programme, an_account, an_invitation, sign_in
from tests.pages import form_values
from tests.web.storyteller.walks import walk

SIGNATURE = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("accepted", "encoding", "opened"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", "", bytes)],
    ids=["brotli", "gzip", "whole"],
)
def test_a_page_is_as_small_as_the_browser_can_read(client, accepted, encoding, opened):
    whole = client.http.get("/").data

    answer = client.http.get("/", headers={"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert len(opened(answer.data)) == len(whole)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_an_answer_that_is_no_page_stays_as_it_is(client):
    answer = client.http.get("/health", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in answer.headers


def test_a_page_that_repeats_a_search_goes_out_whole(client):
    programme = a_programme()
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))

    answer = client.http.get(f"/p/{programme.slug}/stories?q=guess", headers={"Accept-Encoding": "br"})

    assert b"guess" in answer.data and "Content-Encoding" not in answer.headers


def test_the_token_of_forms_is_another_one_in_each_answer(client):
    client.get("/")
    first = client.csrf()
    client.get("/")

    assert client.csrf() != first


def test_every_token_of_a_page_sends_a_form(client):
    _, token = an_invitation(a_programme())
    walk(client, token, to="age")
    values = form_values(client.page.find("form", id="page-form")) | {"band": "14-15"}
    client.get("/telling/age")

    answer = client.http.post("/telling/age", data=values)

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "token",
    ["", "x" * 80, "0" * 80, "ы" * 80, masked(SIGNATURE), masked(SIGNATURE)[:-1], masked(SIGNATURE).upper()],
    ids=["none", "no digits", "zeros", "cyrillic", "another's", "cut", "capitals"],
)
def test_a_token_that_is_not_ours_sends_nothing(client, token):
    client.get("/")

    client.post("/language", {"csrf_token": token, "language": "en"}, status=400)


def test_a_mask_is_new_each_time_and_comes_off_again():
    one, other = masked(SIGNATURE), masked(SIGNATURE)

    assert one != other
    assert SIGNATURE not in one + other
    assert unmasked(one) == unmasked(other) == SIGNATURE
