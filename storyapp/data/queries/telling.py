"""What a telling person's pages read, in few queries."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import (
    ConsentText,
    Introduction,
    Programme,
    StoryInvitation,
)  # fmt: skip
from storyapp.rules.people import ConsentBand


@dataclass(frozen=True, kw_only=True)
class Place:
    """By which invitation and for which programme somebody tells."""

    invitation: StoryInvitation
    programme: Programme


def place_of_link(token_hash: bytes) -> Place | None:
    """Return the invitation of a link and its programme."""
    return _place(StoryInvitation.token_hash == token_hash)


def place_of_invitation(invitation_id: int) -> Place | None:
    """Return an invitation and its programme."""
    return _place(StoryInvitation.id == invitation_id)


def _place(is_it: ColumnElement[bool]) -> Place | None:
    row = db.session.execute(
        select(StoryInvitation, Programme).join(Programme, Programme.id == StoryInvitation.programme_id).where(is_it)
    ).one_or_none()
    return Place(invitation=row[0], programme=row[1]) if row is not None else None


def introductions_of(programme: Programme) -> dict[ConsentBand, Introduction]:
    """Return what a programme says of itself, by age group."""
    rows = db.session.scalars(
        select(Introduction).where(
            Introduction.organisation_id == programme.organisation_id, Introduction.programme_id == programme.id
        )
    )  # fmt: skip
    return {row.band: row for row in rows}


def consent_texts_of(programme: Programme, band: ConsentBand, language: str) -> list[ConsentText]:
    """Return the words in force about consent, for an age group and language."""
    query = select(ConsentText).where(
        ConsentText.organisation_id == programme.organisation_id, ConsentText.programme_id == programme.id,
        ConsentText.band == band, ConsentText.language == language, ConsentText.is_current,
    )  # fmt: skip
    return list(db.session.scalars(query))
