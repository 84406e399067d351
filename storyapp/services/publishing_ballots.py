"""The ballots of a decided round without names, in the form that `storyapp tally` counts: anyone can count again."""

import json
from typing import Any

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import Ballot
from storyapp.services.sitting import Sitting, name_of

MARKS = {2: "yes", 1: "maybe", 0: "no"}


def published_ballots(sitting: Sitting) -> dict[str, Any]:
    """Return the ballots by public ids of stories, equal ones together and in an order that tells nothing.

    Reasons are left out, and whatever a ballot says of a story that left the table.
    """
    if sitting.one.state not in (RoundState.DECIDED, RoundState.FINISHED):
        raise RuleBroken("round.not-now")
    ids = {read.row.story_id: read.story.public_id for read in sitting.on_table}
    rows: dict[str, dict[str, Any]] = {}
    for ballot in sitting.ballots:
        row = _row(sitting, ballot, ids)
        if row is not None:
            kept = rows.setdefault(json.dumps(row, sort_keys=True), {"count": 0, **row})
            kept["count"] += 1
    return {
        "method": sitting.one.method.value,
        "options": [ids[story_id] for story_id in sorted(ids)],
        "titles": {read.story.public_id: name_of(read.story) for read in sitting.on_table if sitting.may_read(read)},
        "ballots": [rows[key] for key in sorted(rows)],
    }


def _row(sitting: Sitting, ballot: Ballot, ids: dict[int, str]) -> dict[str, Any] | None:
    row: dict[str, Any] = {"turn": ballot.turn} if ballot.turn > 1 else {}
    if ballot.is_abstention:
        return {**row, "abstain": True}
    if not ballot.speaks_of(ids):
        return None
    if apart := sorted(ids[one] for one in ballot.apart if one in ids):
        row["without"] = apart
    marks = {ids[one]: mark for one, mark in sorted(ballot.marks.items()) if one in ids}
    kind = sitting.spec.asks(ballot.turn)
    if kind is BallotKind.CHOICE:
        return {**row, "choices": [ids[ballot.story_id or 0]]}
    if kind is BallotKind.ORDER:
        places = sorted(set(marks.values()))
        return {**row, "ranking": [sorted(one for one, mark in marks.items() if mark == place) for place in places]}
    if kind is BallotKind.PAIRS:
        pairs = [[ids[better], ids[worse]] for better, worse in ballot.pairs if better in ids and worse in ids]
        return {**row, "pairs": sorted(pairs)}
    scores = {one: MARKS[mark] for one, mark in marks.items()} if kind is BallotKind.SHORTLIST else marks
    return {**row, "scores": scores}
