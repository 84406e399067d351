"""The sealed parts of a story: what was typed, and words between teller and programme."""

import json
from collections.abc import Mapping
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.stories import SealedOriginal, StoryKey
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken

MESSAGES_AT = "teller_messages/sealed"


def seal_new(story_id: int, original: Mapping[str, Any]) -> None:
    """Give a new story its own key and seal what was typed; call once, inside the act that makes the story.

    `original` is {title, happened, matters, considered, answers, pseudonym}.
    """
    keys, originals = rows_of_many({story_id: original})
    db.session.execute(StoryKey.__table__.insert(), keys)
    db.session.execute(SealedOriginal.__table__.insert(), originals)


def key_of(story_id: int) -> bytes:
    """Return a story's key; raises RuleBroken("story.erased") where it was destroyed."""
    row = db.session.get(StoryKey, story_id)
    if row is None:
        raise RuleBroken("story.erased")
    return kit().vault.unwrap(row.wrapped, _key_place(story_id))


def rows_of_many(originals: Mapping[int, Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of keys and of sealed originals for many new stories, to be inserted at once."""
    keys, sealed = [], []
    for story_id, original in originals.items():
        key, wrapped = kit().vault.new_story_key(_key_place(story_id))
        keys.append({"story_id": story_id, "wrapped": wrapped})
        text = json.dumps(dict(original), ensure_ascii=False)
        closed = kit().vault.seal(key, text, _original_place(story_id, 1))
        sealed.append({"story_id": story_id, "version": 1, "sealed": closed})
    return keys, sealed


def open_original(story_id: int, *, version: int = 1) -> dict[str, Any]:
    """Return what the teller typed. Whoever shows it to a person notes that in the audit chain, with a reason."""
    row = db.session.get(SealedOriginal, (story_id, version))
    if row is None:
        raise RuleBroken("story.erased")
    return json.loads(kit().vault.open(key_of(story_id), row.sealed, _original_place(story_id, version)))


def seal_words(story_id: int, text: str, place: str) -> bytes:
    """Seal other words under the story's key; `place` names table and column."""
    return kit().vault.seal(key_of(story_id), text, f"{place}/{story_id}")


def open_words(story_id: int, sealed: bytes | None, place: str) -> str:
    """Open what `seal_words` sealed; nothing for None."""
    return "" if sealed is None else kit().vault.open(key_of(story_id), sealed, f"{place}/{story_id}")


def seal_raw(story_id: int, raw: bytes, place: str) -> bytes:
    """Seal bytes under the story's key; `place` names table, column and row."""
    return kit().vault.seal_raw(key_of(story_id), raw, f"{place}/{story_id}")


def open_raw(story_id: int, sealed: bytes, place: str) -> bytes:
    """Open what `seal_raw` sealed."""
    return kit().vault.open_raw(key_of(story_id), sealed, f"{place}/{story_id}")


def seal_next(story_id: int, version: int, original: Mapping[str, Any]) -> None:
    """Seal a later version of an original beside the earlier ones."""
    closed = kit().vault.seal(
        key_of(story_id), json.dumps(dict(original), ensure_ascii=False), _original_place(story_id, version)
    )
    db.session.add(SealedOriginal(story_id=story_id, version=version, sealed=closed))


def full_text(original: Mapping[str, Any]) -> str:
    """Return the text in which mask offsets are counted: what happened, why it matters, the title."""
    return "\n\n".join((original.get("happened", ""), original.get("matters", ""), original.get("title", "")))


def _key_place(story_id: int) -> str:
    return f"story_keys/wrapped/{story_id}"


def _original_place(story_id: int, version: int) -> str:
    return f"sealed_originals/sealed/{story_id}/{version}"
