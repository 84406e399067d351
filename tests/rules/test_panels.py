"""Standing panels: who sits when, whose say goes how far, and what moves up."""

from datetime import date

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import (
    LevelChoice,
    PanelSay,
    Preparation,
    check_panel,
    check_term,
    check_youth_word,
    moving_up,
    sits_on,
    steps_for,
)
from storyapp.rules.rounds import FinishingFacts, RoundState, check_finishing

DAY = date(2026, 5, 20)


def choice(n: int, *chosen: int, read: tuple[int, ...] = (1, 2, 3), **facts) -> LevelChoice:
    values = {"panel_name": f"Panel {n}", "domain_id": 1, "is_youth": False, **facts}
    return LevelChoice(round_id=n, chosen=chosen, read=frozenset(read), **values)


@pytest.mark.parametrize(
    ("choices", "going"),
    [
        ([], {}),
        ([choice(1, 1), choice(2, 2, is_youth=True)], {1: 1, 2: 2}),
        ([choice(1, 1), choice(2, 1, is_youth=True)], {1: 2}),
        ([choice(1, 1), choice(2, 2, is_youth=True, is_final=True)], {2: 2}),
        ([choice(1, 1, 2), choice(2, 2, is_youth=True, is_final=True)], {2: 2}),
        ([choice(1, 1), choice(2, 2, is_youth=True, is_final=True, read=(2, 3))], {1: 1, 2: 2}),
        ([choice(1, 1, domain_id=7), choice(2, 2, is_youth=True, is_final=True)], {1: 1, 2: 2}),
        ([choice(1, 1), choice(2, is_youth=True, is_final=True)], {}),
        ([choice(1, 1, is_refused=True), choice(2, 2)], {2: 2}),
    ],
    ids=[
        "nothing was chosen", "both go on", "the later speaks for a story of both",
        "the last word of the young", "of two, the one that they chose too", "they never read it, so it goes on",
        "another domain is not theirs", "they chose none, so none goes on", "a veto keeps it back",
    ],
)  # fmt: skip
def test_what_moves_up(choices, going):
    assert {story_id: one.round_id for story_id, one in moving_up(choices).items()} == going


@pytest.mark.parametrize(
    ("facts", "sits"),
    [
        ({"joined_on": DAY}, True),
        ({"joined_on": date(2026, 5, 21)}, False),
        ({"joined_on": date(2026, 1, 1), "term_ends_on": DAY}, True),
        ({"joined_on": date(2026, 1, 1), "term_ends_on": date(2026, 5, 19)}, False),
        ({"joined_on": date(2026, 1, 1), "left_on": DAY}, False),
    ],
    ids=["the first day", "not yet", "the last day of the term", "the term is over", "has left"],
)
def test_who_sits_on_a_day(facts, sits):
    assert sits_on(DAY, **{"term_ends_on": None, "left_on": None, **facts}) is sits


@pytest.mark.parametrize(
    ("does", "code"),
    [
        (lambda: check_panel(is_youth=False, say=PanelSay.VETO), "panel.say-is-for-youth"),
        (lambda: check_panel(is_youth=False, say=PanelSay.FINAL), "panel.say-is-for-youth"),
        (lambda: check_term(joined_on=DAY, term_ends_on=date(2026, 5, 19), left_on=None), "panel.term-ends-before"),
        (lambda: check_term(joined_on=DAY, term_ends_on=None, left_on=date(2026, 5, 19)), "panel.term-ends-before"),
        (lambda: check_youth_word("No."), "panel.word-without-reason"),
        (
            lambda: check_finishing(
                FinishingFacts(state=RoundState.DECIDED, n_without_feedback=0, waits_for_youth_word=True)
            ),
            "round.youth-word-missing",
        ),
    ],
    ids=["adults with a veto", "adults with the last word", "a term", "a leave", "a word", "finishing unheard"],
)
def test_what_is_refused(does, code):
    with pytest.raises(RuleBroken) as broken:
        does()

    assert broken.value.code == code


def test_only_young_people_need_a_guardian_who_knows():
    assert set(steps_for(is_young=True)) - set(steps_for(is_young=False)) == {Preparation.GUARDIAN}
