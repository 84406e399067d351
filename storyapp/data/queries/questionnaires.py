"""The rows of which a story form is made."""

from collections.abc import Collection

from sqlalchemy import Select, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, FormVersion, Question


def sections_of(organisation_id: int, programme_id: int) -> list[FormSection]:
    """Return the sections of a programme's form in order."""
    query = select(FormSection).where(
        FormSection.organisation_id == organisation_id, FormSection.programme_id == programme_id
    )
    return list(db.session.scalars(query.order_by(FormSection.position, FormSection.id)))


def questions_of(organisation_id: int, programme_id: int, *, only_active: bool = True) -> list[Question]:
    """Return the questions of a programme by family and in its order; those put aside only where asked for."""
    query = select(Question).where(Question.organisation_id == organisation_id, Question.programme_id == programme_id)
    query = query.where(Question.is_active) if only_active else query
    return list(db.session.scalars(query.order_by(Question.position, Question.id)))


def questions_by_id(ids: Collection[int]) -> list[Question]:
    """Return some questions by their ids."""
    return list(db.session.scalars(select(Question).where(Question.id.in_(ids)).order_by(Question.id)))


def newest_version(organisation_id: int, programme_id: int) -> FormVersion | None:
    """Return the version of a programme's form that was published last."""
    query = _versions(organisation_id, programme_id).order_by(FormVersion.number.desc()).limit(1)
    return db.session.scalars(query).one_or_none()


def versions_of(organisation_id: int, programme_id: int) -> list[FormVersion]:
    """Return all versions of a programme's form, the first one first."""
    return list(db.session.scalars(_versions(organisation_id, programme_id).order_by(FormVersion.number)))


def _versions(organisation_id: int, programme_id: int) -> Select[FormVersion]:
    return select(FormVersion).where(
        FormVersion.organisation_id == organisation_id, FormVersion.programme_id == programme_id
    )
