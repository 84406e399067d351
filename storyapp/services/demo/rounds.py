"""The demo's rounds: two finished, with a tie, moves and dissent; one open."""

from datetime import datetime, timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.rounds import BallotCast, Dissent, Round, RoundStory, Seat
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit, kit
from storyapp.gateways.vault import new_token
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import Method, OutcomeKind, RoundState
from storyapp.services import seating
from storyapp.services.demo import content, set_up
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.transaction import account_actor, act

LINKS_LAST = timedelta(days=3650)  # a panellist's link of the demo always leads in
OPEN_FOR = timedelta(days=30)  # after the demo was loaded


def hold_all(
    house: DemoHouse, told: dict[str, int], rounds: dict[str, Any], own: Kit, standing: dict[str, int]
) -> dict[str, int]:
    """Store every round; return ids by key."""
    return {one["key"]: _hold(house, told, one, own, standing) for one in rounds["rounds"]}


def _hold(house: DemoHouse, told: dict[str, int], one: dict[str, Any], own: Kit, standing: dict[str, int]) -> int:
    content.at(own, content.noon(one["opened_on"]))
    facilitator = house.people[one["facilitator"]]
    with act(account_actor(facilitator)) as doing:
        row = Round(
            **set_up.ids(house, one["programme"]), period_id=house.periods[one["programme"], one["period"]],
            domain_id=house.domains[one["programme"], one["domain"]], name=one["title"]["ru"],
            panel_id=standing.get(one.get("standing", "")), panel_name=one["panel"]["ru"], is_youth=one["selection_level"] == "youth",
            selection_level=1 if one["selection_level"] == "youth" else 2, method=Method[one["method"]],
            most_turns=max(one["max_turns"], 1), quorum=3, facilitator_id=facilitator, state=RoundState.OPEN,
            opened_at=kit().clock(), closes_at=_closes(one, own), turn=max((b["turn"] for b in one["ballots"]), default=1),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        for key in one["stories"]:
            story = db.session.get_one(Story, told[key])
            db.session.add(RoundStory(round_id=row.id, story_id=story.id, text_version=story.text_version))
        seats = {seat["code"]: _seat(row, seat) for seat in one["seats"]}
        db.session.flush()
        for ballot in one["ballots"]:
            db.session.add(
                BallotCast(
                    round_id=row.id, seat_id=seats[ballot["seat"]].id, turn=ballot["turn"],
                    story_id=told[ballot["story"]], reason=ballot["reason"],
                )
            )  # fmt: skip
        if one["state"] == "FINISHED":
            _finish(row, one, told, seats, facilitator)
        doing.note(row.organisation_id, "round.finished" if "finished_on" in one else "round.opened", f"round:{row.id}")
        return row.id


def _closes(one: dict[str, Any], own: Kit) -> datetime:
    decided = one.get("decided_on")
    return content.noon(decided, minutes=240) if decided else content.noon((own.clock() + OPEN_FOR).date(), minutes=360)


def _seat(row: Round, seat: dict[str, Any]) -> Seat:
    token = new_token()
    made = Seat(
        round_id=row.id, label=seat["name"], language=seat["language"],
        is_young=AgeBand[seat["age_band"]] is not AgeBand.ADULT,
        token_hash=kit().vault.fingerprint(token, "seat"), token_sealed=kit().vault.seal_for_house(token, seating.SEALED_AT),
        expires_at=kit().clock() + LINKS_LAST,
    )  # fmt: skip
    db.session.add(made)
    return made


def _finish(row: Round, one: dict[str, Any], told: dict[str, int], seats: dict[str, Seat], facilitator: int) -> None:
    chosen = {told[key] for key in one["chosen"]}
    row.state, row.outcome = RoundState.FINISHED, (OutcomeKind.NONE, OutcomeKind.ONE, OutcomeKind.TWO)[len(chosen)]
    row.is_tie = "tie" in one
    row.decided_at, row.finished_at = content.noon(one["decided_on"], minutes=105), content.noon(one["finished_on"])
    row.joint_reason = one["joint_reason"]["ru"]
    row.criteria = "\n".join(criterion["ru"] for criterion in one.get("criteria", ()))
    row.next_steps = one.get("next_step", {}).get("ru", "")
    row.why_not_others = one.get("why_not_runner_up", {}).get("ru", "")
    for dissent in one.get("dissents", ()):
        db.session.add(Dissent(round_id=row.id, seat_id=seats[dissent["seat"]].id, text=dissent["text"]))
    answers = {told[f["story"]]: f for f in one.get("feedback", ())}
    exceptions = {told[e["story"]]: e["why"]["ru"] for e in one.get("exceptions", ())}
    db.session.flush()
    for line in db.session.scalars(db.select(RoundStory).where(RoundStory.round_id == row.id)):
        feedback = answers.get(line.story_id, {})
        line.is_chosen = line.story_id in chosen
        line.valued, line.will_change = feedback.get("valued", ""), feedback.get("will_change", "")
        line.exception = exceptions.get(line.story_id, "")
        line.answered_at, line.answered_by_id = row.finished_at, facilitator
