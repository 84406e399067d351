"""Walk 4: a disclosure of harm is held; the safeguarding leads act; no panel ever sees it."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.coding import Case
from storyapp.data.tables.people import Account, Membership
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import RoundStory
from storyapp.data.tables.stories import Story
from storyapp.rules.cases import CaseOutcome
from storyapp.rules.people import Role
from storyapp.rules.rounds import Method
from storyapp.services import rounds, screening
from storyapp.services.sessions import begin_staff_visit
from tests.browser.rounds import give_a_new_code, the_open_round
from tests.browser.walks import Teller
from tests.browser.window import Window
from tests.demo_house import cookies_of

HARM = {
    "ru": "Отчим бьёт меня ремнём, когда пьёт. Наставник сказал, что об этом можно рассказать.",
    "en": "My stepfather beats me with a belt when he drinks. My mentor said that I may tell somebody.",
}
HEARD = {"ru": "Теперь меня слышат.", "en": "Now they listen to me."}
CALM = {"ru": "Теперь я рисую каждый вечер.", "en": "Now I draw every evening."}
ANSWER = {
    "ru": "Мы прочитали это сегодня. Вы не одни: завтра в школу придёт психолог.",
    "en": "We read this today. You are not alone: a counsellor comes to your school tomorrow.",
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """A story that was just sent: its number, its name on lists, its code."""

    id: int
    public_id: str
    code: str


def tell(window: Window, **changes: object) -> Told:
    """Tell a story and return what is known of it."""
    teller = Teller(window=window, band="18-23", changes=changes)
    teller.begin()
    teller.go_on(to="check")
    window.send()
    window.is_at("/telling/receipt")
    code = teller.code()
    window.send("form.post-button")
    story_id, public_id = window.house.ask(
        lambda: db.session.execute(select(Story.id, Story.public_id).order_by(Story.id.desc()).limit(1)).one()
    )
    return Told(id=story_id, public_id=public_id, code=code)


def leads() -> list[int]:
    """Return the accounts of the programme's safeguarding leads."""
    having = select(Membership.account_id).where(Membership.role == Role.SAFEGUARDING_LEAD)
    return list(db.session.scalars(select(Account.id).where(Account.id.in_(having)).order_by(Account.id)))


def screen(told: Told) -> None:
    """Confirm a story's words as they are, as a reader who did not see the danger would."""
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    reader = db.session.scalars(select(Membership.account_id).where(Membership.role == Role.FACILITATOR)).first()
    desk = screening.desk(programme, told.public_id, account_id=reader)
    screening.confirm_working_text(
        programme, told.public_id, desk.texts, account_id=reader, seen_version=0, language=desk.language, domain_id=None
    )


def a_round_over(told: Told) -> int:
    """Plan a round over the period in which a story was told; return its number."""
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    facilitator = db.session.scalars(select(Membership.account_id).where(Membership.role == Role.FACILITATOR)).first()
    plan = rounds.RoundPlan(
        name="Round", period_id=db.session.get_one(Story, told.id).period_id, domain_id=None, panel_name="Panel",
        is_youth=False, selection_level=1, method=Method.MAJORITY, quorum=1, most_turns=1, closes_at=None,
    )  # fmt: skip
    return rounds.create_round(programme, plan, account_id=facilitator)


def state_of(told: Told) -> tuple[bool, bool]:
    """Return whether a story is held, and whether its case is closed."""
    case = db.session.scalars(select(Case).where(Case.story_id == told.id)).one()
    return db.session.get_one(Story, told.id).is_held, case.closed_at is not None


def close_with_two(first: Window, second: Window) -> None:
    """Take the newest case in hand, write to the teller, propose an outcome; a second lead closes it."""
    own = first.language
    first.go("/p/mentors")
    first.press(first.page.locator("main a[href$='/cases']").first)
    first.press(first.page.locator("main .suggestions a").first)
    address = first.path
    first.send(f"form.post-button[action='{address}/acknowledge']")
    expect(first.page.locator("main")).to_contain_text(HARM[own])
    for name, fields in (
        ("note", {"note-text": ANSWER[own]}),
        ("reply", {"reply-text": ANSWER[own]}),
    ):
        open_box(first, name)
        for field, words in fields.items():
            first.fill(field, words)
        first.send(f"#{name}-form")
    open_box(first, "outcome")
    first.choose("outcome-outcome", CaseOutcome.REFERRED.name)
    first.fill("outcome-note", ANSWER[own])
    first.send("#outcome-form")
    expect(first.page.locator("#close-form")).to_have_count(0)
    second.go(address)
    second.send("#close-form")


def open_box(window: Window, name: str) -> None:
    """Unfold a box of the page, where it is folded."""
    box = window.page.locator(f"details:has(#{name}-form)")
    if box.get_attribute("open") is None:
        box.locator("summary").click()


@pytest.mark.parametrize(
    ("language", "javascript"), [("ru", False), ("en", True)], ids=["Russian, no JavaScript", "English"]
)
def test_a_disclosure_is_held_and_leads_act_and_no_panel_sees_it(open_browser, house, app, language, javascript):
    phone = open_browser(language=language, javascript=javascript, width=360)
    desk, office = open_browser(language=language), open_browser(language=language)
    first, second = open_browser(language=language, width=360), open_browser(language=language)
    desk.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    office.let_in(**house.ask(lambda: cookies_of(app, "staff, administrator")))
    for window, account_id in zip((first, second), house.ask(leads), strict=True):
        cookie = house.ask(lambda who=account_id: begin_staff_visit(who, has_second_factor=True))
        window.let_in(staff=cookie)

    calm = tell(phone, title=CALM[language], matters=HEARD[language])
    told = tell(phone, happened=HARM[language], matters=HEARD[language], title="")
    house.ask(lambda: [screen(one) for one in (calm, told)])
    round_id = house.ask(lambda: a_round_over(told))
    held_at_once = house.ask(lambda: state_of(told))
    on_the_table(desk, round_id, calm, told)
    assert office.page.goto(f"{house.url}/p/mentors/cases").status == 403
    close_with_two(first, second)

    assert held_at_once == (True, False)
    assert house.ask(lambda: state_of(told)) == (True, True)
    on_the_table(desk, round_id, calm, told)
    phone.go("/my-story")
    phone.fill("code", told.code)
    phone.send()
    expect(phone.page.locator("main")).to_contain_text(ANSWER[language])


def a_story_of(round_id: int) -> int:
    return db.session.scalars(select(RoundStory.story_id).where(RoundStory.round_id == round_id)).first()


def on_the_table(desk: Window, round_id: int, offered: Told, never: Told) -> None:
    """See that one story can be laid before the panel, and the other cannot."""
    desk.go(f"/p/mentors/rounds/{round_id}/stories")
    expect(desk.page.locator(f"input[name=stories][value='{offered.public_id}']")).to_have_count(1)
    expect(desk.page.locator(f"input[name=stories][value='{never.public_id}']")).to_have_count(0)


def test_a_panel_that_reads_already_loses_a_story_whose_teller_asks_for_help(open_browser, house, app):
    phone, reader = open_browser(language="ru", width=360), open_browser(language="ru", width=360)
    reader.let_in(**house.ask(lambda: cookies_of(app, "a panellist")))
    reader.go("/panel/vote")
    before = reader.page.locator("input[name=choice]").count()
    code = house.ask(lambda: give_a_new_code(a_story_of(the_open_round())))

    phone.go("/my-story")
    phone.fill("code", code)
    phone.send()
    phone.go("/my-story/write")
    phone.choose("kind", "help")
    phone.fill("text", "Мне страшно идти домой.")
    phone.send()

    reader.go("/panel/vote")
    assert before > 1
    expect(reader.page.locator("input[name=choice]")).to_have_count(before - 1)
