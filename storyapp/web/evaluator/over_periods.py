"""The system looked at itself, and lines over periods that stop where the method was changed."""

from flask import request
from markupsafe import Markup

from storyapp.formats import write_html
from storyapp.rules.report import Report, Section
from storyapp.services import over_periods as service
from storyapp.services.over_periods import Subject
from storyapp.services.reports.system import board
from storyapp.services.reports.trends import line_blocks, line_of, trends, warnings
from storyapp.web.common import here
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.words.speech import language, say


@blueprint.get("/p/<programme>/system")
def system(programme: str) -> str:
    """Show how far stories came, who chose, and what became of what got worse."""
    seen = service.over_periods(here.programme())
    return page(
        "system", tab="system", is_empty=not seen.facts.fates, k=seen.numbers.k,
        body=as_page(say("How the system itself worked"), board(seen.facts, seen.numbers)),
    )  # fmt: skip


@blueprint.get("/p/<programme>/over-time")
def over_time(programme: str) -> str:
    """Show lines over periods: of the stories, or of one theme or result."""
    own = here.programme()
    seen, subjects = service.over_periods(own), service.subjects_of(own)
    chosen = next((one for one in subjects if one.key == request.args.get("of", "")), None)
    return page(
        "over_time", tab="over_time", chosen=chosen.key if chosen else "",
        subjects=[(one.key, one.words.say(language())) for one in subjects], k=seen.numbers.k,
        is_empty=len(seen.facts.periods) < 2 or not seen.facts.fates,
        body=as_page(say("Over time"), _sections(seen, chosen)),
    )  # fmt: skip


def as_page(title: str, sections: tuple[Section, ...]) -> Markup:
    """Write parts of a report as the body of a page of the app."""
    report = Report(title=title, language=language(), sections=sections, layout="page")
    return Markup(write_html.body_html(report))  # noqa: S704 - written by us, all words in it are escaped


def _sections(seen: service.OverPeriods, chosen: Subject | None) -> tuple[Section, ...]:
    if chosen is None:
        return trends(seen.facts, seen.numbers)
    name = chosen.words.say(language())
    line = line_of(chosen.key, name, service.stories_with(here.programme(), seen.facts, chosen))
    blocks = (*warnings(seen.facts), *line_blocks(line, seen.facts, seen.numbers))
    log = [part for part in trends(seen.facts, seen.numbers) if part.code == "method-changes"]
    return (Section(code="over-time", title=say("From period to period"), blocks=blocks), *log)
