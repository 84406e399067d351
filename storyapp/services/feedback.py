"""What goes back: an answer to every teller of a round."""

from dataclasses import dataclass

from storyapp.data.queries import rounds as queries
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import YouthWord
from storyapp.rules.rounds import (
    Actor,
    FinishingFacts,
    LevelDifference,
    RoundAct,
    RoundState,
    check_act,
    check_finishing,
    is_answered,
    two_level_difference,
)  # fmt: skip
from storyapp.rules.stories import StoryState
from storyapp.services import panels, plain_words
from storyapp.services.rounds import Sitting, locked_round, sitting_of
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a teller hears, or why nothing can be said."""

    valued: str = ""
    will_change: str = ""
    exception: str = ""


@dataclass(frozen=True, kw_only=True)
class OtherLevel:
    """The other panel, youth or adult, over the same stories, and where it chose otherwise."""

    one: Round
    difference: LevelDifference
    is_final: bool = False  # the young people have the last word
    answer: str = ""  # what adults wrote to the young people, while what it speaks of may be read

    @property
    def stays_behind(self) -> bool:
        """Tell whether something that only adults chose does not move up."""
        return self.is_final and bool(self.difference.only_adult)


def owed(sitting: Sitting) -> tuple[Read, ...]:
    """Return the stories whose tellers get an answer: those that were judged and not withdrawn since."""
    return tuple(read for read in sitting.on_table if read.story.state is not StoryState.WITHDRAWN)


def is_told(read: Read) -> bool:
    """Tell whether a story has its answer, with no sentence only begun, or a written exception."""
    row = read.row
    is_begun = bool(plain_words.only_begun(row.valued) or plain_words.only_begun(row.will_change))
    return not is_begun and is_answered(feedback=row.valued, exception=row.exception)


def waiting(sitting: Sitting) -> tuple[Read, ...]:
    """Return the stories that wait for their answer."""
    return tuple(read for read in owed(sitting) if not is_told(read))


def answer_teller(programme: Programme, round_id: int, public_id: str, answer: Answer, *, account_id: int) -> None:
    """Keep what the teller of a story will read under "my story"; a sentence that is only begun says nothing."""
    if plain_words.only_begun(answer.valued) or plain_words.only_begun(answer.will_change):
        raise RuleBroken("round.answer-only-begun")
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.GIVE_FEEDBACK, actor=Actor.FACILITATOR, state=one.state)
        read = queries.read_of(one.id, public_id)
        if read is None or read.row.is_removed:
            return
        is_first = not is_told(read)
        read.row.valued, read.row.will_change = answer.valued, answer.will_change
        read.row.exception = answer.exception
        if is_first and is_told(read):
            read.row.answered_at, read.row.answered_by_id = kit().clock(), account_id
        doing.note(one.organisation_id, "round.teller-answered", f"story:{public_id}", reason=f"round-{one.id}")


def has_dissent(sitting: Sitting) -> bool:
    """Tell whether somebody saw the choice differently."""
    return bool(queries.dissents_of(sitting.one.id))


def finish_round(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Finish a round; it cannot be forgotten: every teller has an answer first (E2)."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_finishing(_finishing_facts(sitting_of(one)))
        one.state, one.finished_at = RoundState.FINISHED, kit().clock()
        doing.note(one.organisation_id, "round.finished", f"round:{one.id}")


def may_finish(sitting: Sitting) -> bool:
    """Tell whether nothing is owed any more, to tellers or to young people."""
    if sitting.one.state is not RoundState.DECIDED or waiting(sitting):
        return False
    try:
        check_finishing(_finishing_facts(sitting))
    except RuleBroken:
        return False
    return True


def _finishing_facts(sitting: Sitting) -> FinishingFacts:
    one = sitting.one
    return FinishingFacts(
        state=one.state, n_without_feedback=len(waiting(sitting)),
        differs_from_youth=owes_youth_an_answer(sitting), answer_to_youth=one.answer_to_youth,
        waits_for_youth_word=bool(panels.veto_awaited(sitting)), is_refused=one.youth_word is YouthWord.REFUSES,
    )  # fmt: skip


def other_levels(sitting: Sitting) -> tuple[OtherLevel, ...]:
    """Compare the choice with that of every decided panel of the other kind over the same period and domain."""
    mine = sitting_facts(sitting)
    found = []
    beside = queries.decided_beside(sitting.one)
    final = queries.with_last_word([sitting.one.id, *(other.id for other in beside)])
    for other in beside:
        there = sitting_of(other)
        theirs = sitting_facts(there)
        youth, adult = (mine, theirs) if sitting.one.is_youth else (theirs, mine)
        found.append(
            OtherLevel(
                one=other,
                is_final=bool(final & {sitting.one.id, other.id}),
                answer=_answer_of(there),
                difference=two_level_difference(
                    youth_chosen=youth[1], adult_chosen=adult[1], read_by_both=mine[0] & theirs[0]
                ),
            )
        )
    return tuple(found)


def _answer_of(sitting: Sitting) -> str:
    chosen = [read for read in sitting.reads if read.row.is_chosen]
    return sitting.one.answer_to_youth if all(sitting.may_read(read) for read in chosen) else ""


def owes_youth_an_answer(sitting: Sitting) -> bool:
    """Tell whether an adult panel chose otherwise than the young people and so owes them written words (K2)."""
    return not sitting.one.is_youth and any(other.difference.differs for other in other_levels(sitting))


def sitting_facts(sitting: Sitting) -> tuple[frozenset[int], frozenset[int]]:
    """Return which stories were judged and which of them were chosen."""
    judged = frozenset(sitting.story_ids)
    return judged, frozenset(read.row.story_id for read in sitting.on_table if read.row.is_chosen)
