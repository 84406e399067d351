"""The one list of methods: a new one is a file with its rule, a word in `rounds.Method` and a line here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from storyapp.rules.rounds import Method
from storyapp.rules.selection.iterative import decide_by_iteration
from storyapp.rules.selection.majority import decide_by_majority
from storyapp.rules.selection.outcome import Ballot, Outcome
from storyapp.rules.wording import Wording


class Decide(Protocol):
    """A method: ballots in, outcome out; no chance, no clock."""

    def __call__(self, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome: ...


@dataclass(frozen=True, kw_only=True)
class MethodSpec:
    """A method, its rule, what it is called, how it goes, what it keeps."""

    method: Method
    decide: Decide
    name: Wording
    description: Wording
    keeps: Wording
    has_turns: bool


METHODS: dict[Method, MethodSpec] = {
    spec.method: spec
    for spec in (
        MethodSpec(
            method=Method.MAJORITY,
            decide=decide_by_majority,
            name=Wording(en="Majority", ru="Большинство голосов"),
            description=Wording(
                en="One vote each; most votes win. A tie chooses none: talk again, or name two stories.",
                ru="У каждого один голос; выбирается история с наибольшим числом голосов. "
                "При равенстве не выбирается ни одна: обсудите ещё раз или назовите две истории.",
            ),
            keeps=Wording(
                en="Every vote with its reason, abstentions, who was absent, the tie.",
                ru="Каждый голос с обоснованием, воздержавшиеся, отсутствовавшие, равенство голосов.",
            ),
            has_turns=False,
        ),
        MethodSpec(
            method=Method.ITERATIVE,
            decide=decide_by_iteration,
            name=Wording(en="Iterative voting", ru="Итеративное голосование"),
            description=Wording(
                en="Vote, say your reasons, vote again towards agreement. The last turn counts.",
                ru="Голосование, обсуждение причин и новое голосование – шаг за шагом к согласию. "
                "Учитывается последний тур.",
            ),
            keeps=Wording(
                en="Every turn with its votes and reasons, who changed their mind, how many turns agreement took.",
                ru="Каждый тур с голосами и обоснованиями, кто изменил мнение, сколько туров ушло на согласие.",
            ),
            has_turns=True,
        ),
    )
}


def decide(method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]) -> Outcome:
    """Return what this method makes of the ballots."""
    return METHODS[method].decide(ballots, n_seats=n_seats, story_ids=story_ids)


def other_choices(
    method: Method, ballots: Sequence[Ballot], *, n_seats: int, story_ids: Collection[int]
) -> dict[Method, Outcome]:
    """Return what every other method would have chosen otherwise from the same ballots (robustness)."""
    mine = decide(method, ballots, n_seats=n_seats, story_ids=story_ids)
    others = {other: decide(other, ballots, n_seats=n_seats, story_ids=story_ids) for other in METHODS}
    return {other: outcome for other, outcome in others.items() if outcome.chosen != mine.chosen}
