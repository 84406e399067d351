"""Which round a page is about, and the path above its heading."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from storyapp.data.tables.rounds import Round
from storyapp.formats.stands_picture import Dot, stands_picture
from storyapp.rules.errors import RuleBroken
from storyapp.services import rounds
from storyapp.services.count_told import bars, count_tables, unit_of
from storyapp.services.disagreement import SplitLine, split_lines
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.rounds import blueprint
from storyapp.words.messages import message
from storyapp.words.speech import say


@blueprint.context_processor
def words_for_stories() -> dict[str, Any]:
    """Let templates call a story by its title, and keep what people wrote from being translated."""
    return {
        "name_of": rounds.name_of, "as_written": as_written, "bars_of": bars, "count_tables": count_tables,
        "unit_of": unit_of, "split_lines": split_lines, "stands_drawn": stands_drawn,
    }  # fmt: skip


def as_written(text: str) -> Markup:
    """Put words that people wrote into an element that no browser translates."""
    return Markup('<span translate="no">{}</span>').format(text)


def stands_drawn(lines: Sequence[SplitLine]) -> Markup:
    """Draw where the stories stand."""
    drawn = stands_picture(
        [Dot(letter=one.letter, liked=one.stand.liked, split=one.stand.split) for one in lines],
        title=say("Which stories split the panel"), description=say("The table below says the same."),
        across=say("put higher"), up=say("readers stand apart"),
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704 - drawn by us, all words in it are escaped


def round_here(round_id: int) -> Round:
    """Return the round of the address, or answer 404; the path above the heading leads back to it."""
    one = here.found(rounds.round_of(here.programme(), round_id))
    crumb(say("Rounds"), url_for("rounds.rounds", programme=here.programme().slug))
    crumb(one.name, address("round", one))
    return one


def address(endpoint: str, one: Round, **values: Any) -> str:
    """Return the address of a page of this round."""
    return url_for(f"rounds.{endpoint}", programme=here.programme().slug, round_id=one.id, **values)


def go_to(endpoint: str, one: Round, **values: Any) -> Response:
    """Answer a change that was made with the page to look at next."""
    return redirect(address(endpoint, one, **values), 303)


def attempt(does: Callable[[], Any], done: str = "") -> bool:
    """Do it and leave a word for the next page, if any; where a rule says no, leave its sentence instead."""
    try:
        does()
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
        return False
    if done:
        leave_note(done)
    return True
