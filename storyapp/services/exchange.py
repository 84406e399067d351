"""Coded stories for another program of analysis: issued like a report, written anew from what consent allows at that moment."""

from dataclasses import dataclass

from sqlalchemy import insert

from storyapp.data.db import db
from storyapp.data.queries import exchange as queries
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.formats import qdpx
from storyapp.formats.read_qdc import ReadCode
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules import report_json
from storyapp.rules.codes import code_of, free_code
from storyapp.rules.errors import RuleBroken
from storyapp.rules.report import ColumnKind, Note, Paragraph, Report, Section, Table
from storyapp.rules.wording import Wording
from storyapp.services.coded_project import codebook_of, project_of
from storyapp.services.setup_lists import Place, add_thing, things
from storyapp.services.transaction import account_actor, act
from storyapp.words.speech import language, say, say_plural, speaking

INSIDE, LENGTH, USE = "inside", "coded", "exchanged"
WRITERS = {"qdpx": qdpx.write_project, "qdc": qdpx.write_codebook}


@dataclass(frozen=True, kw_only=True)
class MayGo:
    """How many stories may go to another program, and how many stay here."""

    n_stories: int
    n_left: int


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a codebook of another program has brought."""

    n_new: int
    n_known: int


def may_go(programme: Programme) -> MayGo:
    """Count what may go now. Why a story stays is said to nobody."""
    n = queries.n_to_go(programme)
    return MayGo(n_stories=n, n_left=queries.n_confirmed(programme) - n)


def put_together(programme: Programme, *, language_of_file: str, account_id: int) -> str:
    """Issue a file of all stories that may go, and return its public id; it stands on the list of what may be called back."""
    programme_id = programme.id
    with act(account_actor(account_id)) as doing, speaking(language_of_file):
        programme = db.session.get_one(Programme, programme_id)
        ids = [story.id for story in queries.stories_to_go(programme, lock=True)]
        if not ids:
            raise RuleBroken("exchange.nothing-to-take")
        public_id, now = new_public_id(), kit().clock()
        one = IssuedReport(
            organisation_id=programme.organisation_id, programme_id=programme.id, public_id=public_id,
            language=language(), period_ids=[], audience=INSIDE, length=LENGTH, requested_by_id=account_id,
            requested_at=now, built_on=now.date(), state="ready", published={}, content=None,
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        db.session.execute(insert(ReportUse), [{"report_id": one.id, "story_id": n, "use": USE} for n in ids])
        one.content = report_json.to_dict(_about(programme, len(ids), n_left=queries.n_confirmed(programme) - len(ids)))
        doing.note(programme.organisation_id, "codes.put-together", f"report:{public_id}")
    return public_id


def file_of(one: IssuedReport, kind: str, *, actor: str) -> bytes:
    """Write the file of an issued report; consent is read again, and what may not go any more is not in it."""
    if one.state != "ready" or one.length != LENGTH or kind not in WRITERS:
        raise RuleBroken("report.not-ready")
    organisation_id, public_id, report_id = one.organisation_id, one.public_id, one.id
    with act(actor) as doing, speaking(one.language):
        issued = db.session.get_one(IssuedReport, report_id)
        project = project_of(db.session.get_one(Programme, issued.programme_id), issued)
        doing.note(organisation_id, "report.downloaded", f"report:{public_id}", reason=kind.upper())
    return WRITERS[kind](project)


def codebook_file(programme: Programme) -> bytes:
    """Write the codebook alone, which tells of no story."""
    return qdpx.write_codebook(codebook_of(programme, made_at=kit().clock()))


def bring_codebook(programme_id: int, codes: list[ReadCode], *, account_id: int) -> Brought:
    """Take the codes of another program as themes; a theme of the same name stays as it is, and takes what stands under it."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        place = Place(organisation_id=programme.organisation_id, programme_id=programme_id)
        known = {word.casefold(): row for row in things(place, "themes") for word in (row.name.ru, row.name.en) if word}
        taken = {row.code for row in known.values()}
        rows: list[Theme] = []
        n_new = 0
        for one in codes:
            row = known.get(one.name.casefold())
            if row is None:
                row = _new_theme(place, one, rows, taken)
                known[one.name.casefold()] = row
                taken.add(row.code)
                n_new += 1
            rows.append(row)
        doing.note(programme.organisation_id, "codebook.brought", f"programme:{programme_id}")
    return Brought(n_new=n_new, n_known=len(codes) - n_new)


def _new_theme(place: Place, one: ReadCode, rows: list[Theme], taken: set[str]) -> Theme:
    is_russian = any("а" <= sign <= "я" or sign == "ё" for sign in one.name.casefold())
    said = "ru" if is_russian else "en"
    parent = rows[one.parent] if one.parent is not None else None
    row: Theme = add_thing(
        place, "themes",
        {
            "code": free_code(code_of(one.name), taken), "name": Wording(**{said: one.name}),
            "description": Wording(**({said: one.description} if one.description else {})),
            "seeds": {}, "parent_id": parent.id if parent is not None else None,
        },
    )  # fmt: skip
    db.session.flush()
    return row


def _about(programme: Programme, n: int, *, n_left: int) -> Report:
    """Say what is in the file, without a word of a story."""
    project = codebook_of(programme, made_at=kit().clock())
    rows, stack = [], [(code, 0) for code in reversed(project.codes)]
    while stack:
        code, depth = stack.pop()
        if code.is_codable:
            rows.append(("· " * max(depth - 1, 0) + code.name, code.description))
        stack += [(below, depth + 1) for below in reversed(code.under)]
    left = say_plural("%(num)d story is not in the file: consent does not reach so far, or it is not available.", "%(num)d stories are not in the file: consent does not reach so far, or they are not available.", n_left)  # fmt: skip
    blocks = (
        Paragraph(text=say_plural("%(num)d story stands in the file with its whole text.", "%(num)d stories stand in the file with their whole texts.", n)),
        Paragraph(text=say("The file is for the analysis of your team. Do not pass it on; when a teller changes their mind, it is called back.")),
        *((Note(text=left),) if n_left else ()),
    )  # fmt: skip
    own = ColumnKind.OWN_WORDS
    table = Table(
        code="codes", caption=say("Codes in the file"), kinds=(own, own),
        head=(say("Code"), say("What it means")), rows=tuple(rows),
    )  # fmt: skip
    return Report(
        title=say("Coded stories"), language=language(), subtitle=programme.name.say(language()),
        audience=say("the team"), dated_on=kit().clock().date(), facts=((say("Programme"), programme.name.say(language())),),
        sections=(
            Section(code="file", title=say("What is in the file"), blocks=blocks),
            Section(code="codebook", title=say("Codes"), blocks=(table,)),
        ),
    )  # fmt: skip
