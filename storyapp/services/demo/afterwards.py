"""What happened after the rounds: reports, replies, questions, a withdrawal, what the programme did."""

from datetime import date
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change, Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Story, TellerMessage
from storyapp.gateways.kit import Kit, kit
from storyapp.rules.changes import YouthMark
from storyapp.rules.consent import Purpose, teller_speaks_as
from storyapp.rules.people import AgeBand
from storyapp.rules.wording import Wording
from storyapp.services import consents, reporting, sealing
from storyapp.services.demo import content, read_twice, set_up, verified
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, TELLER, account_actor, act

FIRST_REPORT_ON, LAST_REPORTS_ON = date(2026, 1, 26), date(2026, 6, 26)
LAST_REPORTS = (("mentors", "ru", "inside"), ("mentors", "en", "funder"), ("families", "en", "inside"))
MARKED_ON = date(2026, 5, 14)
OWNERS = {
    "tikhonov": Wording(ru="ведущий программы", en="the facilitator of the programme"),
    "ashby": Wording(ru="ведущая программы", en="the facilitator of the programme"),
}
STATUS = {"DONE": "done", "IN_PROGRESS": "doing", "PLANNED": "planned", "REFUSED": "dropped"}


def live_on(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    """Store what tellers said afterwards and what was done."""
    replies = content.read("replies")
    content.at(own, content.noon(FIRST_REPORT_ON))
    _issue(house, "mentors", ("autumn-2025",), "ru", "inside")
    verified.hold_against_the_world(house, told, own)
    for reply in replies["replies"]:
        _message(house, told, reply, "misread" if reply["kind"] == "MISUNDERSTOOD" else "reply", own)
    for question in replies["questions"]:
        _message(house, told, question, question["kind"].lower(), own)
    for withdrawal in replies["withdrawals"]:
        _withdraw(told, withdrawal, own)
    _actions(house, content.read("actions")["actions"])
    read_twice.read_again(house, told, own)
    verified.state_levels(house, own)
    content.at(own, content.noon(LAST_REPORTS_ON))
    for programme, language, audience in LAST_REPORTS:
        _issue(house, programme, ("autumn-2025", "spring-2026"), language, audience)


def _issue(house: DemoHouse, programme: str, periods: tuple[str, ...], language: str, audience: str) -> None:
    """Build a report at once, as the worker would."""
    row = db.session.get_one(Programme, house.programmes[programme])
    order = Order(
        period_ids=tuple(house.periods[programme, period] for period in periods), language=language,
        audience=audience, length="full",
    )  # fmt: skip
    reporting.build_now(row, order, actor=account_actor(house.people["ilyina"]))


def _message(house: DemoHouse, told: dict[str, int], one: dict[str, Any], kind: str, own: Kit) -> None:
    story_id = told[one["story"]]
    content.at(own, content.noon(one["on"]))
    with act(TELLER) as doing:
        story = db.session.get_one(Story, story_id)
        _say(
            story_id, kind, one["text"], one["on"], seen_on=one.get("answered_on"), for_report=one.get("for_report", "")
        )
        if one.get("answer"):
            _say(story_id, "answer", one["answer"], one["answered_on"], account_id=house.people[one["answered_by"]])
        for line in db.session.scalars(db.select(RoundStory).where(RoundStory.story_id == story_id)):
            line.seen_on = line.seen_on or one["on"]
        doing.note(story.organisation_id, "teller.wrote", f"story:{story.public_id}", reason=kind.upper())


def _say(
    story_id: int, kind: str, text: str, on: date, *, account_id: int | None = None, seen_on: date | None = None,
    for_report: str = "",
) -> None:  # fmt: skip
    db.session.add(
        TellerMessage(
            story_id=story_id, kind=kind, is_from_teller=account_id is None, said_on=on, seen_on=seen_on,
            account_id=account_id, sealed=sealing.seal_words(story_id, text, sealing.MESSAGES_AT),
            may_print=bool(for_report), for_report=for_report,
        )
    )  # fmt: skip


def _withdraw(told: dict[str, int], one: dict[str, Any], own: Kit) -> None:
    content.at(own, content.noon(one["on"]))
    with act(TELLER) as doing:
        story = db.session.get_one(Story, told[one["story"]])
        by = teller_speaks_as(story.age_band or AgeBand.ADULT)
        changes = {Purpose[name]: False for name in one["purposes"]}
        if set(changes) >= {Purpose.ANALYSIS, Purpose.PANEL}:
            consents.withdraw_story(doing, story, by=by, today=kit().clock().date())
        else:
            consents.change_consent(doing, story, changes, by=by, today=kit().clock().date())


def _youth(action: dict[str, Any]) -> dict[str, Any]:
    if "youth_mark" not in action:
        return {}
    mark = YouthMark[action["youth_mark"]]
    return {"youth_mark": mark, "youth_note": content.words(action["youth_note"]), "youth_marked_on": MARKED_ON}


def _actions(house: DemoHouse, actions: list[dict[str, Any]]) -> None:
    with act(SHELL) as doing:
        rounds = {row.name: row.id for row in db.session.scalars(db.select(Round))}
        titles = {one["key"]: one["title"]["ru"] for one in content.read("rounds")["rounds"]}
        for action in actions:
            db.session.add(
                Change(
                    **set_up.ids(house, action["programme"]), heard=content.words(action["heard"]),
                    decided=content.words(action["decided"]), did=content.words(action.get("did")),
                    owner=OWNERS[action["owner"]], is_public=True, **_youth(action),
                    status=STATUS[action["status"]], due_on=action.get("due_on"), done_on=action.get("done_on"),
                    round_id=rounds.get(titles.get(action.get("round", ""), "")),
                )
            )  # fmt: skip
        doing.note(house.organisation_id, "changes.written", f"organisation:{house.organisation_id}", reason="DEMO")
