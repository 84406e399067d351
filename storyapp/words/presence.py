"""What people read about ways to tell, and what can be done where a group is missing."""

from storyapp.rules.presence import Route, Step, Suggestion
from storyapp.words.speech import mark, say

ROUTES: dict[Route, str] = {
    Route.LINK: mark("by a link of ours"),
    Route.PASSED_ON: mark("by a link that a teller passed on"),
    Route.INTERVIEWER: mark("with an interviewer"),
    Route.PEER: mark("with a peer who asked"),
    Route.CIRCLE: mark("in a group circle"),
    Route.PAPER: mark("on paper"),
    Route.IMPORT: mark("from an import"),
}
STEPS: dict[Step, str] = {
    Step.MAKE_LINK: mark("No link is open now. Make one, so that they can tell."),
    Step.AGAIN: mark("Most came %(way)s. Go there once more while it is open."),
    Step.OPEN_AGAIN: mark("Most came %(way)s, and that is not open now. Open it once more."),
    Step.ASK_PEER: mark("Ask somebody of their age to listen to them: make a link for a peer."),
    Step.WITHOUT_PHONE: mark("Only who has a phone can tell now. Offer paper, or a circle with one device."),
    Step.GO_THERE: mark("Ask those who work with them every day where and when telling would be easy."),
}


def step_words(one: Suggestion) -> str:
    """Say what can be done."""
    return say(STEPS[one.step], way=say(ROUTES[one.route]) if one.route else "")


def route_words(route: Route) -> str:
    """Say by what way."""
    return say(ROUTES[route])
