"""Published ballots: what may stand in the file, and what is said where it cannot be counted."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method
from storyapp.rules.selection.published import NAMES, as_document, count_published, method_named

OPTIONS = ["a", "b", "c"]


def counted(name, *ballots, options=OPTIONS):
    document = {"options": options, "ballots": list(ballots)}
    return as_document(count_published(method_named(name), document), language="en")


def refused(name, document):
    with pytest.raises(RuleBroken) as broken:
        count_published(method_named(name), document)
    return broken.value.code


def test_ties_inside_groups_and_options_left_out():
    found = counted("borda", {"count": 1, "ranking": [["a"], ["b", "c"]]}, {"count": 2, "ranking": [["b"]]})

    assert found["scores"] == {"a": 0, "b": 3, "c": -3}
    assert (found["winners"], found["tie"]) == (["b"], False)
    assert found["pairwise"]["a"] == {"b": 1, "c": 1}
    assert found["order"] == [["b"], ["a"], ["c"]]
    assert "leaves out" in found["rule"]


@pytest.mark.parametrize(
    ("name", "ballots", "winners"),
    [
        ("majority", [{"choices": ["a"]}, {"choices": ["b"], "count": 2}], ["b"]),
        ("majority", [{"ranking": [["a"], ["b"]]}, {"abstain": True}], ["a"]),
        ("secret", [{"choices": ["c"]}], ["c"]),
        ("iterative", [{"choices": ["a"]}, {"choices": ["b"], "turn": 2}], ["b"]),
        ("consensus", [{"choices": ["a"]}, {"choices": ["b"]}], []),
        ("scoring", [{"scores": {"a": 5, "b": 5}}], ["a", "b"]),
        ("scoring-median", [{"scores": {"a": 1, "b": 3}}, {"scores": {"a": 5, "b": 2}}], ["a"]),
        ("scoring-then-vote", [{"scores": {"a": 5}}, {"choices": ["b"], "turn": 2}], ["b"]),
        ("shortlist", [{"scores": {"a": "yes", "b": "maybe", "c": "no"}}], ["a", "b"]),
        ("shortlist", [{"choices": ["a", "c"]}], ["a", "c"]),
        ("irv", [{"ranking": [["a"], ["b"]]}, {"ranking": ["b"]}, {"ranking": ["b"]}], ["b"]),
        ("schulze", [{"ranking": [["a"], ["b"], ["c"]]}, {"ranking": [["c"], ["b"], ["a"]]}], ["a", "b", "c"]),
        ("pairwise", [{"pairs": [["a", "b"], ["a", "c"], ["b", "c"]]}], ["a"]),
        ("majority", [{"abstain": True, "count": 4}], []),
        ("borda", [{"ranking": [["b"], ["a"]], "without": ["c"]}], ["b"]),
    ],
)
def test_every_method_takes_its_own_ballots(name, ballots, winners):
    found = counted(name, *ballots)

    assert found["winners"] == winners
    assert found["tie"] is (len(winners) > 1 and name != "shortlist")


@pytest.mark.parametrize("name", NAMES)
def test_every_method_is_known_by_its_name_and_says_its_rule(name):
    method = method_named(name)
    found = as_document(count_published(method, {"options": OPTIONS, "ballots": [{"abstain": True}]}), language="ru")

    assert (found["method"], found["winners"], found["abstained"]) == (name, [], 1)
    assert any("а" <= letter <= "я" for letter in found["rule"])


def test_a_method_that_nobody_knows():
    with pytest.raises(RuleBroken, match=r"tally\.unknown-method"):
        method_named("coin")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (None, "tally.no-ballots"),
        ([], "tally.no-ballots"),
        ({"options": OPTIONS}, "tally.no-ballots"),
        ({"options": OPTIONS, "ballots": []}, "tally.no-ballots"),
        ({"options": [], "ballots": [{}]}, "tally.no-options"),
        ({"options": ["a", ""], "ballots": [{}]}, "tally.no-options"),
        ({"options": ["a", 1], "ballots": [{}]}, "tally.no-options"),
        ({"options": ["a", "a"], "ballots": [{}]}, "tally.option-twice"),
    ],
)
def test_a_file_that_holds_no_election(document, code):
    assert refused("borda", document) == code


@pytest.mark.parametrize(
    ("name", "ballot", "code"),
    [
        ("borda", "a", "tally.not-a-ballot"),
        ("borda", {}, "tally.empty-ballot"),
        ("borda", {"ranking": []}, "tally.empty-ballot"),
        ("borda", {"ranking": [[]]}, "tally.empty-ballot"),
        ("scoring", {"scores": {}}, "tally.empty-ballot"),
        ("pairwise", {"pairs": []}, "tally.empty-ballot"),
        ("borda", {"ranking": [["a"], ["a"]]}, "tally.option-repeated"),
        ("borda", {"ranking": [["a", "b", "b"]]}, "tally.option-repeated"),
        ("shortlist", {"choices": ["a", "a"]}, "tally.option-repeated"),
        ("borda", {"ranking": [["z"]]}, "tally.unknown-option"),
        ("borda", {"ranking": [[["a"]]]}, "tally.unknown-option"),
        ("scoring", {"scores": {"z": 1}}, "tally.unknown-option"),
        ("pairwise", {"pairs": [["a", "z"]]}, "tally.unknown-option"),
        ("pairwise", {"pairs": [["a", "a"]]}, "tally.bad-pair"),
        ("pairwise", {"pairs": [["a", "b", "c"]]}, "tally.bad-pair"),
        ("majority", {"choices": ["a", "b"]}, "tally.one-choice"),
        ("majority", {"ranking": [["a", "b"]]}, "tally.one-choice"),
        ("majority", {"scores": {"a": 1}}, "tally.wrong-kind"),
        ("borda", {"choices": ["a"]}, "tally.wrong-kind"),
        ("borda", {"ranking": [["a"]], "scores": {"a": 1}}, "tally.wrong-kind"),
        ("borda", {"ranking": "a"}, "tally.wrong-shape"),
        ("scoring", {"scores": ["a"]}, "tally.wrong-shape"),
        ("scoring", {"scores": {"a": "much"}}, "tally.bad-score"),
        ("scoring", {"scores": {"a": True}}, "tally.bad-score"),
        ("scoring", {"scores": {"a": -1}}, "tally.bad-score"),
        ("shortlist", {"scores": {"a": 3}}, "tally.bad-score"),
        ("borda", {"ranking": [["a"]], "count": 0}, "tally.bad-count"),
        ("borda", {"ranking": [["a"]], "count": 1.5}, "tally.bad-count"),
        ("borda", {"ranking": [["a"]], "turn": "2"}, "tally.bad-count"),
        ("borda", {"rankings": [["a"]]}, "tally.unknown-field"),
        ("borda", {"ranking": [["a"]], "abstain": True}, "tally.abstains-and-chooses"),
    ],
)
def test_a_ballot_that_cannot_be_counted(name, ballot, code):
    assert refused(name, {"options": OPTIONS, "ballots": [ballot]}) == code


def test_one_option_alone_wins_when_anybody_wants_it():
    assert counted("schulze", {"ranking": [["a"]]}, options=["a"])["winners"] == ["a"]


def test_counting_is_the_same_for_one_ballot_many_times_and_many_ballots():
    one = count_published(Method.RUNOFF, {"options": OPTIONS, "ballots": [{"count": 3, "ranking": [["a", "b"]]}]})
    many = count_published(Method.RUNOFF, {"options": OPTIONS, "ballots": [{"ranking": [["a", "b"]]}] * 3})

    assert one.outcome == many.outcome
