"""The words of the questions about consent: a change makes a new version, and the old ones stay for ever."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import ConsentText, Programme
from storyapp.gateways.kit import kit
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import ConsentBand
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services.consents import text_hash
from storyapp.services.transaction import account_actor, act

Cell = tuple[Purpose, ConsentBand]


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is asked and who will read, in both languages."""

    text: Wording
    readers: Wording


def versions_in_force(programme: Programme) -> dict[Cell, dict[str, int]]:
    """Return for each purpose and age group the version in force in each language."""
    found: dict[Cell, dict[str, int]] = {}
    for row in db.session.scalars(_rows(programme).where(ConsentText.is_current)):
        found.setdefault((row.purpose, row.band), {})[row.language] = row.version
    return found


def words_in_force(programme: Programme, purpose: Purpose, band: ConsentBand) -> Words:
    """Return the words in force; empty where none were written."""
    rows = {
        row.language: row for row in db.session.scalars(_rows(programme, purpose, band).where(ConsentText.is_current))
    }
    return Words(
        text=Wording(**{code: rows[code].text for code in LANGUAGES if code in rows}),
        readers=Wording(**{code: rows[code].readers for code in LANGUAGES if code in rows}),
    )


def history(programme: Programme, purpose: Purpose, band: ConsentBand) -> list[ConsentText]:
    """Return every version of the words, the newest first."""
    query = _rows(programme, purpose, band)
    return list(db.session.scalars(query.order_by(ConsentText.version.desc(), ConsentText.language.desc())))


def save_words(programme: Programme, purpose: Purpose, band: ConsentBand, words: Words, *, by_id: int) -> list[str]:
    """Put new words in force where they differ, language by language; return the languages that changed."""
    organisation_id, programme_id = programme.organisation_id, programme.id
    with act(account_actor(by_id)) as doing:
        programme = db.session.get_one(Programme, programme_id, with_for_update=True)
        changed = [code for code in LANGUAGES if _renew(programme, purpose, band, code, words)]
        for code in changed:
            doing.note(
                organisation_id, "consent-text.changed", f"programme:{programme_id}",
                reason=f"{purpose.name}.{band.name}.{code}",
            )  # fmt: skip
    return changed


def a_text(
    purpose: Purpose, band: ConsentBand, language: str, text: str, readers: str, *, version: int = 1
) -> ConsentText:
    """Return a row of words in force from today on; the caller says whose they are."""
    return ConsentText(
        purpose=purpose, band=band, language=language, version=version, text=text, readers=readers,
        text_hash=text_hash(text), is_current=True, created_on=kit().clock().date(),
    )  # fmt: skip


def _renew(programme: Programme, purpose: Purpose, band: ConsentBand, language: str, words: Words) -> bool:
    text, readers = getattr(words.text, language), getattr(words.readers, language)
    rows = list(db.session.scalars(_rows(programme, purpose, band).where(ConsentText.language == language)))
    present = next((row for row in rows if row.is_current), None)
    if (text, readers) == ((present.text, present.readers) if present else ("", "")):
        return False
    if not text:
        raise RuleBroken("setup.consent-words-missing")
    if present is not None:
        present.is_current = False
    row = a_text(purpose, band, language, text, readers, version=max((r.version for r in rows), default=0) + 1)
    row.organisation_id, row.programme_id = programme.organisation_id, programme.id
    db.session.add(row)
    return True


def _rows(programme: Programme, purpose: Purpose | None = None, band: ConsentBand | None = None) -> Any:
    query = select(ConsentText).where(
        ConsentText.organisation_id == programme.organisation_id, ConsentText.programme_id == programme.id
    )
    if purpose is not None:
        query = query.where(ConsentText.purpose == purpose, ConsentText.band == band)
    return query
