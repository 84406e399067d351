"""Leads see the words that the module listens for, add their own, put some aside, look them over, try a sentence."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.signals import SignalPhrase
from storyapp.gateways import nlp
from storyapp.rules.people import Role
from storyapp.services.signal_words import words_seen
from storyapp.web.safeguarding.words import LOUDNESS, SOURCES, plainly
from storyapp.words.signals import SIGNALS
from tests.builders import a_programme, a_story, act, an_account, sign_in


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def lead(programme):
    return an_account(Role.SAFEGUARDING_LEAD, programme=programme)


@pytest.fixture(params=["client", "russian"])
def either(request, lead):
    """A lead's browser, in each language."""
    browser = request.getfixturevalue(request.param)
    sign_in(browser, lead)
    return browser


@pytest.fixture
def desk(client, lead):
    sign_in(client, lead)
    return client


def url(programme, rest=""):
    return f"/p/{programme.slug}/signal-words{rest}"


def test_all_kinds_are_shown_with_source_and_date(either, programme):
    page = either.get(url(programme))

    assert len(page.select("main table tbody tr")) == len(nlp.SIGNAL_KINDS)
    assert len(page.select("main table tbody td a")) == 2 * len(nlp.SIGNAL_KINDS)
    assert ("2026" in page.select_one("dl.facts").get_text() and "WHO" in either.text()) or "ВОЗ" in either.text()


def test_every_kind_and_every_source_has_words():
    assert set(nlp.SIGNAL_KINDS) <= set(SIGNALS)
    assert {nlp.source_of(language)[0] for language in ("ru", "en")} <= set(SOURCES)
    assert list(nlp.shipped_patterns("en", "violence")) == list(LOUDNESS)


@pytest.mark.parametrize(
    ("pattern", "read"),
    [("not … want|wish … live", "not … want / wish … live"), ("=help =me|us", "“help” “me / us”")],
)
def test_a_pattern_is_read_plainly(pattern, read):
    assert plainly(pattern) == read


def test_the_way_leads_from_the_cases(desk, programme):
    desk.get(f"/p/{programme.slug}/cases")
    desk.get(desk.link("Words the module listens for"))
    desk.get(url(programme, "/en/violence"))

    assert "bruise" in desk.text() and "“hit / beaten / punched" in desk.text()


def test_own_words_are_added_shown_and_taken_out(either, programme):
    either.get(url(programme, "/ru/substance"))

    either.submit({"add-words": "кислый"}, form="add-form")
    added = either.page.select(".suggestion strong")
    row = db.session.scalars(db.select(SignalPhrase)).one()
    either.post(url(programme, f"/take-back/{row.id}"))

    assert [one.get_text() for one in added] == ["кислый"]
    assert (row.language, row.kind, row.is_own, row.is_strong) == ("ru", "substance", True, True)
    assert db.session.scalars(db.select(SignalPhrase)).all() == []


@pytest.mark.parametrize("words", ["", "a|b", "Вейп", "я"])
def test_words_that_cannot_be_added_come_back(either, programme, words):
    either.get(url(programme, "/ru/substance"))

    either.submit({"add-words": words}, form="add-form", status=422)

    assert either.page.select(".error-summary")


def test_shipped_words_are_put_aside_with_a_reason_and_taken_up_again(either, programme):
    either.get(url(programme, "/en/violence"))
    either.submit({"aside-pattern": "bruise", "aside-reason": ""}, form="aside-form", status=422)

    either.submit({"aside-pattern": "bruise", "aside-reason": "We are a judo club."}, form="aside-form")
    text = either.text()
    n_aside = len(words_seen(programme).kinds["violence"][1].aside)
    either.post(url(programme, f"/take-back/{db.session.scalars(db.select(SignalPhrase.id)).one()}"))

    assert n_aside == 1 and "We are a judo club." in text
    assert words_seen(programme).kinds["violence"][1].aside == []


def test_words_that_are_not_on_the_list_are_not_put_aside(desk, programme):
    desk.get(url(programme, "/en/violence"))

    desk.submit({"aside-pattern": "flowers", "aside-reason": "We are a judo club."}, form="aside-form", status=422)

    assert db.session.scalars(db.select(SignalPhrase)).all() == []


@pytest.mark.parametrize("rest", ["/xx/violence", "/en/joy"])
def test_what_no_list_has_is_not_found(desk, programme, rest):
    desk.get(url(programme, rest), status=404)
    desk.post(url(programme, rest), {"add-words": "snow"}, status=404)
    desk.post(url(programme, f"{rest}/aside"), {}, status=404)
    desk.post(url(programme, "/take-back/99"), {}, status=404)


def test_a_review_is_noted_and_asked_for_after_a_year(client, programme, lead, clock):
    clock.now = clock.now.replace(year=2028)
    desk = client
    sign_in(desk, lead)
    home, cases = (desk.get(f"/p/{programme.slug}{rest}").get_text(" ") for rest in ("", "/cases"))
    desk.get(url(programme))
    desk.post(url(programme, "/looked-over"))

    assert "list of signals to look over" in home and "Nobody has looked over" in cases
    assert f"20 May 2028, {lead.name}" in desk.text() and "20 May 2029" in desk.text()
    assert "Nobody has looked over" not in desk.get(f"/p/{programme.slug}/cases").get_text(" ")


def test_a_sentence_is_tried(either, programme):
    either.get(url(programme))

    either.submit({"trial-sentence": "My stepdad beats me."}, form="trial-form")

    assert either.page.select("#trial mark")
    assert either.page.select("#trial .badge-warn")


def test_a_sentence_that_waits_says_so(desk, programme, kit, monkeypatch):
    monkeypatch.setattr(type(kit.tasks), "wake", lambda self, ids: None)
    desk.get(url(programme))

    desk.submit({"trial-sentence": "My stepdad beats me."}, form="trial-form")

    assert "The module is reading this." in desk.text()


@pytest.mark.parametrize("sentence", ["", "long " * 200])
def test_a_sentence_that_cannot_be_tried_comes_back(either, programme, sentence):
    either.get(url(programme))

    either.submit({"trial-sentence": sentence}, form="trial-form", status=422)

    assert either.page.select(".error-summary")


def test_quiet_signals_are_listed_for_leads(either, programme):
    story = a_story(programme, screened=False, happened="I never cut myself and I am fine.", matters="")

    either.get(f"/p/{programme.slug}/quiet-signals")

    assert story.public_id in either.text()
    assert either.page.select(f'main a[href="/p/{programme.slug}/stories/{story.public_id}"]')


def test_where_the_module_is_off_the_page_says_so(desk, programme):
    with act("shell"):
        db.session.get(Programme, programme.id).is_analysed = False

    desk.get(url(programme))

    assert "it listens for nothing" in desk.text()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_nobody_else_sees_or_changes_them(client, programme, role):
    sign_in(client, an_account(role, programme=programme))

    client.get(url(programme), status=403)
    client.get(f"/p/{programme.slug}/quiet-signals", status=403)
    client.post(url(programme, "/en/substance"), {"add-words": "snow"}, status=403)
