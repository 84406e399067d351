"""A stack of paper stories is typed in one after another; each teller gets a printed code (A7)."""

from datetime import date

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.data.tables.stories import ConsentEvent, Draft, Story
from storyapp.rules.consent import ConsentBy, Light, Purpose
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode, StoryState
from storyapp.services import stacks
from storyapp.services.sealing import open_original
from storyapp.services.transaction import account_actor
from tests.builders import a_programme, a_question, an_account, an_invitation, sign_in
from tests.pages import PageClient

PAPER = {
    "number": "A-09", "told_on": "2026-05-12", "band": "14-15", "purposes": ["ANALYSIS", "PANEL"],
    "happened": "We painted the fence together and he spoke.", "matters": "He had been silent.",
    "considered": "I sleep better\nI have a friend", "direction": "better", "title": "Fence",
}  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def stack(client, programme, person):
    """Open the page of a stack and return its address."""
    sign_in(client, person)
    an_invitation(programme, mode=Mode.PAPER, label="Camp", collector_id=person.id)
    client.get(f"/p/{programme.slug}/collecting")
    client.get(client.link("Type in a stack"))
    return client.url


def stories() -> list[Story]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Story).order_by(Story.id)))


def value_of(client, name: str) -> str:
    return client.page.find(attrs={"name": name}).get("value", "")


def test_a_paper_becomes_a_story_of_its_day_with_what_the_paper_agrees_to(client, stack, person):
    client.submit(PAPER)

    story = stories()[0]
    assert (story.mode, story.told_on, story.collector_id) == (Mode.PAPER, date(2026, 5, 12), person.id)
    assert (story.may_panel, story.may_quote) == (Light.YES, Light.NO)
    assert open_original(story.id)["considered"] == ["I sleep better", "I have a friend"]
    said = db.session.scalars(db.select(ConsentEvent).where(ConsentEvent.purpose == Purpose.PANEL)).one()
    assert (said.by, said.paper, said.recorded_by_id) == (ConsentBy.STAFF_ON_PAPER, "A-09, 2026-05-12", person.id)


def test_who_typed_a_paper_in_stands_in_the_audit_chain(client, stack, person):
    client.submit(PAPER)

    assert db.session.scalars(db.select(AuditEvent.actor).where(AuditEvent.act == "story.told")).all() == [
        account_actor(person.id)
    ]


def test_the_next_paper_takes_over_day_collector_and_the_number_after(client, stack):
    client.submit({**PAPER, "collector": "0"})

    assert "1 paper typed in" in client.text()
    assert value_of(client, "number") == "A-10"
    assert value_of(client, "told_on") == "2026-05-12"
    assert client.page.find("select", attrs={"name": "collector"}).find("option", selected=True)["value"] == "0"
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text(strip=True) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"happened": "Hm"}, "few words"),
        ({"band": ""}, "Please choose an age."),
        ({"number": ""}, "Please give the paper a number."),
        ({"told_on": "2026-05-21"}, "in the future"),
        ({"told_on": "May"}, "date"),
        ({"domain": "77777"}, "choice"),
        ({"collector": "x"}, "choice"),
    ],
    ids=["no story yet", "no age", "no number", "of tomorrow", "no day", "no such domain", "nobody"],
)
def test_what_does_not_hold_is_said_and_nothing_typed_is_lost(client, stack, change, words):
    client.submit({**PAPER, **change}, status=422)

    assert words.lower() in client.page.find(class_="error-summary").get_text().lower()
    typed = {**PAPER, **change}
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text(strip=True) == typed["happened"]
    assert client.page.find("textarea", attrs={"name": "matters"}).get_text(strip=True) == PAPER["matters"]
    assert stories() == []


def test_the_same_press_twice_is_one_story_and_one_slip(client, stack):
    key = value_of(client, "submission_key")

    client.submit(PAPER)
    client.submit({**PAPER, "submission_key": key})

    assert "This paper was saved already." in client.text() and "1 paper typed in" in client.text()
    assert len(stories()) == 1


def test_each_paper_has_a_printed_code_that_opens_its_story(client, app, stack):
    client.submit(PAPER)
    client.submit({**PAPER, "number": "A-10"})
    client.get(client.link("Print the receipts"))
    codes = [one.get_text("", strip=True).replace(" ", "") for one in client.page.find_all(class_="code")]
    assert len(set(codes)) == 2 and "A-09" in client.text()

    teller = PageClient(app, language="en")
    teller.get("/my-story")
    teller.submit({"code": codes[0]})

    assert teller.url == "/my-story/view"


def test_a_finished_stack_forgets_its_codes(client, stack):
    client.submit(PAPER)

    client.post(f"{stack}/finish")
    client.get(f"{stack}/slips")

    assert "No code waits to be printed." in client.text()
    assert db.session.query(Draft).count() == 0


def test_codes_are_sealed_under_the_cookie_and_stand_in_no_other_browser(client, app, stack, person):
    client.submit(PAPER)
    client.get(f"{stack}/slips")
    code = client.page.find(class_="code").get_text("", strip=True).replace(" ", "")

    other = PageClient(app, language="en")
    sign_in(other, person)
    other.get(f"{stack}/slips")

    assert "No code waits" in other.text()
    assert code.encode() not in db.session.scalars(db.select(Draft)).one().sealed


def test_the_programme_s_own_questions_stand_on_the_same_page_and_may_stay_empty(client, programme, person):
    question = a_question(programme, code="place", is_required=True)
    sign_in(client, person)
    invitation, _ = an_invitation(programme, mode=Mode.PAPER)
    client.get(f"/p/{programme.slug}/stack/{invitation.id}")

    client.submit({**PAPER, f"question_{question.id}": "female"})
    client.submit({**PAPER, "number": "A-10"})

    assert [open_original(story.id)["answers"] for story in stories()] == [{str(question.id): "female"}, {}]


def test_a_child_s_paper_waits_for_the_guardian_unless_one_paper_covers_all(client, app, person):
    programme = a_programme(guardian_age=16)
    staff = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, staff)
    for paper in ("", "No. 7 of 1 May"):
        invitation, _ = an_invitation(programme, mode=Mode.PAPER, guardian_paper=paper)
        client.get(f"/p/{programme.slug}/stack/{invitation.id}")
        client.submit(PAPER)

    assert [story.state for story in stories()] == [StoryState.WAITING_FOR_GUARDIAN, StoryState.TOLD]


def test_a_guardian_s_paper_that_lies_in_the_stack_is_typed_in_with_it(client, app):
    programme = a_programme(guardian_age=16)
    person = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, person)
    invitation, _ = an_invitation(programme, mode=Mode.PAPER)
    client.get(f"/p/{programme.slug}/stack/{invitation.id}")

    client.submit({**PAPER, "guardian_paper": "No. 7 of 1 May"})

    story = stories()[0]
    said = db.session.scalars(db.select(ConsentEvent).where(ConsentEvent.by == ConsentBy.GUARDIAN)).first()
    assert (story.state, story.may_panel, story.may_quote) == (StoryState.TOLD, Light.YES, Light.NO)
    assert (said.paper, said.recorded_by_id) == ("No. 7 of 1 May", person.id)


def test_where_no_guardian_is_asked_the_stack_does_not_ask_either(client, stack):
    assert client.page.find("input", attrs={"name": "guardian_paper"}) is None


def test_only_links_for_paper_have_a_stack(client, programme, person):
    sign_in(client, person)
    invitation, _ = an_invitation(programme)

    client.get(f"/p/{programme.slug}/stack/{invitation.id}", status=404)


def test_a_link_that_is_used_up_says_so_and_keeps_what_was_typed(client, stack):
    row = db.session.scalars(db.select(StoryInvitation)).one()
    row.budget = 0
    db.session.commit()

    client.submit(PAPER, status=422)

    assert "used as often as it may be" in client.text()
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text(strip=True) == PAPER["happened"]


@pytest.mark.parametrize(
    ("last", "following"), [("7", "8"), ("A-09", "A-10"), ("12/b", "13/b"), ("no digits", "")],
    ids=["a number", "with noughts", "with an end", "nothing to count"],
)  # fmt: skip
def test_the_number_after(last, following):
    stack = stacks.Stack(invitation_id=1, slips=[stacks.Slip(paper=last, code="1" * 20)])

    assert stack.next_number == following
