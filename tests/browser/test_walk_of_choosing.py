"""Walks 5, 6 and 7: a youth panel votes twice in a room; staff choose otherwise and answer; a teller reads it and replies."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select, update

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import BallotCast, Dissent, Recusal, Round, RoundStory, Seat
from storyapp.data.tables.stories import Story, TellerMessage
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import Method, RoundState
from storyapp.services import feedback, rounds, seating, voting
from storyapp.services.feedback import Answer
from storyapp.services.rounds import RoundPlan
from tests.browser.rounds import decide, links_of, read_everything, state_of, the_open_round, vote
from tests.browser.rounds import give_a_new_code as new_code
from tests.demo_house import cookies_of

SAY = {
    "ru": {
        "joint": "Мы выбрали её: в ней видно, как человек сам попросил о помощи.",
        "dissent": "Для меня важнее другая история: там изменение труднее.",
        "staff": "Эта история говорит, что нам делать иначе уже осенью.",
        "why": "Мы прочли ваш выбор и взяли другую историю: по ней мы можем менять занятия.",
        "valued": "Мы запомнили скамейку и то, как ты о ней сказала.",
        "change": "В мае у скамейки будет навес.",
        "reply": "Скамейка ни при чём, дело было в разговоре.",
        "beats": "сильнее, чем бывает просто случайно",
        "chosen_other": "Почему выбрана другая история",
        "misread": "Меня поняли не так",
    },
    "en": {
        "joint": "We chose it because it shows how somebody asked for help by himself.",
        "dissent": "Another story matters more to me: the change in it was harder.",
        "staff": "This story tells us what to do differently this autumn.",
        "why": "We read your choice and took another story, because it can change our lessons.",
        "valued": "We kept thinking of the bench and how you told about it.",
        "change": "The bench gets a roof in May.",
        "reply": "It was not about the bench, it was about the talk.",
        "beats": "more than chance alone would make likely",
        "chosen_other": "Why another story was chosen",
        "misread": "You understood me wrong",
    },
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Panel:
    """The youth panel of the demo, about to vote in turns: six seats, nobody has voted."""

    round_id: int
    address: str
    links: list[tuple[str, str]]
    stories: list[str]  # public ids
    seat_ids: list[int]


def a_youth_panel() -> Panel:
    round_id = the_open_round()
    db.session.execute(delete(BallotCast).where(BallotCast.round_id == round_id))
    db.session.execute(
        update(Round).where(Round.id == round_id).values(method=Method.ITERATIVE, most_turns=3, quorum=4)
    )
    db.session.commit()
    one = db.session.get_one(Round, round_id)
    public_ids = [read.story.public_id for read in rounds.sitting_of(one).on_table]
    seat_ids = list(db.session.scalars(select(Seat.id).where(Seat.round_id == round_id).order_by(Seat.id)))
    address = f"/p/mentors/rounds/{round_id}"
    return Panel(round_id=round_id, address=address, links=links_of(round_id), stories=public_ids, seat_ids=seat_ids)


def a_staff_panel(youth_round_id: int) -> int:
    """Staff read two of the stories, the young people's choice among them, and vote for the other one."""
    youth = db.session.get_one(Round, youth_round_id)
    programme = db.session.get_one(Programme, youth.programme_id)
    account_id = youth.facilitator_id
    plan = RoundPlan(
        name="Staff", period_id=youth.period_id, domain_id=youth.domain_id, panel_name="Staff", is_youth=False,
        selection_level=2, method=Method.MAJORITY, quorum=2, most_turns=1, closes_at=kit().clock() + timedelta(days=3),
    )  # fmt: skip
    round_id = rounds.create_round(programme, plan, account_id=account_id)
    chosen = db.session.scalar(
        select(RoundStory.story_id).where(RoundStory.round_id == youth_round_id, RoundStory.is_chosen)
    )
    may_read = rounds.candidates_for(programme, db.session.get_one(Round, round_id))
    both = [story for story in may_read if story.id == chosen] + [story for story in may_read if story.id != chosen][:1]
    other = both[1].id
    rounds.choose_stories(programme, round_id, [story.public_id for story in both], account_id=account_id)
    seating.add_seats(programme, round_id, ("Teacher", "Cook"), language="en", is_young=False, account_id=account_id)
    rounds.open_round(programme, round_id, account_id=account_id)
    for seat_id in db.session.scalars(select(Seat.id).where(Seat.round_id == round_id)).all():
        voting.cast(seat_id, story_id=other, reason="It tells us what to change.", turn=1)
    return round_id


def answer_all_but_one(round_id: int, text: str) -> None:
    """Keep an answer to every teller of a round but the first that waits."""
    one = db.session.get_one(Round, round_id)
    programme = db.session.get_one(Programme, one.programme_id)
    account_id = one.facilitator_id
    waits = [read.story.public_id for read in feedback.waiting(rounds.sitting_of(one))]
    for public_id in waits[1:]:
        feedback.answer_teller(programme, round_id, public_id, Answer(valued=text), account_id=account_id)


def make_chosen_stories_long() -> None:
    chosen = select(RoundStory.story_id).where(RoundStory.is_chosen)
    db.session.execute(update(Story).values(n_words=90))
    db.session.execute(update(Story).where(Story.id.in_(chosen)).values(n_words=400))
    db.session.commit()


def n_rows(query):
    return len(db.session.scalars(query).all())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_room_chooses_staff_answer_and_a_teller_replies(open_browser, house, app, language):
    say, cookies = SAY[language], house.ask(lambda: cookies_of(app, "staff, facilitator"))
    panel = house.ask(a_youth_panel)
    first, second, third = panel.stories[:3]
    screen = open_browser(language=language, closely=False)
    desk = open_browser(language=language)
    for window in (screen, desk):
        window.let_in(**cookies)
    phones = [
        open_browser(language=spoken, javascript=n > 0, width=360, closely=n == 0)
        for n, (spoken, _) in enumerate(panel.links[:3])
    ]

    # Walk 5: six seats; three have phones, two write on paper, one is absent.
    screen.go(f"{panel.address}/room")
    for n, (phone, (_, link)) in enumerate(zip(phones, panel.links, strict=False)):
        phone.go(link)
        phone.is_at("/panel")
        if n == 1:
            read_everything(phone, leaves_out=4)
    for phone, choice in zip(phones, (first, second, third), strict=True):
        vote(phone, choice)
    for seat_id in panel.seat_ids[3:5]:
        desk.go(f"{panel.address}/seats/{seat_id}/ballot")
        desk.choose("choice", second)
        desk.fill("reason", say["dissent"])
        desk.send()
    expect(screen.page.locator("#room .ballots .cast")).to_have_count(5)
    desk.go(panel.address)
    desk.press(desk.page.locator("form[action$='/turn'] button"))
    for phone, choice in zip(phones, (first, first, third), strict=True):
        phone.go("/panel/vote")
        expect(phone.page.locator("main")).to_contain_text(say["dissent"])  # what was said before, without names
        vote(phone, choice)
    for seat_id in panel.seat_ids[3:5]:
        desk.go(f"{panel.address}/seats/{seat_id}/ballot")
        desk.choose("choice", first)
        desk.fill("reason", say["joint"])
        desk.send()
    decide(desk, panel.address, say["joint"])
    house.wait_for(lambda: state_of(panel.round_id), RoundState.DECIDED)
    expect(screen.page.locator("#told")).to_contain_text(say["joint"])  # by itself
    phones[2].go("/panel")
    expect(phones[2].page.locator(".decision").first).to_contain_text(say["joint"])
    phones[2].fill("text", say["dissent"])
    phones[2].send()
    expect(screen.page.locator("#told .dissent")).to_contain_text(say["dissent"])  # beside the choice, by itself
    assert house.ask(lambda: n_rows(select(Recusal))) == 1
    assert house.ask(lambda: n_rows(select(Dissent.id).where(Dissent.round_id == panel.round_id))) == 1
    desk.go(f"{panel.address}/minutes")
    expect(desk.page.locator("main")).to_contain_text(say["dissent"])

    # Walk 6: staff choose the other story; the round cannot be finished before they have answered in writing.
    staff_id = house.ask(lambda: a_staff_panel(panel.round_id))
    address = f"/p/mentors/rounds/{staff_id}"
    decide(desk, address, say["staff"])
    house.ask(lambda: answer_all_but_one(staff_id, say["valued"]))
    desk.go(f"{address}/feedback")
    desk.press(desk.page.locator(".round-row:has(.badge-warn) h2 a").first)
    desk.fill("valued", say["valued"])
    desk.send()
    desk.go(f"{address}/feedback")
    expect(desk.page.locator(".note-warn")).to_be_visible()  # the young people wait for their answer
    expect(desk.page.locator("form[action$='/finish']")).to_have_count(0)
    assert house.ask(lambda: state_of(staff_id)) is RoundState.DECIDED
    desk.go(address)
    desk.page.locator("#youth-form [name=text]").fill(say["why"])
    desk.send("#youth-form")
    desk.go(address)
    desk.choose("word-word", "AGREES")  # the standing youth panel has a veto
    desk.fill("word-reason", say["joint"])
    desk.send("#word-form")
    desk.go(address)
    desk.send("form[action$='/finish']")
    house.wait_for(lambda: state_of(staff_id), RoundState.FINISHED)
    house.ask(make_chosen_stories_long)
    desk.go("/p/mentors/rounds/whose")
    expect(desk.page.locator("main li:first-child").first).to_contain_text(say["beats"])

    # Walk 7: a teller opens the receipt, reads what was valued and what will change, and says what was understood wrong.
    house.ask(lambda: answer_all_but_one(panel.round_id, say["valued"]))
    desk.go(f"{panel.address}/feedback")
    desk.press(desk.page.locator(".round-row:has(.badge-warn) h2 a").first)
    story = desk.path.rpartition("/")[2]
    desk.fill("valued", say["valued"])
    desk.fill("will_change", say["change"])
    desk.send()
    desk.go(f"{panel.address}/feedback")
    desk.send("form[action$='/finish']")
    house.wait_for(lambda: state_of(panel.round_id), RoundState.FINISHED)
    story_id = house.ask(lambda: db.session.scalar(select(Story.id).where(Story.public_id == story)))
    teller = open_browser(language=language, javascript=False, width=360)
    code = house.ask(lambda: new_code(story_id))
    teller.go("/my-story")
    teller.fill("code", code)
    teller.send()
    teller.is_at("/my-story/view")
    for words in (say["joint"], say["valued"], say["change"]):
        expect(teller.page.locator("main")).to_contain_text(words)
    teller.press(teller.page.locator("a[href*='kind=misread']"))
    teller.fill("text", say["reply"])
    teller.page.locator("label:has([name=may_print])").click()
    teller.send()
    teller.is_at("/my-story/view")
    assert (
        house.ask(
            lambda: n_rows(
                select(TellerMessage.id).where(TellerMessage.kind == "misread", TellerMessage.story_id == story_id)
            )
        )
        == 1
    )
    desk.go("/p/mentors/messages")
    expect(desk.page.locator(".suggestion").first).to_contain_text(say["misread"])
    expect(desk.page.locator(".suggestion").first).to_contain_text(say["reply"])
