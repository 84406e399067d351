"""Coded stories for another program: what consent lets go, exact words, who coded, and called back like any report."""

import io
import zipfile

import pytest
from lxml import etree

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Theme
from storyapp.data.tables.stories import Recall
from storyapp.formats.read_qdc import ReadCode
from storyapp.rules.consent import ConsentBy, Light
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.wording import Wording
from storyapp.services import consents, deciding_together, exchange, memos, tagging
from storyapp.services.memos import About
from storyapp.services.tagging import Coder, Evidence, Place
from tests import builders
from tests.builders import TODAY

SPACE = {"q": "urn:QDA-XML:project:1.0"}
HAPPENED = "Раньше молчала 🙈. Теперь говорю в классе 🎤 сама."
WORDS = "говорю в классе 🎤 сама"


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def evaluator(programme):
    return builders.an_account(Role.EVALUATOR, programme=programme)


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme, "voice", name=Wording(en="Voice", ru="Голос"))


@pytest.fixture
def story(programme):
    return builders.a_story(programme, title="Мой голос", happened=HAPPENED, matters="Меня слышат.", language="ru")


def place_of(story):
    return Place(programme_id=story.programme_id, public_id=story.public_id)


def put_together(programme, evaluator, language="en"):
    public_id = exchange.put_together(programme, language_of_file=language, account_id=evaluator.id)
    return db.session.scalars(db.select(IssuedReport).where(IssuedReport.public_id == public_id)).one()


def project(report, evaluator):
    data = exchange.file_of(report, "qdpx", actor=f"account:{evaluator.id}")
    file = zipfile.ZipFile(io.BytesIO(data))
    return file, etree.fromstring(file.read("project.qde"))


def coded(file, root):
    """Return what stands in a file as an independent reader finds it: code, words, who."""
    names = {one.get("guid"): one.get("name") for one in root.iterfind(".//q:Code", SPACE)}
    people = {one.get("guid"): one.get("name") for one in root.iterfind(".//q:User", SPACE)}
    found = set()
    for source in root.iterfind(".//q:TextSource", SPACE):
        text = file.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode()
        for one in source.iterfind("q:PlainTextSelection", SPACE):
            words = text[int(one.get("startPosition")) : int(one.get("endPosition"))]
            coding = one.find("q:Coding", SPACE)
            code = names[coding.find("q:CodeRef", SPACE).get("targetGUID")]
            found.add((code, words, people[coding.get("creatingUser")]))
    return found


def test_confirmed_codes_stand_on_their_words_with_who_coded(programme, evaluator, theme, story):
    coder, result = (
        Coder(account_id=evaluator.id),
        builders.a_result(programme, general=Wording(en="Speaks up in class")),
    )
    builders.a_suggested_tag(story, builders.a_theme(programme))
    tagging.add_tag(place_of(story), theme.id, coder, evidence=Evidence(words=WORDS))
    tagging.add_link(place_of(story), result.id, coder, direction=LinkDirection.SUPPORTS)
    outside = builders.a_story(programme, happened="Собака 🐕 пришла.", matters="", language="ru")
    tagging.mark_story(place_of(outside), coder, is_unplanned=True)

    found = coded(*project(put_together(programme, evaluator), evaluator))

    assert found == {
        ("Voice", WORDS, evaluator.name),
        ("Speaks up in class: supports", f"{HAPPENED}\n\nМеня слышат.", evaluator.name),
        ("Fits no result", "Собака 🐕 пришла.", evaluator.name),
    }


def test_memos_joint_decisions_and_second_readings_go_along(programme, evaluator, theme, story):
    first, second = (
        Coder(account_id=evaluator.id),
        Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id),
    )
    tagging.add_tag(place_of(story), theme.id, first, evidence=Evidence(words=WORDS))
    start = HAPPENED.index(WORDS)
    about = About(
        theme_id=theme.id, public_id=story.public_id, span=(start, start + len(WORDS)), text_version=story.text_version
    )
    memos.write_memo(programme.id, about, "На грани.", first)
    memos.write_memo(programme.id, About(theme_id=theme.id), "О теме в целом.", first)
    tagging.second_reading(place_of(story), theme.id, second, fits=False)
    deciding_together.decide_together(
        place_of(story), theme.id, first, fits=True, reason="Она говорит при всех, и это её голос."
    )

    _, root = project(put_together(programme, evaluator, language="ru"), evaluator)

    notes = {one.get("guid"): one.find("q:PlainTextContent", SPACE).text for one in root.iterfind(".//q:Note", SPACE)}
    at = {
        (one.getparent().tag.rpartition("}")[2], notes[one.get("targetGUID")])
        for one in root.iterfind(".//q:NoteRef", SPACE)
    }
    assert at == {
        ("PlainTextSelection", "На грани."), ("Code", "О теме в целом."),
        ("TextSource", "подходит. Она говорит при всех, и это её голос."),
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"may_count": Light.NO},
        {"may_count": Light.UNKNOWN},
        {"is_held": True},
        {"is_test": True},
        {"text_objected_on": TODAY},
    ],
    ids=["refused", "nobody was asked", "held for safety", "a trial", "the teller objects to the text"],
)
def test_what_consent_does_not_let_go_stays(programme, evaluator, story, changes):
    builders.a_story(programme, title="Another")
    with builders.act("shell"):
        for name, value in changes.items():
            setattr(db.session.get(type(story), story.id), name, value)

    file, root = project(put_together(programme, evaluator), evaluator)

    assert [one.get("name") for one in root.iterfind(".//q:TextSource", SPACE)] == ["0001 Another"]
    assert not any(
        b"\xd0\xbc\xd0\xbe\xd0\xbb\xd1\x87\xd0\xb0\xd0\xbb\xd0\xb0" in file.read(one) for one in file.namelist()
    )


def test_a_story_taken_back_leaves_the_file_and_its_file_is_called_back(programme, evaluator, story):
    builders.a_story(programme)
    report = put_together(programme, evaluator)
    exchange.file_of(report, "qdpx", actor=f"account:{evaluator.id}")
    public_id = story.public_id
    assert {one.use for one in db.session.scalars(db.select(ReportUse))} == {"exchanged"}

    with builders.act("shell") as doing:
        consents.withdraw_story(doing, db.session.get(type(story), story.id), by=ConsentBy.CHILD, today=TODAY)

    recalled = db.session.scalars(db.select(Recall).where(Recall.story_public_id == public_id)).all()
    assert {(one.output, one.use) for one in recalled} == {("report", "exchanged"), ("export", "taken")}
    with pytest.raises(RuleBroken, match=r"report\.not-ready"):
        exchange.file_of(db.session.get(IssuedReport, report.id), "qdpx", actor="shell")


def test_what_few_tellers_share_is_left_out(programme, evaluator):
    [builders.a_story(programme, age_band=builders.AgeBand.FROM_14_TO_15) for _ in range(5)]
    builders.a_story(programme, age_band=builders.AgeBand.FROM_18_TO_23)

    _, root = project(put_together(programme, evaluator), evaluator)

    told = [one.text for one in root.iterfind(".//q:Case/q:VariableValue/q:TextValue", SPACE)]
    assert told.count("14–15 years") == 5 and "18–23 years" not in told


def test_the_same_data_gives_the_same_bytes_and_who_took_it_is_noted(programme, evaluator, theme, story):
    report = put_together(programme, evaluator)

    one, other = (exchange.file_of(report, "qdpx", actor=f"account:{evaluator.id}") for _ in range(2))

    assert one == other
    acts = [event.act for event in db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id))]
    assert acts.count("report.downloaded") == 2 and "codes.put-together" in acts


def test_with_nothing_to_take_nothing_is_issued(programme, evaluator):
    with pytest.raises(RuleBroken, match=r"exchange\.nothing-to-take"):
        put_together(programme, evaluator)

    assert db.session.scalar(db.select(db.func.count(IssuedReport.id))) == 0


def test_a_codebook_comes_in_under_its_parents_and_a_known_theme_stays(programme, evaluator, theme):
    codes = [
        ReadCode(name="голос", description="", parent=None), ReadCode(name="Шёпот", description="Тихо", parent=0),
        ReadCode(name="Courage", description="", parent=None),
    ]  # fmt: skip

    brought = exchange.bring_codebook(programme.id, codes, account_id=evaluator.id)
    again = exchange.bring_codebook(programme.id, codes, account_id=evaluator.id)

    rows = {row.name.ru or row.name.en: row for row in db.session.scalars(db.select(Theme))}
    assert (brought.n_new, brought.n_known, again.n_new) == (2, 1, 0)
    assert rows["Шёпот"].parent_id == theme.id and rows["Шёпот"].description.ru == "Тихо"
    assert rows["Courage"].name.en == "Courage" and len({row.code for row in rows.values()}) == 3
