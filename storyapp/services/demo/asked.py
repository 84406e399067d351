"""The sections of the demo's form where tellers place and rate and tell of meetings, and what they answered there."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zlib import crc32

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, Question
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.repeats import HowOften, Repeats
from storyapp.services.demo import content

Questions = Mapping[tuple[str, str], tuple[int, QuestionKind]]
FIRST_PLACE, PLACES_A_SECTION = 100, 20


def add_sections(own: Mapping[str, int], programme: str) -> dict[tuple[str, str], tuple[int, QuestionKind]]:
    """Store the sections and their questions; return their ids and kinds. Call inside an act."""
    form = _form()
    if form["programme"] != programme:
        return {}
    rows = [row for n, one in enumerate(form["sections"]) for row in _section(own, one, n)]
    db.session.flush()
    return {(programme, row.code): (row.id, row.kind) for row in rows}


def _section(own: Mapping[str, int], heading: Mapping[str, Any], position: int) -> list[Question]:
    section = FormSection(
        **own, code=heading["code"], title=content.words(heading["title"]), lead=content.words(heading["lead"]),
        condition=heading.get("condition"), repeats=_repeats(heading.get("repeats")), position=position,
    )  # fmt: skip
    db.session.add(section)
    db.session.flush()
    rows = [
        Question(
            **own, code=one["code"], family=QuestionFamily[one["family"]], kind=QuestionKind[one["kind"]],
            wording=content.words(one["text"]), hint=content.words(one.get("hint")),
            easy=content.words(one.get("easy")), options=one["options"], settings=one.get("settings", {}),
            condition=one.get("condition"), section_id=section.id,
            position=FIRST_PLACE + PLACES_A_SECTION * position + n,
        )
        for n, one in enumerate(heading["questions"])
    ]  # fmt: skip
    db.session.add_all(rows)
    return rows


def _repeats(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if said is None else Repeats(how=HowOften[said["how"]], most=said["most"]).as_dict()


def answers_of(questions: Questions, programme: str, story: Mapping[str, Any]) -> dict[int, Any]:
    """Return what the teller of a story answered in these sections, by question."""
    form = _form()
    if form["programme"] != programme:
        return {}
    ids = _ids(questions, programme)
    codes = {
        one["code"]: [option["code"] for option in one["options"]]
        for part in form["sections"]
        for one in part["questions"]
    }
    turn, said = _turn(story), {}
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
    return said | {ids[code]: answer for code, occasion, answer in _meetings(story) if occasion == 0}


def answered_again(questions: Questions, programme: str, story: Mapping[str, Any]) -> dict[tuple[int, int], Any]:
    """Return what the teller of a story answered when a section came once more, by question and time."""
    if _form()["programme"] != programme:
        return {}
    ids = _ids(questions, programme)
    return {(ids[code], occasion): answer for code, occasion, answer in _meetings(story) if occasion}


def _meetings(story: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """Return question, which time, and answer; who was not helped by a mentor is not asked."""
    form = _form()
    if "mentor" not in story["answers"].get("helped", ()):
        return []
    told = _at(form["answers"]["meetings"], _turn(story))
    return [
        (code, occasion, answer)
        for occasion, one in enumerate(told)
        for code, answer in zip(("meeting-where", "meeting-whose-idea"), one, strict=True)
    ]


def _ids(questions: Questions, programme: str) -> dict[str, int]:
    return {code: question_id for (of, code), (question_id, _) in questions.items() if of == programme}


def _turn(story: Mapping[str, Any]) -> int:
    return crc32(story["key"].encode())


def _at(values: list[Any], turn: int) -> Any:
    return values[turn % len(values)]


@cache
def _form() -> dict[str, Any]:
    return content.read("form")
