"""The demo's rounds: by several methods, with a tie, dissent, levels that differ, a list dealt out and a round that rests."""

from datetime import datetime, timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Dissent, Round, RoundStory, Seat, Share
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit, kit
from storyapp.gateways.vault import new_token
from storyapp.rules.panels import YouthWord
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import Method, RoundState, kind_of
from storyapp.rules.selection.outcome import Ballot
from storyapp.services import ballot_rows, pausing, seating
from storyapp.services.demo import content, set_up
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.transaction import account_actor, act

LINKS_LAST = timedelta(days=3650)  # a panellist's link of the demo always leads in
OPEN_FOR = timedelta(days=30)  # after the demo was loaded
LEVELS = {"youth": 1, "parents": 1, "volunteers": 1, "staff": 2}


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
            domain_id=house.domains.get((one["programme"], one.get("domain", ""))), name=_said(one, "title"),
            panel_id=standing.get(one.get("standing", "")), panel_name=_said(one, "panel"),
            is_youth=one["selection_level"] == "youth", selection_level=LEVELS[one["selection_level"]],
            method=Method[one["method"]], is_secret=Method[one["method"]] is Method.SECRET,
            most_turns=max(one["max_turns"], 1), quorum=3, facilitator_id=facilitator, state=RoundState.OPEN,
            readers=one.get("readers", 0),
            opened_at=kit().clock(), closes_at=_closes(one, own), turn=max((b["turn"] for b in one["ballots"]), default=1),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        for key in one["stories"]:
            story = db.session.get_one(Story, told[key])
            db.session.add(RoundStory(round_id=row.id, story_id=story.id, text_version=story.text_version))
        seats = {seat["code"]: _seat(row, seat) for seat in one["seats"]}
        db.session.flush()
        for share in one.get("shares", ()):
            _deal(seats[share["seat"]], share, told)
        for ballot in one["ballots"]:
            _cast(row, seats[ballot["seat"]], ballot, told)
        if "decided_on" in one:
            _decide(row, one, told, seats, facilitator)
        doing.note(row.organisation_id, "round.opened", f"round:{row.id}")
        if "decided_on" in one:
            doing.note(row.organisation_id, "round.finished" if row.finished_at else "round.decided", f"round:{row.id}")
        round_id = row.id
    if "paused_on" in one:
        content.at(own, content.noon(one["paused_on"]))
        programme = db.session.get_one(Programme, house.programmes[one["programme"]])
        pausing.pause(programme, round_id, account_id=facilitator)
    return round_id


def _deal(seat: Seat, share: dict[str, Any], told: dict[str, int]) -> None:
    """Give a seat its share of a list that was dealt out; the first of it are read."""
    seat.n_read = share["n_read"]
    db.session.add_all(
        Share(seat_id=seat.id, story_id=told[key], turn=1, place=place, is_read=place <= share["n_read"])
        for place, key in enumerate(share["stories"], start=1)
    )


def _said(one: dict[str, Any], what: str) -> str:
    """Return what was written, in the language in which the round was held."""
    said: dict[str, str] = one.get(what, {})
    return said.get(one.get("language", "ru"), "")


def _cast(row: Round, seat: Seat, ballot: dict[str, Any], told: dict[str, int]) -> None:
    """Put a ballot into the box; of a secret one nobody knows whose it is, here as everywhere."""
    cast = ballot_rows.new_row(row, seat, ballot["turn"], "")
    for better, worse in ballot.get("pairs", ()):
        pair = frozenset((told[better], told[worse]))
        ballot_rows.write_comparison(cast, pair, better_id=told[better], reason="")
    said = Ballot(
        seat_id=seat.id, turn=ballot["turn"], story_id=told[ballot["story"]] if "story" in ballot else None,
        reason=ballot["reason"], marks={told[key]: mark for key, mark in ballot.get("marks", {}).items()},
        pairs=tuple((told[better], told[worse]) for better, worse in ballot.get("pairs", ())),
    )  # fmt: skip
    ballot_rows.write_ballot(cast, said, {})


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


def _decide(row: Round, one: dict[str, Any], told: dict[str, int], seats: dict[str, Seat], facilitator: int) -> None:
    chosen = {told[key] for key in one["chosen"]}
    row.state, row.outcome, row.is_tie = RoundState[one["state"]], kind_of(chosen), "tie" in one
    row.decided_at = content.noon(one["decided_on"], minutes=105)
    row.finished_at = content.noon(one["finished_on"]) if "finished_on" in one else None
    row.joint_reason, row.next_steps = _said(one, "joint_reason"), _said(one, "next_step")
    row.why_not_others, row.answer_to_youth = _said(one, "why_not_runner_up"), _said(one, "answer_to_youth")
    row.criteria = "\n".join(criterion[one.get("language", "ru")] for criterion in one.get("criteria", ()))
    if "youth_word" in one:
        row.youth_word, row.youth_word_reason = YouthWord[one["youth_word"]], _said(one, "youth_word_reason")
    for dissent in one.get("dissents", ()):
        db.session.add(Dissent(round_id=row.id, seat_id=seats[dissent["seat"]].id, text=dissent["text"]))
    db.session.flush()
    _answer(row, one, told, chosen, facilitator)


def _answer(row: Round, one: dict[str, Any], told: dict[str, int], chosen: set[int], facilitator: int) -> None:
    answers = {told[f["story"]]: f for f in one.get("feedback", ())}
    exceptions = {told[e["story"]]: e["why"]["ru"] for e in one.get("exceptions", ())}
    for line in db.session.scalars(db.select(RoundStory).where(RoundStory.round_id == row.id)):
        feedback = answers.get(line.story_id, {})
        line.is_chosen = line.story_id in chosen
        line.valued, line.will_change = feedback.get("valued", ""), feedback.get("will_change", "")
        line.exception = exceptions.get(line.story_id, "")
        if line.valued or line.exception:
            line.answered_at, line.answered_by_id = row.finished_at or row.decided_at, facilitator
