"""The demo's codes: what a person found, and what they said of the language module's suggestions."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services.demo import content, set_up
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.transaction import account_actor, act

CODER = "ilyina"
FOUND_BY_MODULE = 0.81  # the score of what both the person and the module found


def code(house: DemoHouse, story: dict[str, Any], story_id: int) -> None:
    """Store codes: every third theme was first suggested; of autumn every suggestion is decided, of spring none yet."""
    with act(account_actor(house.people[CODER])) as doing:
        row = db.session.get_one(Story, story_id)
        decided = decisions().get(story["key"], {})
        db.session.add_all(_tags(house, story, decided, row))
        db.session.add_all(_links(house, story, decided, row))
        doing.note(house.organisation_id, "story.coded", f"story:{row.public_id}")


@cache
def decisions() -> Mapping[str, dict[str, Any]]:
    """Return what was said of suggestions, by the key of the story."""
    return {one["key"]: one for one in content.read("module")["stories"]}


def _tags(house: DemoHouse, story: dict[str, Any], decided: dict[str, Any], row: Story) -> Iterator[Tag]:
    found = [
        (theme, FOUND_BY_MODULE if n % 3 == 0 else None, TagState.CONFIRMED)
        for n, theme in enumerate(story.get("themes", ()))
    ]
    found += [(theme, theme["score"], TagState.CONFIRMED) for theme in decided.get("themes", ())]
    found += [(theme, theme["score"], TagState.REFUSED) for theme in decided.get("refused_themes", ())]
    for theme, score, state in found:
        yield Tag(
            **_decision(house, story, row, score), state=state, evidence=_spans(row, theme["evidence"]),
            theme_id=house.themes[story["programme"], theme["code"]],
        )  # fmt: skip


def _links(house: DemoHouse, story: dict[str, Any], decided: dict[str, Any], row: Story) -> Iterator[ResultLink]:
    found = [(link, None, TagState.CONFIRMED) for link in story.get("results", ())]
    found += [(link, link["score"], TagState.CONFIRMED) for link in decided.get("results", ())]
    found += [(link, link["score"], TagState.REFUSED) for link in decided.get("refused_results", ())]
    seen: set[int] = set()
    for link, score, state in found:
        part_id, result_id = _named(house, story["programme"], link)
        if result_id not in seen:
            yield ResultLink(
                **_decision(house, story, row, score), state=state, evidence=_spans(row, link["evidence"]),
                result_id=result_id, particular_id=part_id, direction=LinkDirection[link["direction"]],
            )  # fmt: skip
        seen.add(result_id)


def _named(house: DemoHouse, programme: str, link: dict[str, Any]) -> tuple[int | None, int]:
    if "particular" in link:
        return house.particulars[programme, link["particular"]]
    return None, house.results[programme, link["result"]]


def _decision(house: DemoHouse, story: dict[str, Any], row: Story, score: float | None) -> dict[str, Any]:
    """Return what a tag and a link have in common; a score means that the module suggested it."""
    return {
        **set_up.ids(house, story["programme"]), "story_id": row.id, "text_version": 1, "score": score,
        "coder": CoderKind.PERSON if score is None else CoderKind.MODEL, "decided_by_id": house.people[CODER],
        "decided_as": CoderKind.PERSON, "decided_at": kit().clock(),
    }  # fmt: skip


def _spans(row: Story, evidence: str) -> list[dict[str, Any]]:
    start = f"{row.happened}\n\n{row.matters}".find(evidence)
    return [] if start < 0 else [{"start": start, "end": start + len(evidence), "text": evidence}]
