"""Stories in every script, length and mood: no crash, what holds is accepted, and every word comes back as it was typed.

`STORYAPP_STORIES` tells how many are sent.
"""

import os
import random
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import Kit, make_kit, use_kit
from storyapp.gateways.vault import new_token
from storyapp.rules.stories import LONGEST_TEXT
from storyapp.services import receipts, sessions, telling
from storyapp.services.sealing import open_original
from tests.builders import a_programme, an_invitation
from tests.pages import PageClient, start_afresh
from tests.web.storyteller.walks import walk

N_STORIES = int(os.environ.get("STORYAPP_STORIES", "120"))
LEAST_ACCEPTED = 0.6
WORDS = (
    "Наставник", "помог", "мне", "и\u0306", "е\u0308лка", "I", "spoke", "cafe\u0301", "naïve", "שלום", "\u202bעברית\u202c", "مرحبا", "\u200fسلام",
    "学校", "がくせい", "か\u3099", "한국", "\u1112\u1161\u11ab", "ქართული", "Қазақ", "ґедзь", "🙂", "👩🏽‍🦽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "e\u0301\u0323\u0302", "ﬁne",
    "Å", "\u212b", "ς", "ẞ", "𝒮tory", "\u0085", "\u2028", "\ufeff", "\u00ad", "a\u200db", "<b>bold</b>", "{{7*7}}", "%s", "'); DROP TABLE", "=1+1", "\\", "\"", "&amp;",
    "1", "٣", "½", "№5", "—", "…", "«да»", "it's",
)  # fmt: skip
BETWEEN = (" ", " ", " ", " ", "\n", "\r\n", "\t", "\u00a0", " \x00", "\x0b ", "\x7f ", "\r")
LONG_TITLE = "a" * 201


@pytest.fixture
def kit(settings, clock) -> Kit:
    """The language module reads none of them: jobs stay in their table."""
    return replace(make_kit(replace(settings, tasks="local")), clock=clock)


def test_what_is_told_in_any_letters_comes_back_as_it_was_typed(app):
    _, token = an_invitation(a_programme(), budget=N_STORIES)
    place, contents, visitor = half_told(app, token)
    chance, answers = random.Random(2026), Counter()

    for n in range(N_STORIES):
        typed = {name: a_text(chance, most) for name, most in (("happened", 60), ("matters", 30), ("title", 12))}
        key = telling.begin(place)
        own = {"submission_key": new_token(), "code": receipts.fresh_code().digits}
        telling.keep(key, telling.Contents(**vars(contents) | own))
        statuses, was_kept = send(app, key, visitor, typed, chance)
        assert max(statuses) < 500, f"story {n}: {statuses} for {typed!r:.600}"
        answers[was_kept] += 1
        if was_kept:
            kept = open_original(db.session.scalar(select(func.max(Story.id))))
            assert {name: kept[name] for name in typed} == {name: as_kept(text) for name, text in typed.items()}
        db.session.rollback()

    print(f"{N_STORIES} stories: {answers[True]} accepted")
    assert db.session.scalar(select(func.count(Story.id))) == answers[True]
    assert answers[True] >= LEAST_ACCEPTED * N_STORIES
    assert answers[False], "nothing was refused: the texts are too tame to show anything"


def half_told(app: Any, token: str) -> tuple[telling.Place, telling.Contents, str]:
    """Walk to the step where it is told what happened; return what a draft there holds."""
    client = PageClient(app, language="en")
    walk(client, token, to="happened")
    key = client.http.get_cookie("telling").value
    draft = sessions.draft_of(key)
    return telling.open_invitation(token), telling.contents_of(draft, key), client.http.get_cookie("visitor").value


def send(app: Any, key: str, visitor: str, typed: dict[str, str], chance: random.Random) -> tuple[list[int], bool]:
    """Send the rest of a story, page by page; return what was answered, and whether it was kept."""
    start_afresh(app)
    client = app.test_client()
    for name, value in {"telling": key, "visitor": visitor, "language": chance.choice(["ru", "en"])}.items():
        client.set_cookie(name, value)
    signature = {"csrf_token": app.extensions["kit"].vault.sign(visitor, "csrf")}
    direction = chance.choice(["better", "worse", "mixed", "no_change"] * 5 + ["sideways"])
    pages = (
        ("happened", {"happened": typed["happened"]}), ("matters", {"matters": typed["matters"]}),
        ("direction", {"direction": direction}), ("title", {"title": typed["title"]}), ("check", {}),
    )  # fmt: skip
    answered = [client.post(f"/telling/{page}", data=signature | data) for page, data in pages]
    use_kit(app.extensions["kit"])
    return [one.status_code for one in answered], answered[-1].headers.get("Location", "").endswith("/receipt")


def a_text(chance: random.Random, most: int) -> str:
    """Return some words in any letters; one in forty is nothing, one letter, or too much."""
    if chance.random() < 0.025:
        return chance.choice(["", " \n ", "\x00", "x", LONG_TITLE, "слово " * (LONGEST_TEXT // 5)])
    n_words = min(int(chance.expovariate(1 / 12)) + 4, most)
    return "".join(chance.choice(WORDS) + chance.choice(BETWEEN) for _ in range(n_words))


def as_kept(text: str) -> str:
    """Return a text as its teller would read it again: NFC, lines ended alike, without what no page can show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = "".join(one for one in lines if one in "\n\t" or not (ord(one) < 32 or ord(one) == 127))
    return unicodedata.normalize("NFC", shown).strip()
