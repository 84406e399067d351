"""A round goes on only when what the method asks for is there."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import (
    WHO_MAY_WHEN,
    Actor,
    Method,
    OutcomeKind,
    RoundAct,
    RoundState,
    check_act,
    check_closing,
    check_finishing,
    check_opening,
    check_reopening,
    is_answered,
    next_turn,
    quorum_needed,
    two_level_difference,
)
from tests.rules.ballot_builders import (
    EARLIER,
    JOINT_REASON,
    NOW,
    a_tie,
    closing,
    finishing,
    opening,
    turn_facts,
)

DRAFT, OPEN, PAUSED, DECIDED, FINISHED = RoundState


def may_act(act, *, actor, state):
    try:
        check_act(act, actor=actor, state=state)
    except RuleBroken:
        return False
    return True


@pytest.mark.parametrize(
    ("act", "actor", "states"),
    [
        (RoundAct.EDIT, Actor.FACILITATOR, {DRAFT}),
        (RoundAct.VOTE, Actor.SEAT, {OPEN}),
        (RoundAct.VOTE, Actor.FACILITATOR, set()),
        (RoundAct.READ, Actor.SEAT, {OPEN, DECIDED, FINISHED}),
        (RoundAct.ADD_SEAT, Actor.FACILITATOR, {DRAFT, OPEN, PAUSED}),
        (RoundAct.PAUSE, Actor.FACILITATOR, {OPEN}),
        (RoundAct.PAUSE, Actor.SEAT, set()),
        (RoundAct.GO_ON, Actor.FACILITATOR, {PAUSED}),
        (RoundAct.EXTEND, Actor.FACILITATOR, {OPEN}),
        (RoundAct.NEXT_TURN, Actor.FACILITATOR, {OPEN}),
        (RoundAct.REVOKE_SEAT, Actor.FACILITATOR, set(RoundState)),
        (RoundAct.YOUTH_WORD, Actor.FACILITATOR, {DECIDED}),
        (RoundAct.REOPEN, Actor.FACILITATOR, {DECIDED}),
        (RoundAct.CLOSE, Actor.FACILITATOR, {OPEN}),
        (RoundAct.CLOSE, Actor.SEAT, set()),
        (RoundAct.GIVE_FEEDBACK, Actor.FACILITATOR, {DECIDED, FINISHED}),
        (RoundAct.FINISH, Actor.FACILITATOR, {DECIDED}),
    ],
    ids=[
        "only a draft is edited", "seats vote while it is open", "a facilitator never votes",
        "a panel reads before and after", "late joiners come in", "only what is open rests", "a seat stops nothing", "only what rests goes on", "more time",
        "another vote", "a link is stopped at any time", "the word of young people", "open again after their no", "it closes once", "a seat closes nothing",
        "feedback after the decision", "finished once",
    ],
)  # fmt: skip
def test_who_may_act_when(act, actor, states):
    assert {state for state in RoundState if may_act(act, actor=actor, state=state)} == states


def test_every_act_has_its_line():
    assert set(WHO_MAY_WHEN) == set(RoundAct)


@pytest.mark.parametrize(
    ("actor", "state", "code"),
    [
        (Actor.SEAT, OPEN, "round.not-yours"),
        (Actor.FACILITATOR, DECIDED, "round.not-now"),
        (Actor.FACILITATOR, PAUSED, "round.paused"),
    ],
    ids=["somebody else's act", "too late", "in a pause"],
)
def test_an_act_out_of_place_is_refused(actor, state, code):
    with pytest.raises(RuleBroken) as broken:
        check_act(RoundAct.CLOSE, actor=actor, state=state)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("state", "is_refused", "code"),
    [(DECIDED, False, "round.not-refused"), (FINISHED, True, "round.not-now"), (OPEN, True, "round.not-now")],
    ids=["nobody refused", "after the end", "open already"],
)
def test_a_round_opens_again_after_a_refusal_only(state, is_refused, code):
    with pytest.raises(RuleBroken) as broken:
        check_reopening(state=state, is_refused=is_refused)

    assert broken.value.code == code
    assert check_reopening(state=DECIDED, is_refused=True) is None


def test_two_stories_two_seats_and_a_time_are_enough_to_open():
    assert check_opening(opening(n_stories=2, n_seats=2), now=NOW) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"state": OPEN}, "round.not-now"),
        ({"n_stories": 1}, "round.too-few-stories"),
        ({"n_stories_not_allowed": 1}, "round.stories-not-allowed"),
        ({"n_seats": 1}, "round.too-few-seats"),
        ({"quorum": 0}, "round.quorum-out-of-range"),
        ({"quorum": 4}, "round.quorum-out-of-range"),
        ({"closes_at": None}, "round.closing-time-missing"),
        ({"closes_at": NOW}, "round.closing-time-past"),
        ({"closes_at": EARLIER}, "round.closing-time-past"),
    ],
    ids=[
        "opened twice", "one story is no choice", "a held story", "one seat is no panel", "no quorum",
        "more than the seats", "no closing time", "closes now", "closed yesterday",
    ],
)  # fmt: skip
def test_a_round_that_cannot_open(facts, code):
    with pytest.raises(RuleBroken) as broken:
        check_opening(opening(**facts), now=NOW)

    assert broken.value.code == code


@pytest.mark.parametrize(
    "facts",
    [
        {"turn": 1},
        {"turn": 2},
        {"method": Method.MAJORITY, "is_tied": True, "most_turns": 1},
        {"method": Method.CONSENSUS},
        {"method": Method.SHORTLIST, "is_halfway": True, "most_turns": 1},
        {"method": Method.SCHULZE, "is_tied": True},
    ],
    ids=[
        "first",
        "last but one",
        "a tied majority talks again",
        "consensus is sought again",
        "after the shortlist comes the vote",
        "equal orders talk again",
    ],
)
def test_the_next_turn_is_one_more(facts):
    assert next_turn(turn_facts(**facts)) == facts.get("turn", 1) + 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"turn": 3}, "round.last-turn"),
        ({"n_cast": 0}, "round.nobody-voted"),
        ({"method": Method.MAJORITY}, "round.one-turn-only"),
        ({"method": Method.BORDA}, "round.one-turn-only"),
        ({"state": DECIDED}, "round.not-now"),
    ],
    ids=["no more turns", "nobody voted", "a majority that is clear", "points that are clear", "already decided"],
)
def test_no_next_turn(facts, code):
    with pytest.raises(RuleBroken) as broken:
        next_turn(turn_facts(**facts))

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("quorum", "n_seats", "needed"),
    [(3, 5, 3), (3, 2, 2), (0, 5, 1), (2, 0, 1)],
    ids=["as set", "seats were revoked", "at least one", "an empty panel decides nothing"],
)
def test_how_many_ballots_a_quorum_needs(quorum, n_seats, needed):
    assert quorum_needed(quorum, n_seats=n_seats) == needed


@pytest.mark.parametrize(
    ("facts", "choice", "kind", "departs"),
    [
        (closing(), [10], OutcomeKind.ONE, False),
        (closing(n_cast=3), [10], OutcomeKind.ONE, False),
        (closing(), [], OutcomeKind.NONE, True),
        (a_tie(), [], OutcomeKind.NONE, False),
        (a_tie(), [30, 10], OutcomeKind.TWO, False),
        (closing(chosen=()), [], OutcomeKind.NONE, False),
    ],
    ids=[
        "the story that leads",
        "two seats are absent and do not block",
        "none although one leads",
        "a tie and none",
        "a tie and two of three",
        "all abstained and none",
    ],
)
def test_a_round_closes(facts, choice, kind, departs):
    decision = check_closing(facts, joint_reason=JOINT_REASON, choice=choice)

    assert (decision.kind, decision.chosen, decision.departs_from_ballots) == (kind, tuple(sorted(choice)), departs)


@pytest.mark.parametrize(
    ("facts", "choice", "reason", "code"),
    [
        (closing(state=DECIDED), [10], JOINT_REASON, "round.not-now"),
        (closing(n_cast=2), [10], JOINT_REASON, "round.quorum-missing"),
        (closing(n_cast=0, quorum=0), [], JOINT_REASON, "round.quorum-missing"),
        (closing(), [20], JOINT_REASON, "round.choice-not-from-ballots"),
        (closing(), [10, 20], JOINT_REASON, "round.choice-not-from-ballots"),
        (a_tie(), [10], JOINT_REASON, "round.tie-not-talked-out"),
        (a_tie(), [10, 40], JOINT_REASON, "round.choice-not-from-ballots"),
        (a_tie(), [10, 20, 30], JOINT_REASON, "round.too-many-chosen"),
        (closing(chosen=()), [10], JOINT_REASON, "round.choice-not-from-ballots"),
        (closing(), [10], "Because it is good", "round.joint-reason-too-short"),
        (closing(), [], "No agreement", "round.none-without-text"),
        (a_tie(), [], "", "round.none-without-text"),
    ],
    ids=[
        "closed already", "quorum missing", "without a single ballot", "another story than the leader",
        "a second story beside the leader", "one of the tied", "one of two from elsewhere", "three",
        "one where all abstained", "four words", "none without a text", "a tie without a text",
    ],
)  # fmt: skip
def test_a_round_does_not_close(facts, choice, reason, code):
    with pytest.raises(RuleBroken) as broken:
        check_closing(facts, joint_reason=reason, choice=choice)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"n_without_feedback": 2}, "round.feedback-missing"),
        ({"state": OPEN}, "round.not-now"),
        ({"state": FINISHED}, "round.not-now"),
        ({"differs_from_youth": True}, "round.answer-to-youth-missing"),
        ({"differs_from_youth": True, "answer_to_youth": "We know better"}, "round.answer-to-youth-missing"),
    ],
    ids=["stories wait", "not decided", "finished already", "no answer to the young", "a short answer"],
)
def test_a_round_that_is_not_finished(facts, code):
    with pytest.raises(RuleBroken) as broken:
        check_finishing(finishing(**facts))

    assert broken.value.code == code


def test_missing_feedback_is_counted():
    with pytest.raises(RuleBroken) as broken:
        check_finishing(finishing(n_without_feedback=2))

    assert broken.value.facts == {"n": 2}


@pytest.mark.parametrize(
    "facts",
    [{}, {"differs_from_youth": True, "answer_to_youth": JOINT_REASON}],
    ids=["all answered", "the young are answered too"],
)
def test_a_round_that_is_finished(facts):
    assert check_finishing(finishing(**facts)) is None


@pytest.mark.parametrize(
    ("feedback", "exception", "answered"),
    [
        ("We valued your patience.", "", True),
        ("", "The teller asked for silence.", True),
        ("", "", False),
        ("Thanks", "", False),
    ],
    ids=["feedback", "a written exception", "neither", "one word"],
)
def test_what_answers_a_story(feedback, exception, answered):
    assert is_answered(feedback=feedback, exception=exception) is answered


@pytest.mark.parametrize(
    ("youth", "adult", "shared", "expected", "differs"),
    [
        ([1], [1], [1, 2], ((1,), (), ()), False),
        ([1], [2], [1, 2], ((), (1,), (2,)), True),
        ([1], [], [1, 2], ((), (1,), ()), True),
        ([1, 2], [2], [1, 2], ((2,), (1,), ()), True),
        ([1], [3], [1, 2], ((), (1,), ()), True),
        ([], [3], [1, 2], ((), (), ()), False),
        ([], [], [1, 2], ((), (), ()), False),
    ],
    ids=[
        "the same", "another", "adults chose none", "one of two", "adults chose what the young never read",
        "only what the young never read", "both chose none",
    ],
)  # fmt: skip
def test_two_levels_side_by_side(youth, adult, shared, expected, differs):
    difference = two_level_difference(youth_chosen=youth, adult_chosen=adult, read_by_both=shared)

    assert (difference.both, difference.only_youth, difference.only_adult) == expected
    assert difference.differs is differs
