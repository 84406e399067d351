"""A story stands nowhere where its teller, its guardian or its safety says no: an oracle of ten lines beside the house."""

import json
import random
import re
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears, appears_in
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import ReportUse
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import ConsentEvent, Story, StoryWords
from storyapp.gateways import nlp
from storyapp.gateways.vault import new_public_id
from storyapp.rules.appearing import Where
from storyapp.rules.coding import working_text
from storyapp.rules.consent import ASKED_WHEN_TELLING, ConsentAct, ConsentBy, Purpose
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.stories import Direction, Mode, StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import consents, my_story, quote_basket, reporting
from storyapp.services.reports.gathering import why_left_out
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.builders import TODAY
from tests.pages import PageClient
from tests.services.round_builders import Table
from tests.services.test_reporting import words_in

N_STATES, N_ON_PAGES = 2000, 24
CONFIRMED = {"state": TagState.CONFIRMED, "decided_as": CoderKind.PERSON, "coder": CoderKind.PERSON}
ACTS = [ConsentAct.GRANT] * 12 + [ConsentAct.REFUSE, ConsentAct.WITHDRAW]
OWN = [ConsentBy.CHILD, ConsentBy.CHILD, ConsentBy.STAFF_ON_PAPER, ConsentBy.YOUNG_ADULT]
STATES = [StoryState.SCREENED] * 7 + [StoryState.TOLD, StoryState.WAITING_FOR_GUARDIAN, StoryState.WITHDRAWN]
# What each place needs a yes to, in words of its own; and where a story under protection may still be met.
NEEDS = {
    "coding": {"analysis"}, "groups": {"analysis"}, "checking": {"analysis"}, "counts": {"analysis"},
    "exchange": {"analysis"},
    "panel": {"panel"}, "youth_panel": {"youth_panel"},
    "outside_panel": {"panel"}, "outside_youth_panel": {"youth_panel"}, "quotes": {"analysis", "quote"},
    "public_quotes": {"analysis", "quote", "publication"},
}  # fmt: skip
SEEN_WHILE_HELD = {"coding"}


def oracle(story, said, *, today=TODAY):
    """Say where a story may be met, from what was said about it; shares no line with the house."""
    if story["state"].name != "SCREENED" or story["is_test"]:
        return set()
    own, guardian, grown = {}, {}, {}
    for one in said:
        holds = one["act"].name == "GRANT" and not (one["expires_on"] and one["expires_on"] <= today)
        (guardian if one["by"].name == "GUARDIAN" else own)[one["purpose"].value] = holds
        grown |= {one["purpose"].value: one["by"].name == "YOUNG_ADULT"} if one["by"].name != "GUARDIAN" else {}
    yes = {p for p in own if own[p] and (grown[p] or guardian.get(p, not story["guardian_needed"]))}
    met = {place for place, need in NEEDS.items() if need <= yes and (place in SEEN_WHILE_HELD or not story["is_held"])}
    outside = {"outside_panel", "outside_youth_panel", "public_quotes"}
    met -= outside if story["approved_version"] != 1 else set()
    return met - outside - {"exchange", "panel", "youth_panel", "quotes"} if story["text_objected_on"] else met


def a_state(lot):
    """Draw what may have happened to a story."""
    story = dict(
        state=lot.choice(STATES), is_held=lot.random() < 0.15, is_test=lot.random() < 0.05,
        guardian_needed=lot.random() < 0.4, text_objected_on=lot.choice([None] * 9 + [TODAY]),
        approved_version=lot.choice([1, 1, 1, 0]),
    )  # fmt: skip
    said = [_said(lot, purpose, lot.choice(OWN)) for purpose in ASKED_WHEN_TELLING if lot.random() < 0.95]
    if lot.random() < 0.5:
        said += [_said(lot, purpose, ConsentBy.GUARDIAN) for purpose in ASKED_WHEN_TELLING]
    said += [
        _said(lot, lot.choice(ASKED_WHEN_TELLING), lot.choice([*OWN, ConsentBy.GUARDIAN]))
        for _ in range(lot.randrange(3))
    ]
    return story, said


def _said(lot, purpose, by):
    expires_on = lot.choice([None] * 8 + [TODAY + timedelta(days=days) for days in (-1, 0, 1)])
    return dict(purpose=purpose, act=lot.choice(ACTS), by=by, language="en", said_on=TODAY, expires_on=expires_on)


@pytest.fixture
def programme(app):
    return builders.a_programme()


def test_queries_and_rules_agree_with_the_oracle_on_2000_states(programme):
    lot, expected = random.Random(4), {}
    for_all = dict(
        organisation_id=programme.organisation_id, programme_id=programme.id, language="en", told_on=TODAY,
        age_band=AgeBand.FROM_14_TO_15, direction=Direction.BETTER, mode=Mode.SELF,
    )  # fmt: skip
    rows = []
    for _ in range(N_STATES):
        story, said = a_state(lot)
        public_id = new_public_id()
        expected[public_id] = oracle(story, said)
        screened = story["state"] is StoryState.SCREENED
        rows.append(
            for_all
            | story
            | {"public_id": public_id, "text_version": int(screened), "screened_on": TODAY if screened else None}
            | consents.folded(said, guardian_needed=story["guardian_needed"], today=TODAY)
        )
    with act(SHELL):
        db.session.execute(Story.__table__.insert(), rows)

    stories = {one.public_id: one for one in db.session.scalars(db.select(Story))}
    by_query = {where: set(db.session.scalars(db.select(Story.public_id).where(*appears(where)))) for where in Where}
    assert len(stories) == N_STATES
    for where in Where:
        right = {public_id for public_id, places in expected.items() if where.value in places}
        assert N_STATES / 20 < len(right) < N_STATES / 2, where
        assert by_query[where] == right, where
        assert {public_id for public_id, one in stories.items() if appears_in(one, where)} == right, where
    assert {p for p, one in stories.items() if why_left_out(one) is None} == by_query[Where.COUNTS]


def test_every_place_of_the_house_is_known_to_the_oracle():
    assert {where.value for where in Where} == NEEDS.keys()


SENTENCE = "The lighthouse mark{n}x stood on its hill in the evening."


@pytest.fixture
def scattered(programme):
    """Two rounds, a basket and confirmed themes, made while all was allowed; then every story got a state of its own."""
    theme = builders.a_theme(programme)
    stories = [
        builders.a_story(
            programme, title=f"Title mark{n}x", happened=f"{SENTENCE.format(n=n)} It was cold there.",
            age_band=AgeBand.FROM_16_TO_17,
        )
        for n in range(N_ON_PAGES)
    ]  # fmt: skip
    evaluator = builders.an_account(Role.EVALUATOR, programme=programme).id
    for n, story in enumerate(stories):
        words = SENTENCE.format(n=n)
        builders.a_suggested_tag(story, theme, words, **CONFIRMED)
        start = working_text(story.happened, story.matters).index(words)
        quote_basket.choose_quote(
            db.session.get(Programme, programme.id), story.public_id, start=start, end=start + len(words),
            text_version=story.text_version, account_id=evaluator, theme_id=theme.id,
        )  # fmt: skip
    adults = Table(programme=programme, stories=stories)
    young = Table(programme=programme, stories=stories, is_youth=True, is_young=True)
    expected = scatter(stories)
    return programme, adults, young, expected


def scatter(stories):
    """Give every story a random state behind the back of all acts: what a page shows, it has asked about itself."""
    lot, expected = random.Random(12), {}
    ids = [story.id for story in stories]
    with act(SHELL):
        for n, story_id in enumerate(ids):
            state, said = a_state(lot)
            expected[n] = oracle(state, said)
            row = db.session.get_one(Story, story_id)
            for name, value in state.items():
                setattr(row, name, value)
            db.session.add(StoryWords(story_id=story_id, lemmas=" ".join(nlp.search_words("lighthouse"))))
            db.session.execute(db.delete(ConsentEvent).where(ConsentEvent.story_id == story_id))
            db.session.add_all(ConsentEvent(story_id=story_id, **one) for one in said)
            consents.refold(row, today=TODAY)
    return expected


def met(text):
    """Say which stories stand in a text."""
    return {int(n) for n in re.findall(r"mark(\d+)x", text)}


def allowed(expected, *places):
    return {n for n, found in expected.items() if found & set(places)}


def opened_by(app, role, programme):
    client = PageClient(app, language="en")
    builders.sign_in(client, builders.an_account(role, programme=programme))
    return client


def read_by_a_panel(app, table):
    """Open every story that lies before a panellist."""
    client = PageClient(app, language="en")
    client.get(f"/panel/enter/{table.token('Owl')}")
    return {n for at in range(1, len(table.sitting.on_table) + 1) for n in met(client.get(f"/panel/read/{at}").text)}


def test_no_page_shows_a_story_where_the_oracle_says_no(app, scattered):
    programme, adults, young, expected = scattered
    slug, evaluator = programme.slug, opened_by(app, Role.EVALUATOR, programme)
    facilitator = opened_by(app, Role.FACILITATOR, programme)
    theme = db.session.scalar(db.select(Theme.id).where(Theme.programme_id == programme.id))

    assert met(evaluator.get(f"/p/{slug}/concordance?word=lighthouse").text) == allowed(expected, "coding")
    assert met(evaluator.get(f"/p/{slug}/quotes").text) == allowed(expected, "quotes")
    assert met(evaluator.get(f"/p/{slug}/themes/{theme}").text) <= allowed(expected, "coding")
    assert met(facilitator.get(f"/p/{slug}/rounds/{adults.id}/cards").text) == allowed(expected, "panel")
    assert met(facilitator.get(f"/p/{slug}/rounds/{young.id}/cards").text) == allowed(expected, "youth_panel")
    assert read_by_a_panel(app, adults) == allowed(expected, "panel")
    assert read_by_a_panel(app, young) == allowed(expected, "youth_panel")


def test_no_report_counts_or_quotes_a_story_where_the_oracle_says_no(scattered):
    programme, _, _, expected = scattered

    reports = {audience: a_report(programme, audience) for audience in ("inside", "public")}

    assert {audience: quoted(one) for audience, one in reports.items()} == {
        "inside": (len(allowed(expected, "counts")), True), "public": (len(allowed(expected, "counts")), True)
    }  # fmt: skip
    assert said_in_files(reports["inside"]) <= allowed(expected, "quotes")
    assert said_in_files(reports["public"]) <= allowed(expected, "public_quotes")


def a_report(programme, audience):
    periods = (builders.the_period(db.session.get(Programme, programme.id)).id,)
    return reporting.build_now(
        db.session.get(Programme, programme.id),
        Order(language="en", audience=audience, length="full", period_ids=periods), actor=SHELL,
    )  # fmt: skip


def quoted(one):
    """How many stories a report counts, and whether it quotes any."""
    uses = db.session.scalars(db.select(ReportUse.story_id).where(ReportUse.report_id == one.id))
    return len(set(uses)), bool(met(json.dumps(one.content)))


def said_in_files(one):
    return {n for name in ("html", "json", "docx", "csv") for n in met(words_in(one, name))}


def test_a_yes_taken_back_between_the_page_and_the_press_counts(app):
    """The panellist's page was open when the teller took the yes back: the press finds the story gone."""
    table = Table(n_stories=3)
    client = PageClient(app, language="en")
    client.get(f"/panel/enter/{table.token('Owl')}")
    client.get("/panel/vote")
    my_story.change_consent(table.story_ids[0], {Purpose.PANEL: False})

    client.submit({"story": table.public_ids[0], "reason": "It stays with me."})

    assert table.sitting.ballots == ()
    assert "Title 1" not in client.text()


def test_a_wider_yes_of_the_teller_asks_for_a_new_reading(programme):
    story = builders.a_story(programme, refused=(Purpose.ANALYSIS,))
    before = n_readings(story)

    my_story.change_consent(story.id, {Purpose.ANALYSIS: True})

    assert n_readings(story) == before + 1


def n_readings(story):
    query = db.select(db.func.count(Job.id)).where(Job.kind == JobKind.ANALYSE_STORY, Job.subject_id == story.id)
    return db.session.scalar(query.where(Job.options["stage"].as_string() == "working"))
