"""Versions of the story form: edits reach tellers when a version is published, and each story keeps its own."""

from dataclasses import dataclass

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.queries import questionnaires as queries
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import FormVersion, Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import Questionnaire, questionnaire_of
from storyapp.rules.questionnaire.conditions import check_conditions
from storyapp.rules.questionnaire.versions import Change, changes_between, fingerprint
from storyapp.services import method_changes, questionnaires
from storyapp.services.transaction import Act, account_actor, act

FIRST = 1


@dataclass(frozen=True, kw_only=True)
class VersionSeen:
    """A version as the list of versions shows it."""

    version: FormVersion
    made_by: str
    n_stories: int
    changes: tuple[Change, ...]


def version_in_force(programme: Programme) -> FormVersion | None:
    """Return the version that tellers answer now; None where nothing was published and nobody has begun."""
    return queries.newest_version(programme.organisation_id, programme.id)


def form_in_force(programme: Programme) -> Questionnaire:
    """Return the form that the next teller will answer."""
    version = version_in_force(programme)
    return questionnaires.written_form(programme) if version is None else questionnaire_of(version.content)


def form_of_version(version_id: int | None) -> Questionnaire | None:
    """Return the form of a version."""
    version = db.session.get(FormVersion, version_id) if version_id else None
    return questionnaire_of(version.content) if version is not None else None


def settle(doing: Act, programme: Programme) -> int:
    """Return the id of the version that a teller who begins now will answer; call inside an act.

    What is written when the first teller comes becomes the first version by itself: nobody is kept waiting.
    """
    version = version_in_force(programme)
    if version is None:
        db.session.get(Programme, programme.id, with_for_update=True)  # two may come at the same moment
        version = version_in_force(programme)
    return (version or _add(doing, programme, questionnaires.written_form(programme), number=FIRST)).id


def pending(programme: Programme) -> tuple[Change, ...]:
    """Return what was edited since the version in force; nothing where none is."""
    version = version_in_force(programme)
    if version is None:
        return ()
    return changes_between(questionnaire_of(version.content), questionnaires.written_form(programme))


def publish(programme: Programme, *, note: str, by_id: int) -> int:
    """Let tellers who begin from now on answer the form as it is written; return the version's number."""
    with act(account_actor(by_id)) as doing:
        db.session.get(Programme, programme.id, with_for_update=True)
        written = questionnaires.written_form(programme)
        check_conditions(written)
        before = version_in_force(programme)
        if before is not None and before.fingerprint == fingerprint(written):
            raise RuleBroken("form.nothing-changed")
        number = FIRST if before is None else before.number + 1
        if before is not None:
            method_changes.note_form(programme, number, note, by_id=by_id)
        return _add(doing, programme, written, number=number, note=note, by_id=by_id).number


def versions_seen(programme: Programme) -> list[VersionSeen]:
    """Return the versions, newest first, each with what it changed and how many were told by it."""
    versions = queries.versions_of(programme.organisation_id, programme.id)
    authors = select(Account.id, Account.name).where(Account.id.in_({version.made_by_id for version in versions}))
    people = {row.id: row.name for row in db.session.execute(authors)}
    counts = _n_stories(programme)
    forms = [questionnaire_of(version.content) for version in versions]
    return [
        VersionSeen(
            version=version, made_by=people.get(version.made_by_id or 0, ""), n_stories=counts.get(version.id, 0),
            changes=changes_between(forms[n - 1], forms[n]) if n else (),
        )
        for n, version in reversed(list(enumerate(versions)))
    ]  # fmt: skip


def numbered(programme: Programme) -> list[tuple[int, Questionnaire]]:
    """Return all versions of a form in order, each with its number."""
    versions = queries.versions_of(programme.organisation_id, programme.id)
    return [(version.number, questionnaire_of(version.content)) for version in versions]


def forms_by_id(programme: Programme) -> dict[int, Questionnaire]:
    """Return the form as each version has it, by the id of the version."""
    versions = queries.versions_of(programme.organisation_id, programme.id)
    return {version.id: questionnaire_of(version.content) for version in versions}


def forms_of(organisation_id: int, programme_id: int) -> list[Questionnaire]:
    """Return the form as each version has it, the newest first."""
    versions = queries.versions_of(organisation_id, programme_id)
    return [questionnaire_of(version.content) for version in reversed(versions)]


def one_version(programme: Programme, number: int) -> FormVersion | None:
    """Return a version by its number."""
    return next((v for v in queries.versions_of(programme.organisation_id, programme.id) if v.number == number), None)


def _n_stories(programme: Programme) -> dict[int, int]:
    query = (
        select(Story.form_version_id, func.count())
        .where(
            Story.organisation_id == programme.organisation_id, Story.programme_id == programme.id,
            Story.form_version_id.is_not(None), Story.is_test.is_(False),
        )
        .group_by(Story.form_version_id)
    )  # fmt: skip
    return {version_id: n for version_id, n in db.session.execute(query) if version_id is not None}


def _add(
    doing: Act, programme: Programme, form: Questionnaire, *, number: int, note: str = "", by_id: int | None = None
) -> FormVersion:
    version = FormVersion(
        organisation_id=programme.organisation_id, programme_id=programme.id, number=number, content=form.as_dict(),
        fingerprint=fingerprint(form), note=note, made_at=kit().clock(), made_by_id=by_id,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    doing.note(programme.organisation_id, "form.published", f"form:{version.id}")
    return version
