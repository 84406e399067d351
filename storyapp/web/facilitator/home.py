"""Today: what waits, and who is missing in the present period."""

from dataclasses import replace
from typing import Any

from flask import current_app, render_template, url_for

from storyapp.data.queries.stories import MOST_COUNTED
from storyapp.rules.cases import LEADS_NEEDED
from storyapp.rules.first_round import FirstStep
from storyapp.rules.people import Capability
from storyapp.services import first_round, invitations, screening, today
from storyapp.services.today import Waiting
from storyapp.web.common import here
from storyapp.web.common.exact import exact_on
from storyapp.web.facilitator import blueprint
from storyapp.words.dates import number
from storyapp.words.speech import mark, say, say_plural

WAY = {
    FirstStep.PURPOSE: "admin.programme",
    FirstStep.LEADS: "admin.programme",
    FirstStep.PERIOD: "admin.programme",
    FirstStep.LINK: "facilitator.invitations",
    FirstStep.STORIES: "facilitator.stories",
    FirstStep.ROUND: "rounds.rounds",
    FirstStep.DECISION: "rounds.rounds",
}
HINTS = {
    FirstStep.PURPOSE: mark("One sentence in the set-up: what the stories are for. Tellers read it before anything else."),
    FirstStep.LEADS: mark("Two people who act when a story tells of harm. An administrator invites them; until then you can only try it out."),
    FirstStep.PERIOD: mark("From when to when you gather stories, and how many you hope for."),
    FirstStep.LINK: mark("A link or a code on paper. Tell a story by it yourself first: it takes ten minutes."),
    FirstStep.STORIES: mark("Read what was told, cover names, and confirm the text. A round needs two stories at least; three to seven are better."),
    FirstStep.ROUND: mark("Choose the stories, give each member a link of their own, and open the round."),
    FirstStep.DECISION: mark("When all have voted, talk, write down the reason, and answer every teller."),
}  # fmt: skip


@blueprint.get("/p/<programme>")
def home(programme: str) -> str:
    """What waits today, each with one verb."""
    place = here.programme()
    waiting = today.what_waits(place, [capability for capability in Capability if here.may(capability)])
    if here.may(Capability.SCREEN):
        waiting = replace(waiting, to_approve=screening.n_to_approve(place, account_id=here.account().id))
    too_few_leads = here.may(Capability.INVITE_TELLERS) and invitations.n_leads(place) < LEADS_NEEDED
    exact = exact_on("today")
    return render_template(
        "facilitator/home.html", exact=exact, tasks=[task for task in _tasks(waiting, programme) if task["count"]],
        band=today.period_band(place, is_exact=exact.is_on), more=_more(programme), too_few_leads=too_few_leads,
        leads_needed=LEADS_NEEDED, way=_way(programme) if here.may(Capability.RUN_ROUNDS) else [], rests=place.is_short_of_leads,
    )  # fmt: skip


def _way(programme: str) -> list[dict[str, Any]]:
    """Return the steps to a first round, each with its door."""
    steps = [one for one in first_round.way(here.programme()) if WAY[one.step] in current_app.view_functions]
    return [
        {"seen": one, "url": url_for(WAY[one.step], programme=programme), "hint": say(HINTS[one.step])} for one in steps
    ]


def _tasks(waiting: Waiting, programme: str) -> list[dict[str, Any]]:
    """Return tasks in order of urgency; doors of wings that are not here are left out."""

    w = waiting
    lines = [
        (w.late_cases, say_plural("case past its time", "cases past their time", w.late_cases or 0), "safeguarding.cases", say("Act")),
        (w.cases, say_plural("open case", "open cases", w.cases or 0), "safeguarding.cases", say("Look")),
        (w.lists_to_look_over, say("list of signals to look over: the last time is a year ago, or it has changed"), "safeguarding.signal_words", say("Look over")),
        (w.to_screen, say_plural("new story to screen", "new stories to screen", w.to_screen or 0), "facilitator.next_to_screen", say("Screen")),
        (w.attachments, say_plural("picture or voice to look at", "pictures and voices to look at", w.attachments or 0), "facilitator.attachments", say("Look")),
        (w.to_approve, say_plural("text waits for you as the second reader before it is published or read outside", "texts wait for you as the second reader before they are published or read outside", w.to_approve or 0), "facilitator.next_to_approve", say("Read")),
        (w.for_guardians, say_plural("story waits for a guardian", "stories wait for a guardian", w.for_guardians or 0), "facilitator.record_consent", say("Record consent")),
        (w.feedback_owed, say_plural("teller is owed an answer of a panel", "tellers are owed an answer of a panel", w.feedback_owed or 0), "rounds.rounds", say("Answer")),
        (w.messages, say_plural("word from a teller without an answer", "words from tellers without an answer", w.messages or 0), "facilitator.messages", say("Read")),
        (w.recalls, say_plural("output with a story that may no longer be used", "outputs with a story that may no longer be used", w.recalls or 0), "reports.recalls", say("Call back")),
        (w.open_rounds, say_plural("open round", "open rounds", w.open_rounds or 0), "rounds.rounds", say("Follow")),
        (w.late_values, say_plural("value of the monitoring plan that is late", "values of the monitoring plan that are late", w.late_values or 0), "measuring.plan", say("Write down")),
        (w.to_code, say_plural("suggestion to confirm", "suggestions to confirm", w.to_code or 0), "evaluator.queue", say("Go through them")),
        (w.imports, say_plural("import under way", "imports under way", w.imports or 0), "imports.imports", say("Go on")),
        (w.parked_jobs, say_plural("job was put aside", "jobs were put aside", w.parked_jobs or 0), "facilitator.jobs", say("Try again")),
    ]  # fmt: skip
    return [
        {"count": counted(n), "text": text, "url": url_for(endpoint, programme=programme), "verb": verb}
        for n, text, endpoint, verb in lines
        if n is not None and endpoint in current_app.view_functions
    ]


def _more(programme: str) -> list[dict[str, str]]:
    """Return the rooms that have no place in the navigation."""
    rooms = (
        (Capability.COLLECT, "facilitator.collecting", say("Type in a story")),
        (Capability.RECORD_CONSENT, "facilitator.record_consent", say("Consent on paper")),
        (Capability.SCREEN, "facilitator.attachments", say("Pictures and voices")),
        (Capability.GIVE_FEEDBACK, "facilitator.messages", say("Words from tellers")),
        (Capability.READ_REPORTS, "measuring.calendar", say("Calendar")),
        (Capability.VERIFY, "verifying.plan", say("What is verified")),
        (Capability.VERIFY, "involvement.involvement", say("Involvement")),
        (Capability.CALL_BACK, "reports.recalls", say("To call back")),
        (Capability.IMPORT, "facilitator.jobs", say("Work of the machine")),
    )
    return [
        {"url": url_for(endpoint, programme=programme), "label": words}
        for c, endpoint, words in rooms
        if here.may(c) and endpoint in current_app.view_functions
    ]


def counted(n: int) -> str:
    """Write a count that may have stopped at a thousand; nothing for zero."""
    if not n:
        return ""
    return f"{number(MOST_COUNTED)}+" if n > MOST_COUNTED else number(n)
