"""What is suggested for a group that is missing: a decision table."""

import pytest

from storyapp.rules.presence import Route, Step, route_of, suggestions
from storyapp.rules.stories import Mode


@pytest.mark.parametrize(
    ("n_heard", "by_route", "now_open", "steps"),
    [
        (6, {Route.LINK: 6}, {Route.LINK}, []),
        (0, {}, set(), [(Step.MAKE_LINK, None)]),
        (0, {}, {Route.LINK}, [(Step.ASK_PEER, None), (Step.WITHOUT_PHONE, None)]),
        (2, {Route.LINK: 2}, {Route.LINK, Route.PEER}, [(Step.AGAIN, Route.LINK), (Step.GO_THERE, None)]),
        (2, {Route.CIRCLE: 2}, {Route.LINK}, [(Step.OPEN_AGAIN, Route.CIRCLE), (Step.ASK_PEER, None)]),
        (3, {Route.LINK: 1, Route.PEER: 2}, {Route.PEER}, [(Step.AGAIN, Route.PEER), (Step.GO_THERE, None)]),
        (2, {Route.IMPORT: 2}, {Route.PEER, Route.LINK}, [(Step.GO_THERE, None)]),
    ],
    ids=[
        "enough were heard", "no link is open", "nobody yet, only by phone",
        "again where they came", "open again what has ended", "the way by which most came", "an import is no way to go",
    ],
)  # fmt: skip
def test_what_is_suggested(n_heard, by_route, now_open, steps):
    said = suggestions(n_target=6, n_heard=n_heard, by_route=by_route, now_open=now_open)

    assert [(one.step, one.route) for one in said] == steps


def test_a_group_for_which_nothing_is_hoped_is_left_alone():
    assert suggestions(n_target=0, n_heard=0, by_route={}, now_open=set()) == ()


@pytest.mark.parametrize("mode", list(Mode))
def test_every_way_to_tell_is_a_route(mode):
    assert route_of(mode, is_passed_on=False) is not Route.PASSED_ON
    assert route_of(mode, is_passed_on=True) is Route.PASSED_ON
