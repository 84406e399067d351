"""The demo's second readings, what readers who differed decided together, and memos."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit
from storyapp.rules.coding import standing_evidence, working_text
from storyapp.rules.tags import CoderKind
from storyapp.services import deciding_together, memos, tagging
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.memos import About
from storyapp.services.tagging import Coder, Place


def read_again(house: DemoHouse, told: dict[str, int], own: Kit) -> None:
    """Store what was read by two."""
    book = content.read("readings")
    content.at(own, content.noon(book["on"]))
    young = Coder(account_id=house.people[book["reader"]], kind=CoderKind.YOUNG_PERSON)
    adult = Coder(account_id=house.people[book["coder"]])
    for one in book["readings"]:
        place = _place(house, told, one)
        for fits in (True, False):
            for code in one.get("fits" if fits else "fits_not", ()):
                tagging.second_reading(place, house.themes[one["programme"], code], young, fits=fits)
    for one in book["together"]:
        deciding_together.decide_together(
            _place(house, told, one), house.themes[one["programme"], one["theme"]], adult, fits=one["fits"],
            reason=one["reason"],
        )  # fmt: skip
    for one in book["memos"]:
        writer = young if one["by"] == book["reader"] else adult
        memos.write_memo(house.programmes[one["programme"]], _about(house, told, one), one["text"], writer)


def _place(house: DemoHouse, told: dict[str, int], one: dict[str, Any]) -> Place:
    return Place(programme_id=house.programmes[one["programme"]], public_id=_story(told, one).public_id)


def _story(told: dict[str, int], one: dict[str, Any]) -> Story:
    return db.session.get_one(Story, told[one["story"]])


def _about(house: DemoHouse, told: dict[str, int], one: dict[str, Any]) -> About:
    """Return what a memo is about: a theme, or the first words on a story that the theme rests on."""
    theme_id = house.themes[one["programme"], one["theme"]]
    if "story" not in one:
        return About(theme_id=theme_id)
    story = _story(told, one)
    tag = db.session.scalars(db.select(Tag).where(Tag.story_id == story.id, Tag.theme_id == theme_id)).one()
    spans = standing_evidence(working_text(story.happened, story.matters), tag.evidence)
    return About(
        theme_id=theme_id, public_id=story.public_id, span=spans[0] if spans else None, text_version=story.text_version
    )  # fmt: skip
