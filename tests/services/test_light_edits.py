"""A few words are put right once the teller has agreed; nothing shows what is covered."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears_in
from storyapp.data.tables.consenting import TextEdit
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.errors import RuleBroken
from storyapp.rules.light_edits import Kind
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode
from storyapp.services import erasing, light_edits, minutes, minutes_said, my_story, screening
from storyapp.services.screening import Texts
from storyapp.services.transaction import act
from storyapp.words.speech import speaking
from tests.builders import a_programme, a_story, an_account
from tests.services.round_builders import Table

BEFORE = "Our mentor [name] come every week and I speaks in class now."
AFTER = "Our mentor [name] came every week and I speak in class now."
ORIGINAL = "Our mentor Zylofonkvark come every week and I speaks in class now."


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def readers(programme):
    return [an_account(Role.FACILITATOR, programme=programme).id for _ in range(2)]


@pytest.fixture
def story(programme, readers):
    told = a_story(programme, screened=False, title="", matters="", happened=ORIGINAL)
    screen(programme, told, readers[0], version=0)
    return fresh(told)


def screen(programme, told, reader, *, version, words=BEFORE):
    screening.confirm_working_text(
        programme, told.public_id, Texts(happened=words), account_id=reader, seen_version=version, language="en",
        domain_id=None,
    )  # fmt: skip


def write(programme, story, reader, words=AFTER, version=1):
    light_edits.write(programme, story.public_id, Texts(happened=words), account_id=reader, seen_version=version)
    return light_edits.waiting(fresh(story)).seen


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


def words_of(edit, kind):
    return [one.text.strip() for one in edit.happened if one.kind is kind]


def n_edits():
    db.session.expire_all()
    return db.session.scalar(db.select(db.func.count()).select_from(TextEdit))


def acts():
    return list(db.session.scalars(db.select(AuditEvent.act).where(AuditEvent.act.like("story.edit%"))))


def test_an_edit_changes_nothing_until_the_teller_agrees(programme, readers, story):
    seen = write(programme, story, readers[0])
    assert fresh(story).happened == BEFORE and light_edits.shown(fresh(story)) is None

    light_edits.answer(story.id, agrees=True, seen=seen)

    story = fresh(story)
    assert (story.happened, story.text_version) == (AFTER, 2)
    shown = light_edits.shown(story)
    assert (words_of(shown, Kind.OUT), words_of(shown, Kind.IN)) == (["come", "speaks"], ["came", "speak"])
    assert light_edits.waiting(story) is None and acts() == ["story.edit-written", "story.edit-agreed"]


def test_the_difference_never_shows_a_covered_name(programme, readers, story):
    light_edits.answer(story.id, agrees=True, seen=write(programme, story, readers[0]))

    assert "Zylofonkvark" not in repr(light_edits.shown(fresh(story)))


def test_a_refused_edit_leaves_the_text_as_it_was(programme, readers, story):
    light_edits.answer(story.id, agrees=False, seen=write(programme, story, readers[0]))

    assert (fresh(story).happened, fresh(story).text_version, n_edits()) == (BEFORE, 1, 0)
    assert "story.edit-refused" in acts()


def test_nobody_agrees_to_an_edit_that_they_did_not_see(programme, readers, story):
    seen = write(programme, story, readers[0])
    write(programme, story, readers[1], words=AFTER.replace("every", "each"))

    with pytest.raises(RuleBroken, match=r"edit\.gone"):
        light_edits.answer(story.id, agrees=True, seen=seen)
    assert fresh(story).happened == BEFORE


def test_a_second_edit_is_shown_together_with_the_first(programme, readers, story):
    light_edits.answer(story.id, agrees=True, seen=write(programme, story, readers[0]))
    again = write(programme, story, readers[0], words=AFTER.replace("every", "each"), version=2)
    assert words_of(light_edits.shown(fresh(story)), Kind.IN) == ["came", "speak"]

    light_edits.answer(story.id, agrees=True, seen=again)

    assert words_of(light_edits.shown(fresh(story)), Kind.IN) == ["came each", "speak"]
    assert n_edits() == 1


def test_a_new_screening_drops_what_waits_and_what_is_shown(programme, readers, story):
    light_edits.answer(story.id, agrees=True, seen=write(programme, story, readers[0]))
    waits = write(programme, story, readers[0], words=AFTER.replace("every", "each"), version=2)

    screen(programme, story, readers[0], version=2, words=AFTER.replace("mentor", "[role]"))

    assert n_edits() == 0
    with pytest.raises(RuleBroken, match=r"edit\.gone"):
        light_edits.answer(story.id, agrees=True, seen=waits)


def test_the_second_persons_yes_falls_and_is_given_anew(programme, readers, story):
    screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1])
    seen = write(programme, story, readers[1])
    assert appears_in(fresh(story), Where.PUBLIC_QUOTES)

    light_edits.answer(story.id, agrees=True, seen=seen)

    assert not appears_in(fresh(story), Where.PUBLIC_QUOTES) and appears_in(fresh(story), Where.PANEL)
    with pytest.raises(RuleBroken, match=r"second-person-needed"):
        screening.approve_text(programme, story.public_id, seen_version=2, account_id=readers[1])
    screening.approve_text(programme, story.public_id, seen_version=2, account_id=readers[0])
    assert appears_in(fresh(story), Where.PUBLIC_QUOTES)


def test_an_objection_drops_the_edit_and_lets_none_be_written(programme, readers, story):
    seen = write(programme, story, readers[0])

    my_story.object_to_text(story.id)

    assert n_edits() == 0
    with pytest.raises(RuleBroken, match=r"edit\.objected"):
        write(programme, story, readers[0])
    with pytest.raises(RuleBroken, match=r"edit\.gone"):
        light_edits.answer(story.id, agrees=True, seen=seen)


def test_a_yes_is_noted_only_where_the_teller_did_not_tell_alone(programme, readers, story):
    seen = write(programme, story, readers[0])
    note = {"how": "read out, said yes", "seen": seen, "account_id": readers[0]}
    with pytest.raises(RuleBroken, match=r"edit\.teller-answers"):
        light_edits.note_agreement(programme, story.public_id, **note)
    with act("shell"):
        db.session.get(Story, story.id).mode = Mode.INTERVIEWER
    with pytest.raises(RuleBroken, match=r"edit\.how-missing"):
        light_edits.note_agreement(programme, story.public_id, **{**note, "how": " "})

    light_edits.note_agreement(programme, story.public_id, **note)

    row = db.session.scalars(db.select(TextEdit)).one()
    assert (row.agreed_how, row.noted_by_id, fresh(story).happened) == ("read out, said yes", readers[0], AFTER)


def test_a_waiting_edit_can_be_taken_back_once(programme, readers, story):
    write(programme, story, readers[0])

    light_edits.drop(programme, story.public_id, account_id=readers[0])

    assert n_edits() == 0
    with pytest.raises(RuleBroken, match=r"edit\.gone"):
        light_edits.drop(programme, story.public_id, account_id=readers[0])


@pytest.mark.parametrize("goes", ["withdrawn", "erased"])
def test_edits_go_with_their_story(programme, readers, story, goes):
    light_edits.answer(story.id, agrees=True, seen=write(programme, story, readers[0]))
    write(programme, story, readers[0], words=AFTER.replace("every", "each"), version=2)
    assert (
        n_edits() == 2
        and len(my_story.take_along(my_story.Returned(story=fresh(story), programme=programme))["words_put_right"]) == 2
    )

    my_story.withdraw(story.id) if goes == "withdrawn" else erasing.erase_story(story.id, actor="shell", reason="ASKED")

    assert n_edits() == 0


def test_a_text_that_changed_meanwhile_is_not_put_right_blindly(programme, readers, story):
    with pytest.raises(RuleBroken, match=r"changed-meanwhile"):
        write(programme, story, readers[0], version=3)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "In 1 story a few words"), ("ru", "В 1 истории поправлено несколько слов")]
)
def test_the_minutes_say_that_words_were_put_right(programme, readers, story, language, words):
    light_edits.answer(story.id, agrees=True, seen=write(programme, story, readers[0]))
    table = Table(programme=programme, stories=[story, a_story(programme)])
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.decide(1)

    with speaking(language):
        said = minutes_said.put_right_sentences(minutes.minutes_of(table.sitting))

    assert len(said) == 1 and said[0].startswith(words)
