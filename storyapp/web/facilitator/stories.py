"""The list of stories, and one story."""

from enum import Enum
from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries.stories import MOST_COUNTED, StoryFilter
from storyapp.rules.import_plan import STORY_LANGUAGES
from storyapp.rules.people import AgeBand, Capability, TellerRole
from storyapp.rules.stories import Direction, Mode, StoryState
from storyapp.services import attachments, light_edits, reading, rewording, screening, searching, verifying
from storyapp.services.searching import StoryList
from storyapp.web.common import here
from storyapp.web.common.answer_pictures import picture_of
from storyapp.web.common.forms import clean, whole
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.facets import address, facets
from storyapp.web.facilitator.forms import ReasonForm
from storyapp.words.acts import REASONS, act_words, reason_words
from storyapp.words.answers import answer_words, asked_words
from storyapp.words.dates import number
from storyapp.words.speech import language, mark, say, say_plural

E = TypeVar("E", bound=Enum)
LONGEST_QUERY = 200
KEPT = ("q", "state", "period", "domain", "direction", "age", "role", "mode", "language", "import")


@blueprint.get("/p/<programme>/stories")
def stories(programme: str) -> str:
    """List stories, newest first."""
    place = here.programme()
    domains, periods = searching.names_of(place)
    words = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    page = searching.find_stories(
        place, narrowed_by(request.args), words=words, before=request.args.get("before", "")[:40],
        after=request.args.get("after", "")[:40],
    )  # fmt: skip
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    here_url = url_for(".stories", programme=programme)
    said = {n: name.say(language()) for n, name in domains.items()}
    return render_template(
        "facilitator/stories.html", page=page, words=words, kept={k: v for k, v in kept.items() if k != "q"},
        facets=facets(
            here_url, kept, periods={n: name.say(language()) for n, name in periods.items()}, domains=said,
            counts=page.counts,
        ),
        domains=said, directions=Direction, tellers=(*AgeBand, *TellerRole), said_count=_said_count(page),
        is_narrowed=bool(kept), clear_url=here_url,
        previous_url=address(here_url, kept, after=page.previous) if page.previous else "",
        next_url=address(here_url, kept, before=page.following) if page.following else "",
        sees_cases=here.may(Capability.SAFEGUARD),
    )  # fmt: skip


@blueprint.get("/p/<programme>/stories/<public_id>")
def story(programme: str, public_id: str) -> str:
    """Show one story as staff may read it."""
    page = found(reading.read_story(here.programme(), public_id, account_id=here.account().id))
    crumb(say("Stories"), url_for(".stories", programme=programme))
    return render_template(
        "facilitator/story.html", page=page, story=page.story, act_words=act_words, reason_words=reason_words,
        answers=[(asked_words(q), answer_words(q, value), picture_of(q, value)) for q, value in page.answers],
        form=ReasonForm().offer(REASONS), sees_cases=here.may(Capability.SAFEGUARD),
        firm=verifying.in_short(here.programme(), page.story),
        pictures=attachments.beside(page.story) if page.story.text_version and not page.is_withdrawn else [],
        pictures_allowed=attachments.pictures_allowed(page.story), is_for_outside=screening.is_for_outside(page.story), may_approve=page.story.screened_by_id != here.account().id,
        edit_waits=light_edits.waiting(page.story) is not None,
        changed=rewording.changed(page.story) if page.story.text_version and not page.is_withdrawn else None,
    )  # fmt: skip


@blueprint.post("/p/<programme>/stories/<public_id>/original")
def original(programme: str, public_id: str) -> str | Response:
    """Show what the teller typed, once, for a named reason."""
    place = here.programme()
    found(searching.is_here(place, public_id))
    form = ReasonForm(request.form).offer(REASONS)
    if not form.is_sent():
        leave_note(mark("Why do you need the original?"), kind="warn")
        return redirect(url_for(".story", programme=programme, public_id=public_id), 303)
    told, words = reading.open_original(place, public_id, account_id=here.account().id, reason=form.reason.data)
    crumb(say("Stories"), url_for(".stories", programme=programme))
    return render_template("facilitator/original.html", story=told, original=words, reason=REASONS[form.reason.data])


def narrowed_by(args: Any) -> StoryFilter:
    """Return what an address narrows the list to; what it does not understand it leaves out."""
    return StoryFilter(
        state=_member(StoryState, args.get("state")), period_id=whole(args.get("period")),
        domain_id=whole(args.get("domain")), direction=_member(Direction, args.get("direction")),
        age_band=_member(AgeBand, args.get("age")), teller_role=_member(TellerRole, args.get("role")),
        mode=_member(Mode, args.get("mode")), import_batch_id=whole(args.get("import")),
        language=args.get("language") if args.get("language") in STORY_LANGUAGES else "",
    )  # fmt: skip


def _member(kind: type[E], name: str | None) -> E | None:
    return kind.__members__.get(name or "")


def _said_count(page: StoryList) -> str:
    if page.is_more_than_counted:
        return say("More than %(n)s stories", n=number(MOST_COUNTED))
    return say_plural("%(num)d story", "%(num)d stories", page.n)
