"""Interviews without a network: sealed on a collector's own phone, sent later, each exactly once."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.collectors import Collector
from storyapp.data.tables.programmes import Programme, Question
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.consent import Understanding
from storyapp.rules.stories import Mode, ReadBack
from storyapp.services import collectors, invitations, reading, receipts
from storyapp.services.invitations import NewInvitation
from tests.browser.walks import n_stories
from tests.browser.window import WHOLE, Window
from tests.builders import the_period

MARKER = "Зилофонкварк"


def link_of_a_collector(house) -> str:
    def make() -> str:
        programme = db.session.scalars(select(Programme).order_by(Programme.id)).first()
        wanted = NewInvitation(
            label="Грач", period_id=the_period(programme).id, language="ru", mode=Mode.PEER, is_test=True
        )
        made = collectors.create(programme, "Грач", wanted, account_id=1)
        db.session.get(Collector, made).card_read_on = house.clock.now.date()
        db.session.commit()
        return f"/t/{invitations.link_token(collectors.one_collector(programme, made)[1])}"

    return house.ask(make)


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "profile"


@pytest.fixture
def phone(house, chromium, profile):
    """A phone whose browser keeps its profile on disk, so that it can be looked through."""
    kind = chromium.browser_type
    context = kind.launch_persistent_context(
        profile, viewport={"width": 360, "height": 780}, locale="ru-RU", reduced_motion="reduce", **WHOLE
    )
    context.set_default_timeout(60_000)
    window = Window(house=house, context=context, page=context.pages[0], mirror=None, language="ru", closely=True)
    window.let_in(language="ru")
    yield window
    context.close()


def go_away(window, link):
    """Come in by the link, tick that the phone is one's own, and lose the network."""
    window.page.goto(window.house.url + link)
    window.page.get_by_role("link", name="Интервью без сети").click()
    window.ready()
    window.page.locator("#own-phone").check()
    window.page.locator("[data-do=own]").click()
    expect(window.page.locator("[data-say=ready]")).to_be_visible()


def interview(window, n):
    page = window.page
    page.locator("[name=band][value='14-15']").check()
    for group in page.locator("fieldset[data-band]:not([hidden]) fieldset").all():
        group.locator("input[value=yes]").check()
    page.locator("[name=happened]").fill(f"{MARKER} приходил к нам каждую неделю, и это история {n}.")
    page.locator("[name=direction][value=better]").check()
    page.locator("[name=read_back][value=ticked]").check()
    window.look()
    page.locator("#away-form button[type=submit]").click()
    expect(page.locator("[data-part=sealed]")).to_be_visible()
    window.look()
    code = page.locator("[data-say=code]").inner_text()
    page.locator("[data-do=next]").click()
    return code


def told(house):
    def ask():
        rows = db.session.scalars(select(Story).order_by(Story.id.desc()).limit(3)).all()
        return [(reading.newest_original(one.id)["happened"], one.read_back, one.collector_id) for one in rows][::-1]

    return house.ask(ask)


def plain_words(profile: Path) -> list[str]:
    """Return the files of a browser's profile in which a word of a story stands as it was typed."""
    needles = [MARKER.encode(coding) for coding in ("utf-8", "utf-16-le")] + [b"\\u0417\\u0438\\u043b"]
    found = []
    for folder, _, names in os.walk(profile):
        for name in names:
            file = Path(folder) / name
            if file.is_file() and any(needle in file.read_bytes() for needle in needles):
                found.append(str(file.relative_to(profile)))
    return found


def test_three_interviews_without_a_network_arrive_once_each_and_leave_no_word(phone, house, profile):
    before = n_stories(house)
    go_away(phone, link_of_a_collector(house))
    phone.look()
    phone.context.set_offline(True)
    phone.page.goto(phone.house.url + "/collector/away/interviews")
    phone.ready()
    expect(phone.page.locator("#away-form")).to_be_visible()
    phone.look()

    codes = [interview(phone, n) for n in (1, 2, 3)]

    expect(phone.page.locator("[data-say=waiting]")).to_contain_text("Ждут отправки: 3")
    assert MARKER not in phone.page.locator("[data-part=waiting]").inner_text()
    assert n_stories(house) == before
    kept = phone.page.evaluate("JSON.stringify(localStorage)")
    assert MARKER not in kept and not any(code.replace(" ", "") in kept for code in codes)
    assert plain_words(profile) == []

    phone.context.set_offline(False)
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.page.locator("[data-say=waiting]")).to_contain_text("Отправлено: 3")

    assert n_stories(house) == before + 3
    assert [one[0][-10:] for one in told(house)] == [f"история {n}." for n in (1, 2, 3)]
    assert {one[1] for one in told(house)} == {ReadBack.TICKED}
    assert house.ask(lambda: bool(receipts.come_back(codes[0], visitor="somebody")))
    assert plain_words(profile) == []
    assert phone.troubles == []


def test_an_interview_whose_answer_was_lost_arrives_once(phone, house):
    before = n_stories(house)
    go_away(phone, link_of_a_collector(house))
    cut = {"n": 0}

    def lose(route):
        cut["n"] += 1
        if cut["n"] == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/collector/away/send", lose)
    interview(phone, 1)
    expect(phone.page.locator("[data-say=waiting]")).to_contain_text("Ждут отправки: 1")
    house.wait_for(lambda: db.session.scalar(select(db.func.count(Story.id))), before + 1)

    phone.page.locator("[data-do=send]").click()
    expect(phone.page.locator("[data-say=waiting]")).to_contain_text("Отправлено: 1")

    assert n_stories(house) == before + 1


def test_without_the_tick_the_phone_keeps_nothing(phone, house):
    phone.page.goto(phone.house.url + link_of_a_collector(house))
    phone.page.get_by_role("link", name="Интервью без сети").click()
    phone.ready()
    expect(phone.page.locator("#away-form")).to_be_hidden()

    assert phone.page.evaluate("localStorage.length") == 0
    assert phone.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert phone.page.evaluate("caches.keys().then((all) => all.length)") == 0


def test_erasing_takes_the_page_and_what_waits_out_of_the_phone(phone, house):
    go_away(phone, link_of_a_collector(house))
    phone.context.set_offline(True)
    interview(phone, 1)
    phone.context.set_offline(False)
    phone.page.route("**/collector/away/send", lambda route: route.abort())

    phone.page.locator("[data-part=waiting] summary").click()
    expect(phone.page.locator("[data-say=loss]")).to_be_visible()
    phone.page.locator("[data-do=erase]").click()
    expect(phone.page.locator("#own-phone")).to_be_visible()

    assert phone.page.evaluate("localStorage.length") == 0
    assert phone.page.evaluate("caches.keys().then((all) => all.length)") == 0
    assert phone.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_what_is_missing_is_said_and_nothing_is_sealed(phone, house):
    go_away(phone, link_of_a_collector(house))
    phone.page.locator("[name=band][value='14-15']").check()
    phone.page.locator("[name=happened]").fill("Мы ездили в лагерь вместе.")
    phone.page.locator("#away-form button[type=submit]").click()

    expect(phone.page.locator("[data-say=errors] li")).to_have_count(3)
    expect(phone.page.locator("[name=happened]")).to_have_value("Мы ездили в лагерь вместе.")
    assert phone.page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('away:box:')).length") == 0


def test_a_question_is_asked_where_the_answers_lead_to_it_as_often_as_there_is_more(phone, house):
    before = n_stories(house)
    go_away(phone, link_of_a_collector(house))
    phone.context.set_offline(True)
    page = phone.page
    meetings = page.get_by_role("heading", name="Одна встреча, которая запомнилась")
    expect(meetings.first).to_be_hidden()
    expect(page.get_by_text("Как это шло?")).to_be_hidden()

    page.locator("label", has_text="Отчасти").first.click()
    expect(page.get_by_text("Как это шло?")).to_be_visible()
    page.locator("#away-form label", has_text="Наставник").first.click()
    expect(meetings.first).to_be_visible()
    expect(meetings.nth(1)).to_be_hidden()
    page.get_by_label("Гуляли или ехали куда-то").first.check()
    page.locator("[name=question_more-meetings-1]").check()
    expect(meetings.nth(1)).to_be_visible()
    page.locator("[name$=_2][value=phone]").check()
    page.locator("[data-slider] input[type=range]").first.press("Enter")
    page.locator("[data-part=check] input[type=radio]").first.check()
    page.locator("[data-do=explain]").click()
    expect(page.locator("[data-explanation]").first).to_be_visible()
    expect(page.locator("[data-part=check] input[type=radio]").first).to_be_disabled()
    interview(phone, 1)

    expect(meetings.first).to_be_hidden()
    assert page.locator("[data-slider] input.share").first.input_value() == ""
    expect(page.locator("[data-part=check] input[type=radio]").first).not_to_be_checked()
    phone.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    house.wait_for(lambda: db.session.scalar(select(db.func.count(Story.id))), before + 1)
    assert house.ask(said_by_code_and_time) == {
        ("because", 0): "partly", ("helped", 0): ["mentor"], ("pace", 0): 50,
        ("meeting-where", 0): "walk", ("meeting-where", 1): "phone",
    }  # fmt: skip
    assert house.ask(lambda: the_newest().understanding) in (Understanding.SOME, Understanding.NONE)
    assert phone.troubles == []


def test_the_youngest_are_asked_in_short_words(phone, house):
    go_away(phone, link_of_a_collector(house))
    page = phone.page
    short, usual = page.get_by_text("Кто помог больше?"), page.get_by_text("Благодаря кому это случилось?")

    page.locator("[name=band][value='10-13']").check()
    expect(short).to_be_visible()
    expect(usual).to_be_hidden()
    page.locator("[name=band][value='14-15']").check()

    expect(usual).to_be_visible()
    expect(short).to_be_hidden()


def test_an_interview_that_is_refused_is_taken_off_the_phone_by_itself(phone, house):
    go_away(phone, link_of_a_collector(house))
    phone.context.set_offline(True)
    interview(phone, 1)
    interview(phone, 2)
    page = phone.page
    refused = page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('away:box:')).sort()[0]")
    page.evaluate(
        "(name) => localStorage.setItem(name, JSON.stringify({...JSON.parse(localStorage[name]), letter: 'AAAA'}))",
        refused,
    )
    phone.context.set_offline(False)

    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-list=waiting] li")).to_have_count(1)
    page.locator("[data-list=waiting] summary").click()
    phone.look()
    page.get_by_role("button", name="Убрать навсегда").click()

    expect(page.locator("[data-say=waiting]")).to_contain_text("ничего не ждёт отправки")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('away:box:')).length") == 0
    assert phone.troubles == []


def the_newest():
    return db.session.scalars(select(Story).order_by(Story.id.desc()).limit(1)).one()


def said_by_code_and_time():
    rows = db.session.execute(
        select(Question.code, Answer.occasion, Answer.value)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.story_id == the_newest().id)
    )
    return {(code, occasion): value for code, occasion, value in rows}
