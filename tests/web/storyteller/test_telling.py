"""A young person tells on a phone without JavaScript."""

from datetime import datetime

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import ConsentEvent, Draft, Receipt, Story
from storyapp.rules.consent import ASKED_WHEN_TELLING, ConsentAct, Light
from storyapp.rules.people import AgeBand
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.stories import Direction, StoryState
from storyapp.services.sealing import open_original
from tests.builders import a_programme, a_question, an_invitation, domains
from tests.web.storyteller.walks import ANSWERS, HAPPENED, MATTERS, code_on, go_on, step_of, tell, the_story, walk


def stories() -> int:
    return db.session.scalar(db.select(db.func.count(Story.id)))


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


@pytest.mark.parametrize(("n_long", "minutes"), [(0, "about 8 minutes"), (4, "about 13 minutes")])
def test_the_first_page_says_how_long_this_form_takes(client, token, programme, n_long, minutes):
    for n in range(n_long):
        a_question(programme, f"long_{n}", kind=QuestionKind.LONG_TEXT, options=[])

    client.get(f"/t/{token}")

    assert minutes in client.text()


def test_a_story_is_told_from_the_link_to_the_receipt(client, token, programme):
    code = tell(client, token, direction={"direction": "worse", "domain": str(domains(programme)[1].id)})

    story = the_story()
    assert len(code) == 20
    assert open_original(story.id) == {
        "title": "Speaking", "happened": HAPPENED, "matters": MATTERS, "considered": ["I sleep badly"], "answers": {},
        "pseudonym": "",
    }  # fmt: skip
    assert (story.direction, story.domain_id) == (Direction.WORSE, domains(programme)[1].id)
    assert story.age_band is AgeBand.FROM_14_TO_15
    assert story.may_quote is Light.YES


def totals_on_the_way(client, token, **changes) -> list[tuple[int, int]]:
    """Walk to the end and return "2 of 9" of each page that shows it."""
    client.get(f"/t/{token}")
    seen = []
    for _ in range(14):
        bar = client.page.find("progress")
        seen += [(int(bar["value"]), int(bar["max"]))] if bar else []
        if step_of(client) == "check":
            return seen
        name = step_of(client)
        client.submit({**ANSWERS[name], **changes.get(name, {})})
    raise AssertionError(f"stuck at {step_of(client)}")


@pytest.mark.parametrize("band", ["10-13", "adult"], ids=["with a guardian", "without"])
@pytest.mark.parametrize("second", ["", "I sleep badly"], ids=["one change", "two changes"])
@pytest.mark.parametrize("n_questions", [0, 4], ids=["no questions", "questions"])
def test_the_number_of_steps_is_right_from_the_first_page(client, programme, band, second, n_questions):
    for n in range(n_questions):
        a_question(programme, code=f"own-{n}", position=n)
    _, token = an_invitation(programme)

    seen = totals_on_the_way(client, token, age={"band": band}, range={"change_2": second})

    assert {total for _, total in seen} == {8 + bool(n_questions)}
    assert sorted({done for done, _ in seen}) == list(range(1, seen[0][1] + 1))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@pytest.mark.parametrize(("n_questions", "offered"), [(3, False), (4, True)], ids=["three", "four"])
def test_a_long_list_of_questions_is_skipped_at_its_top(client, programme, n_questions, offered):
    for n in range(n_questions):
        a_question(programme, code=f"own-{n}", position=n)
    _, token = an_invitation(programme)

    walk(client, token, to="questions")

    buttons = [button.get_text(strip=True) for button in client.page.select("#page-form button")]
    assert ("Skip these questions" in buttons) is offered


@pytest.mark.parametrize(
    "changes", [{"revoked": True}, {"ended": True}, {"unknown": True}], ids=lambda c: next(iter(c))
)
def test_a_link_that_does_not_open_says_what_to_do(client, programme, clock, changes):
    times = (
        {"revoked_at": clock.now}
        if changes.get("revoked")
        else {"expires_at": clock.now}
        if changes.get("ended")
        else {}
    )
    _, token = an_invitation(programme, **times)

    client.get(f"/t/{'unknown' if changes.get('unknown') else token}", status=404)

    assert "ask the person who gave it to you" in client.text()


def test_pages_of_telling_without_a_draft_say_where_to_go(client):
    client.get("/telling/happened")

    assert client.h1 == "Nothing is open here"


def test_nobody_jumps_over_consent(client, token):
    walk(client, token, to="consent")

    client.get("/telling/happened")

    assert step_of(client) == "consent"


def test_back_keeps_what_was_answered(client, token):
    walk(client, token, to="matters")

    client.get(client.link("Back"))

    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == HAPPENED


def test_every_post_answers_with_a_clean_address(client, token):
    walk(client, token, to="happened")

    client.submit({"happened": "no"}, status=303, follow=False)

    assert client.response.headers["Location"] == "/telling/happened"


def test_what_does_not_hold_yet_stays_on_the_page_with_a_kind_word(client, token):
    walk(client, token, to="happened")

    client.submit({"happened": "too short"})

    assert step_of(client) == "happened"
    assert "Please write a few words" in client.text()
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == "too short"


def test_pressing_send_twice_keeps_one_story_and_one_code(client, token):
    walk(client, token)
    first = client.csrf()
    client.submit()
    code = code_on(client)

    client.http.post("/telling/check", data={"csrf_token": first})
    client.get("/telling/receipt")

    assert stories() == 1
    assert code_on(client) == code


def test_after_sending_the_draft_holds_no_word_of_the_story(client, token, kit):
    tell(client, token)
    cookie = client.http.get_cookie("telling").value
    draft = db.session.scalars(db.select(Draft)).one()

    opened = kit.vault.open(kit.vault.token_key(cookie), draft.sealed, "drafts")

    assert "bus" not in opened and "Speaking" not in opened


def test_the_code_is_gone_once_the_teller_has_saved_it(client, token):
    tell(client, token)

    client.post("/telling/saved")

    assert client.h1 == "Thank you"
    assert db.session.scalar(db.select(db.func.count(Draft.token_hash))) == 0
    assert db.session.scalars(db.select(Receipt)).one().confirmed_on is not None
    client.get("/telling/receipt")
    assert client.h1 == "Nothing is open here"


def test_no_cookie_and_no_address_holds_story_or_code(client, token):
    code = tell(client, token)

    cookies = " ".join(cookie.value for cookie in client.http._cookies.values())
    assert code not in cookies and "bus" not in cookies
    assert code not in client.url
    assert client.page.find(attrs={"href": lambda href: href and code in href}) is None


def test_an_age_group_and_a_day_are_kept_and_neither_an_address_nor_a_device(client, token, settings):
    address, device = "203.0.113.77", "Pocket-Phone-9000"
    client.http.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": f"Mozilla/5.0 ({device})"}

    tell(client, token)

    rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(db.select(table)).mappings()]
    said = " ".join(str(value) for row in rows for value in row.values())
    assert the_story().public_id in said  # what is searched holds what was told
    assert address not in said and device not in said
    of_the_story = db.session.execute(db.select(Story.__table__)).mappings().one()
    assert [name for name, value in of_the_story.items() if isinstance(value, datetime)] == []
    files = [path.read_bytes() for path in settings.data_folder.rglob("*") if path.is_file()]
    assert [one for one in files if address.encode() in one or device.encode() in one] == []


def test_the_next_child_on_a_shared_phone_sees_nothing_of_the_first(client, token):
    walk(client, token, to="matters")

    client.get(f"/t/{token}")
    assert HAPPENED not in client.text()
    client.post("/telling/begin-anew")

    assert step_of(client) == "start"
    assert db.session.scalar(db.select(db.func.count(Draft.token_hash))) == 1
    client.get("/telling/happened")
    assert step_of(client) == "start"


def test_on_an_own_phone_the_link_leads_back_to_where_one_was(client, token):
    walk(client, token, to="matters", start={"own_phone": "y"})

    client.get(f"/t/{token}")

    assert step_of(client) == "matters"


def test_leaving_quickly_forgets_the_draft(client, token):
    walk(client, token, to="matters")

    client.get(client.page.find(class_="quick-exit")["href"])

    assert db.session.scalar(db.select(db.func.count(Draft.token_hash))) == 0
    assert client.http.get_cookie("telling") is None


def test_refusing_everything_never_blocks_telling(client, token):
    tell(client, token, consent={purpose.value: "no" for purpose in ASKED_WHEN_TELLING})

    story = the_story()
    acts = set(db.session.scalars(db.select(ConsentEvent.act)))
    assert acts == {ConsentAct.REFUSE}
    assert (story.state, story.may_count) == (StoryState.TOLD, Light.NO)


def test_consent_has_no_answer_beforehand(client, token):
    walk(client, token, to="consent")

    client.submit()

    assert step_of(client) == "consent"
    assert "Please choose yes or no" in client.text()


def test_another_age_asks_for_consent_again(client, token):
    walk(client, token)

    client.get("/telling/age")
    client.submit({"band": "10-13"})
    client.get("/telling/check")

    assert step_of(client) == "consent"


def test_a_child_may_tell_while_the_guardian_is_asked(client):
    _, token = an_invitation(a_programme(guardian_age=14))

    walk(client, token, to="guardian", age={"band": "10-13"})
    assert "Nobody reads it before that." in client.text()
    go_on(client)
    client.submit()

    assert the_story().state is StoryState.WAITING_FOR_GUARDIAN


def test_a_paper_of_the_institution_spares_the_guardian_step(client):
    _, token = an_invitation(a_programme(guardian_age=14), guardian_paper="7/2026")

    tell(client, token, age={"band": "10-13"})

    assert the_story().state is StoryState.TOLD


def test_nothing_came_to_mind_is_a_valid_path(client, token):
    tell(
        client, token, range={"change_1": "", "change_2": ""}, happened={"happened": "Nothing changed for me."},
        matters={"matters": ""}, direction={"direction": "no_change"}, title={"title": ""},
    )  # fmt: skip

    assert the_story().direction is Direction.NO_CHANGE


def test_a_call_for_help_is_kept_with_the_story(client, token):
    tell(client, token, title={"wants_help": "y"})

    story = the_story()
    assert story.wants_help and story.is_held
    assert "held" not in client.text()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("=1+1 and two more", "=1+1 and two more"),
        ("{{7*7}} stays as it is", "{{7*7}} stays as it is"),
        ("<script>alert(1)</script> three words", "<script>alert(1)</script> three words"),
        ("zero\x00byte in the middle", "zerobyte in the middle"),
        ("lone \ud800 surrogate is here", "lone %ED%A0%80 surrogate is here"),
        ("\u0065\u0301t\u00e9 stays two words long", "\u00e9t\u00e9 stays two words long"),
        ("шалом \u202bעברית\u202c и ещё", "шалом \u202bעברית\u202c и ещё"),
        ("family 👨‍👩‍👧 came to us", "family 👨‍👩‍👧 came to us"),
        ("one\r\ntwo\r\nthree", "one\ntwo\nthree"),
    ],
    ids=["formula", "template", "script", "nul", "surrogate", "nfc", "right to left", "emoji", "line ends"],
)
def test_odd_signs_are_kept_as_typed(client, token, typed, kept):
    walk(client, token, to="happened")
    client.submit({"happened": typed.encode("utf-8", "surrogatepass")})
    go_on(client)
    client.submit()

    assert open_original(the_story().id)["happened"] == kept


def test_two_hundred_kilobytes_get_a_kind_word_and_stay(client, token):
    walk(client, token, to="happened")

    client.submit({"happened": "word " * 40_000})

    assert "longer than we can keep" in client.text()
    assert len(client.page.find("textarea", attrs={"name": "happened"}).get_text()) > 190_000


def test_a_machine_that_fills_the_trap_is_asked_to_send_again(client, token):
    walk(client, token)

    client.submit({"website": "http://example.org"})

    assert step_of(client) == "check" and stories() == 0
    assert "must stay empty" in client.text()
    client.submit({"website": ""})
    assert stories() == 1


def test_an_invitation_that_is_used_up_keeps_the_words(client, programme):
    _, token = an_invitation(programme, budget=1)
    tell(client, token)
    client.post("/telling/saved")
    walk(client, token)

    client.submit()

    assert step_of(client) == "check" and stories() == 1
    assert "used as often as it may be" in client.text()
    assert HAPPENED in client.text()


def test_looking_it_over_leads_to_each_answer_and_back(client, token):
    walk(client, token)

    client.get(next(a["href"] for a in client.page.find_all("a") if "happened" in a["href"]))
    client.submit({"happened": "Another way to tell it."})

    assert step_of(client) == "check" and "Another way to tell it." in client.text()


def test_the_code_is_handed_over_as_a_picture_whose_name_says_nothing(client, token):
    tell(client, token)

    answer = client.http.get("/telling/receipt.png")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="notebook.png"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"\x89PNG")
    assert len(answer.data) > 5000


def test_no_picture_is_made_before_the_story_is_sent(client, token):
    walk(client, token)

    client.get("/telling/receipt.png")

    assert step_of(client) == "check"


def test_a_code_whose_page_never_came_is_shown_when_the_link_is_opened_again(client, token):
    walk(client, token)
    client.submit(follow=False, status=303)  # the answer is lost on its way

    client.get(f"/t/{token}")

    assert step_of(client) == "receipt"
    assert len(code_on(client)) == 20


def test_on_a_phone_of_their_own_the_code_is_shown_until_it_is_saved(client, token):
    code = tell(client, token, start={"own_phone": "y"})

    client.get(f"/t/{token}")
    shown_again = code_on(client)
    client.post("/telling/saved")
    client.get(f"/t/{token}")

    assert shown_again == code
    assert step_of(client) == "start"


def test_on_a_shared_phone_a_code_that_was_shown_is_not_shown_to_the_next_person(client, token):
    tell(client, token)

    client.get(f"/t/{token}")

    assert step_of(client) == "start"
