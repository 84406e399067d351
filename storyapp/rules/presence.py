"""Where a group that is missing can still be reached: by what its stories came so far, and what is open now (A12)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.stories import Mode


class Route(Enum):
    """By what way a story came."""

    LINK = "link"
    PASSED_ON = "passed_on"
    INTERVIEWER = "interviewer"
    PEER = "peer"
    CIRCLE = "circle"
    PAPER = "paper"
    IMPORT = "import"


class Step(Enum):
    """What can be done so that a missing group is heard."""

    MAKE_LINK = "make_link"
    AGAIN = "again"
    OPEN_AGAIN = "open_again"
    ASK_PEER = "ask_peer"
    WITHOUT_PHONE = "without_phone"
    GO_THERE = "go_there"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One thing to do, and by which way where it is about one."""

    step: Step
    route: Route | None = None


OF_MODE = {
    Mode.SELF: Route.LINK, Mode.INTERVIEWER: Route.INTERVIEWER, Mode.PEER: Route.PEER, Mode.GROUP: Route.CIRCLE,
    Mode.PAPER: Route.PAPER, Mode.IMPORT: Route.IMPORT,
}  # fmt: skip
WITH_A_PHONE = frozenset({Route.LINK, Route.PASSED_ON})
MOST_SUGGESTIONS = 2


def route_of(mode: Mode, *, is_passed_on: bool) -> Route:
    """Return by what way a story came."""
    return Route.PASSED_ON if is_passed_on else OF_MODE[mode]


def suggestions(
    *, n_target: int, n_heard: int, by_route: Mapping[Route, int], now_open: Collection[Route]
) -> tuple[Suggestion, ...]:
    """Return what to do for a group, at most two things; nothing where enough were heard."""
    if not n_target or n_heard >= n_target:
        return ()
    if not now_open:
        return (Suggestion(step=Step.MAKE_LINK),)
    return tuple(_steps(by_route, now_open))[:MOST_SUGGESTIONS]


def _steps(by_route: Mapping[Route, int], now_open: Collection[Route]) -> list[Suggestion]:
    came = [route for route in Route if by_route.get(route) and route is not Route.IMPORT]
    steps = []
    if came:
        best = max(came, key=lambda route: by_route[route])
        steps.append(Suggestion(step=Step.AGAIN if best in now_open else Step.OPEN_AGAIN, route=best))
    if Route.PEER not in now_open:
        steps.append(Suggestion(step=Step.ASK_PEER))
    if WITH_A_PHONE.issuperset(now_open):
        steps.append(Suggestion(step=Step.WITHOUT_PHONE))
    return [*steps, Suggestion(step=Step.GO_THERE)]
