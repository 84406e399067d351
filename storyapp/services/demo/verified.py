"""What the demo's people verified, counted and set beside stories."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.queries.verifying import has_code
from storyapp.data.tables.programmes import Period, Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit
from storyapp.rules.evidence import Verification
from storyapp.rules.practice import Dimension, EvidenceLevel
from storyapp.rules.results import LinkDirection
from storyapp.rules.verifying import CheckedHow, CountMethod, OtherKind
from storyapp.services import others, practice, verifying
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.others import Count, Piece
from storyapp.services.practice import Statement
from storyapp.services.verifying import Outcome

ASKED = "Спасибо за историю. Прежде чем спросить кого-то ещё, спрашиваем тебя: можно? Что ты хочешь добавить?"


def hold_against_the_world(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    """Store the plan, its outcomes, the counts and what stands beside stories."""
    book = content.read("verification")
    plan = book["plan"]
    programme_id = house.programmes[plan["programme"]]
    who = house.people[plan["by"]]
    content.at(own, content.noon(plan["on"]))
    period_id = house.periods[plan["programme"], plan["period"]]
    verifying.make_plan(
        _place(programme_id), db.session.get_one(Period, period_id), percent=plan["percent"], account_id=who
    )
    for check in book["checks"]:  # what the young people chose comes in by hand where adults chose otherwise
        verifying.add_to_plan(_place(programme_id), _public(told[check["story"]]), account_id=who)
        _check(programme_id, told[check["story"]], check, who, own)
    for count in book["counts"]:
        _count(house, told, plan["programme"], count, who, own)
    for one in book["beside"]:
        content.at(own, content.noon(one["on"]))
        piece = Piece(
            kind=OtherKind[one["kind"]], stance=LinkDirection[one["stance"]], text=one["text"],
            other_story=_public(told[one["other"]]) if "other" in one else "",
        )  # fmt: skip
        others.put_beside(_place(programme_id), _public(told[one["story"]]), piece, account_id=who)


def state_levels(house: DemoHouse, own: Kit) -> None:
    """Store how well founded each practice is, as somebody stated it with a source."""
    for one in content.read("verification")["levels"]:
        content.at(own, content.noon(one["on"]))
        said = Statement(
            level=EvidenceLevel[one["level"]], source=one["source"], verifier=one.get("verifier", ""), year=one["year"]
        )
        place, who = _place(house.programmes[one["programme"]]), house.people[one["by"]]
        practice.state_level(place, Dimension[one["dimension"]], said, account_id=who)


def _check(programme_id: int, story_id: int, check: dict[str, Any], who: int, own: Kit) -> None:
    public_id = _public(story_id)
    content.at(own, content.noon(check["asked_on"]))
    if has_code(story_id):
        verifying.ask_teller(_place(programme_id), public_id, ASKED, account_id=who)
    content.at(own, content.noon(check["checked_on"]))
    outcome = Outcome(
        facts=Verification[check["facts"]], significance=Verification[check["significance"]],
        how=CheckedHow[check["how"]], note=check["note"],
    )  # fmt: skip
    verifying.note_outcome(_place(programme_id), public_id, outcome, account_id=who)


def _count(house: DemoHouse, told: dict[str, int], programme: str, one: dict[str, Any], who: int, own: Kit) -> None:
    content.at(own, content.noon(one["on"]))
    count = Count(
        question=one["question"], method=CountMethod[one["method"]], who=one["who"], n_yes=one["n_yes"],
        n_asked=one["n_asked"], n_in_group=one["n_in_group"], counted_on=one["on"],
    )  # fmt: skip
    place = _place(house.programmes[programme])
    if "result" in one:
        others.count_of_result(place, house.results[programme, one["result"]], count, account_id=who)
    else:
        others.count_beside_story(place, _public(told[one["story"]]), count, account_id=who)


def _place(programme_id: int) -> Programme:
    return db.session.get_one(Programme, programme_id)


def _public(story_id: int) -> str:
    return db.session.get_one(Story, story_id).public_id
