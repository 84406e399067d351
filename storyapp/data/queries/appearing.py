"""The table of `rules/appearing.py` as conditions on stories, so that queries and rules cannot come apart."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import ASKED, Appearing, Where, may_appear
from storyapp.rules.consent import Light, Purpose
from storyapp.rules.stories import StoryState

LIGHT_NAMES: Mapping[Purpose, str] = {
    Purpose.ANALYSIS: "may_count",
    Purpose.PANEL: "may_panel",
    Purpose.YOUTH_PANEL: "may_youth_panel",
    Purpose.QUOTE: "may_quote",
    Purpose.PUBLICATION: "may_publish",
    Purpose.TRAINING: "may_train",
}


def appears(place: Where) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a story may be met in a place, to be put into `where`."""
    asked = ASKED[place]
    conditions: list[ColumnElement[bool]] = [Story.state == StoryState.SCREENED, Story.is_test.is_(False)]
    if asked.keeps_held_away:
        conditions.append(Story.is_held.is_(False))
    if asked.waits_for_teller:
        conditions += [Story.text_objected_on.is_(None), Story.reworded_on.is_(None)]
    if asked.needs_second_person:
        conditions.append(Story.approved_version == Story.text_version)
    conditions += [_light(one) == Light.YES for one in sorted(asked.yes, key=_by_name)]
    conditions += [_light(one) != Light.NO for one in sorted(asked.not_no, key=_by_name)]
    return tuple(conditions)


def appears_in(row: Any, place: Where) -> bool:
    """Tell whether a story, or a row with its columns, may be met in a place."""
    lights = {purpose: getattr(row, name) for purpose, name in LIGHT_NAMES.items() if hasattr(row, name)}
    facts = Appearing(
        state=row.state, is_held=row.is_held, is_test=row.is_test, lights=lights,
        is_objected=getattr(row, "text_objected_on", None) is not None,
        is_reworded=getattr(row, "reworded_on", None) is not None,
        is_approved=getattr(row, "approved_version", 0) == getattr(row, "text_version", None),
    )  # fmt: skip
    return may_appear(facts, place)


def _light(purpose: Purpose) -> ColumnElement[Light]:
    column: ColumnElement[Light] = getattr(Story, LIGHT_NAMES[purpose])
    return column


def _by_name(purpose: Purpose) -> str:
    return purpose.value
