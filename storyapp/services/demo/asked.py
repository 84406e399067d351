"""The section of the demo's form where tellers place and rate, and what they answered there."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zlib import crc32

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, Question
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.services.demo import content

Questions = Mapping[tuple[str, str], tuple[int, QuestionKind]]


def add_section(own: Mapping[str, int], programme: str) -> dict[tuple[str, str], tuple[int, QuestionKind]]:
    """Store the section and its questions; return their ids and kinds. Call inside an act."""
    form = _form()
    if form["programme"] != programme:
        return {}
    heading = form["section"]
    section = FormSection(
        **own, code=heading["code"], title=content.words(heading["title"]), lead=content.words(heading["lead"])
    )
    db.session.add(section)
    db.session.flush()
    rows = [
        Question(
            **own, code=one["code"], family=QuestionFamily[one["family"]], kind=QuestionKind[one["kind"]],
            wording=content.words(one["text"]), hint=content.words(one.get("hint")),
            easy=content.words(one.get("easy")), options=one["options"], settings=one.get("settings", {}),
            condition=one.get("condition"), section_id=section.id, position=100 + n,
        )
        for n, one in enumerate(form["questions"])
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()
    return {(programme, row.code): (row.id, row.kind) for row in rows}


def answers_of(questions: Questions, programme: str, story: Mapping[str, Any]) -> dict[int, Any]:
    """Return what the teller of a story answered in this section, by question."""
    form = _form()
    if form["programme"] != programme:
        return {}
    ids = {code: question_id for (of, code), (question_id, _) in questions.items() if of == programme}
    codes = {one["code"]: [option["code"] for option in one["options"]] for one in form["questions"]}
    turn, said = crc32(story["key"].encode()), {}
    shares = _at(form["answers"]["whose"], turn)
    if shares:
        said[ids["whose"]] = dict(zip(codes["whose"], shares, strict=True))
    pace = _at(form["answers"]["pace"], turn)
    if pace >= 0 and story["answers"].get("because") in ("yes", "partly"):
        said[ids["pace"]] = pace
    before, now = _at(form["answers"]["then"], turn), _at(form["answers"]["now"], turn)
    if now:
        times = (("then", before), ("now", now))
        said[ids["life"]] = {time: {"teller": dict(zip(codes["life"], ns, strict=True))} for time, ns in times}
    return said


def _at(values: list[Any], turn: int) -> Any:
    return values[turn % len(values)]


@cache
def _form() -> dict[str, Any]:
    return content.read("form")
