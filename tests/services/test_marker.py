"""A story that is erased leaves no byte, at whatever stage of its life: not in the database, its log, its index, a file, a backup."""

import zipfile
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story, StoryKey
from storyapp.gateways import nlp
from storyapp.rules.coding import working_text
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.retention import Destroyed, Ground, Kept
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import (
    cases,
    destroying,
    erasing,
    light_edits,
    my_story,
    quote_basket,
    reporting,
    retaining,
    rewording,
    safekeeping,
    screening,
    sealing,
)
from storyapp.services.reports.material import Order
from storyapp.services.screening import Texts
from storyapp.services.transaction import SHELL
from storyapp.worker import do_next, sweep
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

MARKER = "Zylofonkvark"
SAID = f"Then {MARKER} came to our school and sat beside me."
CONFIRMED = {"state": TagState.CONFIRMED, "decided_as": CoderKind.PERSON, "coder": CoderKind.PERSON}
N_BACKUPS = 7


def told(programme, **changes):
    values = dict(
        happened=f"{SAID} It was cold.",
        matters=f"Because of {MARKER}.",
        title=f"{MARKER} came",
        considered=(f"{MARKER} left",),
    )
    return builders.a_story(programme, pseudonym=MARKER, **{**values, **changes})


def just_told(programme):
    return told(programme, screened=False)


def waiting_for_a_guardian(programme):
    return told(builders.a_programme(guardian_age=16), screened=False)


def read_by_the_module(programme):
    story = told(programme, screened=False)
    while do_next():
        pass
    return story


def screened_and_searched(programme):
    story = told(programme, screened=False)
    reader = builders.an_account(Role.FACILITATOR, programme=programme).id
    texts = Texts(
        title=f"{MARKER} came", happened=f"{SAID} It was cold.", matters=f"Because of {MARKER}.", considered=()
    )
    screening.confirm_working_text(
        programme, story.public_id, texts, seen_version=0, account_id=reader, language="en", domain_id=None
    )
    while do_next():
        pass
    return story


def put_right_and_put_right_again(programme):
    story = told(programme)
    reader = builders.an_account(Role.FACILITATOR, programme=programme).id
    for version, words in enumerate((f"{SAID} It was very cold.", f"{SAID} It was quite cold."), 1):
        texts = Texts(title=f"{MARKER} came", happened=words, matters=f"Because of {MARKER}.")
        light_edits.write(programme, story.public_id, texts, account_id=reader, seen_version=version)
        waits = light_edits.waiting(db.session.get(Story, story.id))
        if version == 1:
            light_edits.answer(story.id, agrees=True, seen=waits.seen)
    return db.session.get(Story, story.id)


def changed_by_its_teller_while_a_round_reads_it(programme):
    table = Table(programme=programme, stories=[told(programme), builders.a_story(programme)])
    words = rewording.Words(title=f"{MARKER} went", happened=f"{SAID} Then {MARKER} went away.", matters="")
    rewording.reword(table.story_ids[0], words, seen_version=1)
    return db.session.get(Story, table.story_ids[0])


def quoted_and_coded(programme):
    story = told(programme)
    theme = builders.a_theme(programme)
    builders.a_suggested_tag(story, theme, SAID, **CONFIRMED)
    start = working_text(story.happened, story.matters).index(SAID)
    quote_basket.choose_quote(
        db.session.get(Programme, programme.id), story.public_id, start=start, end=start + len(SAID),
        text_version=story.text_version, theme_id=theme.id,
        account_id=builders.an_account(Role.EVALUATOR, programme=programme).id,
    )  # fmt: skip
    return story


def voted_about(programme):
    table = Table(programme=programme, stories=[told(programme), builders.a_story(programme)])
    table.vote("Owl", 1, reason=f"Because {MARKER} came to our school.")
    return db.session.get(Story, table.story_ids[0])


def chosen_and_answered(programme):
    table = Table(programme=programme, stories=[told(programme), builders.a_story(programme)])
    table.vote("Owl", 1, reason=f"Because {MARKER} came to our school.")
    table.vote("Moth", 1, reason=f"That {MARKER} sat beside me says it all.")
    table.decide(1, reason=f"We chose it since {MARKER} came to our school and stayed.")
    return db.session.get(Story, table.story_ids[0])


def reported_and_talked_about(programme):
    story = quoted_and_coded(programme)
    reporting.build_now(
        db.session.get(Programme, programme.id),
        Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,)), actor=SHELL,
    )  # fmt: skip
    my_story.write(story.id, kind="help", text=f"{MARKER} hurts me.")
    lead = builders.an_account(Role.SAFEGUARDING_LEAD, programme=programme).id
    case = cases.case_list(db.session.get(Programme, programme.id))[0].row.case.id
    cases.add_note(
        db.session.get(Programme, programme.id), case, f"I spoke about {MARKER} on the phone.", account_id=lead
    )
    return db.session.get(Story, story.id)


STAGES = (
    just_told, waiting_for_a_guardian, read_by_the_module, screened_and_searched, put_right_and_put_right_again, changed_by_its_teller_while_a_round_reads_it, quoted_and_coded, voted_about,
    chosen_and_answered, reported_and_talked_about,
)  # fmt: skip


def needles():
    lemmas = " ".join(nlp.search_words(MARKER))
    return [
        form.encode(coding)
        for form in (MARKER, MARKER.lower(), lemmas)
        for coding in ("utf-8", "utf-16-le", "utf-16-be")
    ]


def bytes_with(folder):
    """Files in which the marker stands; an archive is looked into member by member."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                contents += [packed.read(name) for name in packed.namelist()]
        found += [path.name for one in needles() if any(one in content for content in contents)]
    return found


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_no_byte_is_left_of_a_story_erased_at_this_stage(app, settings, stage):
    story_id = stage(builders.a_programme()).id
    settings.data_folder.mkdir(exist_ok=True)
    for n in range(N_BACKUPS):
        safekeeping.back_up(settings.data_folder / f"night-{n}.zip")
    opened = sealing.open_original(story_id)["happened"]

    erasing.erase_story(story_id, actor="teller", reason="TELLER_ASKED")

    safekeeping.back_up(settings.data_folder / "morning.zip")
    db.session.remove()
    assert MARKER in opened
    assert db.session.get(StoryKey, story_id) is None
    assert rows_with_the_marker() == []
    db.session.remove()
    assert bytes_with(settings.data_folder) == []


def rows_with_the_marker():
    """Tables of which any row still says it, read through the database itself: on PostgreSQL its files are its own."""
    return [
        table.name
        for table in db.metadata.sorted_tables
        for row in db.session.execute(db.select(table)).mappings()
        if MARKER.lower() in str(dict(row)).lower()
    ]


@pytest.fixture
def ended(app):
    return builders.a_programme(ended_on=builders.TODAY, original_months=6, guardian_age=14)


def test_the_preview_says_what_will_go_and_on_which_day_and_then_it_goes(ended, clock):
    builders.a_story(ended)
    builders.a_story(ended, age_band=AgeBand.FROM_10_TO_13, screened=False)

    seen = {(one.kept, one.n): one.on for one in retaining.preview(ended).lines}
    clock.now += timedelta(days=31)
    sweep()
    clock.now += timedelta(days=170)
    sweep()

    assert seen == {
        (Kept.WAITING_FOR_GUARDIAN, 1): builders.TODAY + timedelta(days=30),
        (Kept.ORIGINAL, 2): builders.TODAY.replace(month=11, day=21),
    }
    programme = db.session.get(Programme, ended.id)
    lines = {(one.destroyed, one.ground, one.n) for one in destroying.destructions_of(programme)}
    assert lines == {(Destroyed.STORY, Ground.NO_GUARDIAN_IN_TIME, 1), (Destroyed.ORIGINAL, Ground.RETENTION, 1)}
    assert retaining.preview(programme).lines == ()


@pytest.mark.parametrize(("language", "words"), [("en", "At the wish of the teller"), ("ru", "По желанию рассказчика")])
def test_the_act_says_what_how_many_when_and_by_whom_and_no_word_of_it(app, language, words):
    programme = builders.a_programme()
    for _ in range(2):
        erasing.erase_story(told(programme).id, actor="teller", reason="TELLER_ASKED")
    client = PageClient(app, language=language)
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))

    client.get(f"/p/{programme.slug}/set-up/kept")
    client.get(next(a["href"] for a in client.page.find_all("a", href=True) if a["href"].endswith("/destroyed")))

    cells = [cell.get_text(strip=True) for cell in client.page.find("tbody").find_all("td")]
    assert (cells[3], cells[4]) == ("2", words) and MARKER not in client.text()
