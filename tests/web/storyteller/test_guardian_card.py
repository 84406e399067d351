"""A guardian agrees by a card and a code (walk 2): uses only, never a story; a child who opens it is led back kindly."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.stories import ConsentEvent, GuardianLink, GuardianVisit, Recall, Story
from storyapp.rules.consent import ASKED_WHEN_TELLING, ConsentAct, ConsentBy, GuardianKind, Light
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.stories import StoryState
from storyapp.services import erasing, guardians, reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL
from tests.builders import a_programme, a_story, an_account, an_invitation, screen_as_is, sign_in, the_period
from tests.pages import PageClient
from tests.web.storyteller.walks import HAPPENED, MATTERS, code_on, tell, the_story

YES, NO = ({purpose.value: said for purpose in ASKED_WHEN_TELLING} for said in ("yes", "no"))


@pytest.fixture
def programme(app):
    return a_programme(guardian_age=14)


@pytest.fixture
def guardian(app):
    return PageClient(app, language="en")


def a_waiting_story(programme, **changes) -> Story:
    return a_story(programme, screened=False, age_band=AgeBand.FROM_10_TO_13, **changes)


def a_card(story: Story) -> str:
    """Make a card and return the path of its link."""
    story_id = story.id
    guardians.make_card(story_id)
    return f"/g/{guardians.card_of(story_id).token}"


def agree(client: PageClient, path: str, answers=YES, kind="parent") -> str:
    """Open a card, answer it and return the code that is shown."""
    client.get(path)
    client.submit({"kind": kind})
    client.submit(answers)
    assert client.url == "/guardian/code", client.text()[:500]
    return code_on(client)


def again(story: Story) -> Story:
    db.session.expire_all()
    return db.session.get(Story, story.id)


def card_on(client: PageClient) -> str:
    """Return the path of the link on the open card."""
    return "/g/" + client.page.find(id="card-link").get_text(strip=True).rsplit("/", 1)[1]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_teller_makes_a_card_and_the_guardian_agrees(app, programme, language):
    child, adult = PageClient(app, language=language), PageClient(app, language=language)
    receipt = tell(child, an_invitation(programme)[1], age={"band": "10-13"})
    child.get("/telling/guardian-card")
    child.post("/telling/guardian-card")
    seen = []

    adult.get(card_on(child))
    seen.append(adult.text())
    adult.submit({"kind": "parent"})
    seen.append(adult.text())
    adult.submit(YES)
    seen.append(adult.text())

    story = the_story()
    assert story.state is StoryState.TOLD
    assert {story.may_count, story.may_panel, story.may_quote} == {Light.YES}
    assert receipt not in child.text().replace(" ", "")
    assert not [word for word in (HAPPENED, MATTERS, story.public_id, receipt) for page in seen if word in page]


def test_the_card_that_a_teller_makes_says_who_asks_and_has_room_for_the_code(client, programme):
    tell(client, an_invitation(programme)[1], age={"band": "10-13", "role": "young_person"})

    client.get("/telling/guardian-card")
    client.post("/telling/guardian-card")

    card = client.page.find(class_="receipt").get_text(" ")
    assert programme.name.en in card and "stays private" in card and "____" in card


def test_the_secret_of_a_card_leaves_the_address_at_once(guardian, programme):
    path = a_card(a_waiting_story(programme))

    guardian.get(path, follow=False, status=303)
    cookie = guardian.http.get_cookie("guardian").value

    assert guardian.response.headers["Location"] == "/guardian/who"
    link, visit = db.session.scalars(db.select(GuardianLink)).one(), db.session.scalars(db.select(GuardianVisit)).one()
    kept = b"".join(value for row in (link, visit) for value in vars(row).values() if isinstance(value, bytes))
    assert path.rsplit("/", 1)[1].encode() not in kept and cookie.encode() not in kept


def test_a_card_takes_one_answer_and_the_code_opens_it_again(guardian, programme):
    story = a_waiting_story(programme)
    path = a_card(story)
    code = agree(guardian, path)
    guardian.post("/guardian/saved")

    guardian.get(path, status=404)
    guardian.get("/guardian")
    guardian.submit({"code": code})
    guardian.submit(YES | {"quote": "no"})

    assert "Saved" in guardian.text()
    assert (again(story).may_quote, again(story).may_panel) == (Light.NO, Light.YES)
    acts = [e.act for e in db.session.scalars(db.select(ConsentEvent)) if e.by is ConsentBy.GUARDIAN]
    assert acts.count(ConsentAct.WITHDRAW) == 1


def test_a_guardian_who_takes_a_yes_back_has_reports_and_rounds_called_back(guardian, programme):
    story = a_waiting_story(programme)
    code = agree(guardian, a_card(story))
    screen_as_is(again(story))
    order = Order(language="en", audience="inside", length="full", period_ids=(the_period(programme).id,))
    reporting.build_now(programme, order, actor=SHELL)

    guardian.post("/guardian/saved")
    guardian.get("/guardian")
    guardian.submit({"code": code})
    guardian.submit(NO)

    assert again(story).may_count is Light.NO
    assert db.session.scalar(db.select(db.func.count(Recall.id)).where(Recall.story_public_id == story.public_id)) > 0


@pytest.mark.parametrize("where", ["/my-story", "/guardian"])
def test_a_code_opens_only_what_it_is_for(app, guardian, programme, where):
    child = PageClient(app, language="en")
    receipt = tell(child, an_invitation(programme)[1], age={"band": "10-13"})
    code = agree(guardian, a_card(the_story()))
    visitor = PageClient(app, language="en")

    visitor.get(where)
    visitor.submit({"code": code if where == "/my-story" else receipt})

    assert visitor.url == where
    assert "No story" in visitor.text() or "code" in visitor.text()


def test_the_cookie_of_a_guardian_opens_no_story(app, guardian, programme):
    guardian.get(a_card(a_waiting_story(programme)))
    thief = PageClient(app, language="en")
    thief.http.set_cookie("my-story", guardian.http.get_cookie("guardian").value)
    thief.http.set_cookie("telling", guardian.http.get_cookie("guardian").value)

    thief.get("/my-story/view")
    at_my_story = thief.url
    thief.get("/telling/check")

    assert (at_my_story, thief.url) == ("/my-story", "/telling")


def test_a_child_who_opens_the_card_is_led_back_kindly_and_agrees_to_nothing(guardian, programme):
    story = a_waiting_story(programme)
    path = a_card(story)

    guardian.get(path)
    guardian.submit({"kind": "not-guardian"})

    assert guardian.h1 == "All right, nothing happened"
    assert "not who, not where" in guardian.text()
    assert again(story).state is StoryState.WAITING_FOR_GUARDIAN
    assert db.session.scalars(db.select(GuardianLink)).one().n_not_guardian == 1
    line = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "guardian-card.not-guardian")).one()
    assert (line.actor, line.subject) == ("guardian", f"story:{story.public_id}")
    guardian.get(path)
    assert guardian.h1 == "Are you the guardian?"


def test_answers_are_not_reached_without_saying_who_one_is(guardian, programme):
    guardian.get(a_card(a_waiting_story(programme)))

    guardian.get("/guardian/answer")

    assert guardian.url == "/guardian/who"


def test_a_missing_answer_is_asked_for_and_the_others_stay(guardian, programme):
    guardian.get(a_card(a_waiting_story(programme)))
    guardian.submit({})
    nothing_chosen = guardian.text()
    guardian.submit({"kind": "parent"})

    guardian.submit({**YES, "quote": ""})

    assert "Please choose who you are" in nothing_chosen
    assert "Please choose yes or no" in guardian.text()
    assert guardian.page.find("input", attrs={"name": "panel", "value": "yes"}).has_attr("checked")


def test_switching_the_language_keeps_what_was_chosen(guardian, programme):
    guardian.get(a_card(a_waiting_story(programme)))
    guardian.submit({"kind": "guardian"})

    guardian.language = "ru"
    guardian.submit({"panel": "no", "switch_language": "ru"})

    assert guardian.h1 == "Вы согласны?"
    assert guardian.page.find("input", attrs={"name": "panel", "value": "no"}).has_attr("checked")
    assert not guardian.page.select(".error")


@pytest.mark.parametrize("ends", ["in time", "by a newer card", "by staff", "with the story"])
def test_a_card_ends(guardian, programme, clock, ends):
    story = a_waiting_story(programme)
    path = a_card(story)

    if ends == "in time":
        clock.now += timedelta(days=30)
    elif ends == "by a newer card":
        guardians.make_card(story.id)
    elif ends == "by staff":
        guardians.revoke_card(
            programme, story.public_id, account_id=an_account(Role.FACILITATOR, programme=programme).id
        )
    else:
        erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    guardian.get(path, status=404)
    assert guardian.h1 == "This card does not open"


def test_no_to_everything_lets_nobody_read_and_has_a_way_back(app, guardian, programme):
    child = PageClient(app, language="en")
    receipt = tell(child, an_invitation(programme)[1], age={"band": "10-13"})
    story = the_story()
    code = agree(guardian, a_card(story), NO)
    child.get("/my-story")
    child.submit({"code": receipt})
    told_no = child.text()
    still_waits = again(story).state is StoryState.WAITING_FOR_GUARDIAN

    guardian.post("/guardian/saved")
    guardian.get("/guardian")
    guardian.submit({"code": code})
    guardian.submit(YES)

    assert still_waits and again(story).state is StoryState.TOLD
    assert "The adult said no" in told_no


def test_a_teller_cannot_put_a_new_card_over_an_answer(app, guardian, programme):
    child = PageClient(app, language="en")
    tell(child, an_invitation(programme)[1], age={"band": "10-13"})
    agree(guardian, a_card(the_story()))

    child.post("/telling/guardian-card")

    assert "An adult has answered already" in child.text()
    assert db.session.scalar(db.select(db.func.count(GuardianLink.id))) == 1


def test_the_words_shown_to_a_guardian_are_kept_by_their_hash(guardian, programme):
    agree(guardian, a_card(a_waiting_story(programme)), kind="head_of_institution")

    link = db.session.scalars(db.select(GuardianLink)).one()
    said = [e for e in db.session.scalars(db.select(ConsentEvent)) if e.by is ConsentBy.GUARDIAN]
    assert link.kind is GuardianKind.HEAD_OF_INSTITUTION
    assert {e.purpose for e in said} == set(ASKED_WHEN_TELLING)
    assert all(len(e.text_hash) == 64 and e.language == "en" for e in said)
    assert {e.purpose for e in said if e.act is ConsentAct.GRANT} == set(ASKED_WHEN_TELLING)


def test_a_facilitator_prints_cards_for_many_and_never_sees_a_text(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    stories = [a_waiting_story(programme) for _ in range(2)]
    client.get(f"/p/{programme.slug}/consent")
    client.get(client.link("Cards for guardians"))

    client.submit({"stories": [story.public_id for story in stories]})
    client.get(client.link("Print all cards"))

    assert len(client.page.select(".guardian-card svg")) == 2
    assert "speak in class" not in client.text()
    key = client.page.select_one(".cards-key")
    assert [one.get_text().startswith("Told on") for one in key.select("li")] == [True, True]
    assert not any("Told on" in card.get_text() for card in client.page.select(".guardian-card"))


def test_one_card_alone_needs_no_key(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_waiting_story(programme)
    client.get(f"/p/{programme.slug}/consent/cards")
    client.submit({"stories": [story.public_id]})

    client.get(client.link("Print all cards"))

    assert client.page.select(".guardian-card") and not client.page.select(".cards-key")


def test_choosing_no_story_for_a_card_says_so(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    a_waiting_story(programme)
    client.get(f"/p/{programme.slug}/consent/cards")

    client.submit({}, status=422)

    assert "Choose at least one story" in client.text()
