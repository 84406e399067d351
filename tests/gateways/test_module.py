"""The module reads in a process of its own: no text takes the worker with it, and the texts beside it are read."""

import json
import os
import signal
import sys
import time

import psutil
import pytest

from storyapp.gateways import nlp
from storyapp.gateways.module import Apart, Here, ModuleFailed, nothing
from storyapp.gateways.nlp import Codebook, Decision, Original, ResultEntry, ThemeEntry, Working
from storyapp.rules.unread import WhyUnread
from tests.nlp.bait import nasty_texts

SPOILT = (sys.executable, "-P", "-m", "tests.gateways.spoilt_process")
GOOD = "Our mentor came every week and I began to speak in class again without shaking."
CODEBOOK = Codebook(
    programme_id=1,
    themes=(
        ThemeEntry(
            code="voice", name={"en": "Speaking up"}, description={}, seeds={"en": ("speak", "silent", "class")}
        ),
    ),
    results=(ResultEntry(code="speaks", general={"en": "The child speaks in class"}),),
)


def working(*texts):
    return [Working(text=text, language="en", title="A day") for text in texts]


def original(text, story_id=1):
    return Original(story_id=story_id, text=text, said=text, hint="en")


@pytest.fixture(scope="module")
def apart():
    module = Apart()
    yield module
    module.close()


@pytest.fixture(scope="module")
def spoilt():
    """A module that some texts spoil; it waits two seconds for each."""
    module = Apart(SPOILT, seconds=2.0)
    yield module
    module.close()


def read(module, *texts):
    return module.read_working(working(*texts), CODEBOOK, nothing)


def test_a_process_of_its_own_finds_the_same(apart):
    texts = working(GOOD, "", "Мы с Ваней \ud800 ходили в кружок \x00.")
    originals = [original("Call Anna Petrova at +7 912 345-67-89, I want to kill myself."), original(GOOD, 2)]
    others = {2: GOOD, 3: "We planted a garden behind the house.", 4: GOOD}

    assert apart.read_working(texts, CODEBOOK, nothing) == Here().read_working(texts, CODEBOOK, nothing)
    assert apart.lemmas_of(texts) == Here().lemmas_of(texts)
    found = apart.read_originals(originals, others, nothing)
    assert found == Here().read_originals(originals, others, nothing)
    assert found[1].alike_id == 4 and found[0].masks and found[0].signals


def test_it_learns_and_groups_the_same(apart):
    texts = {
        n: (f"I speak and am not silent, number {n}." if n % 2 else f"A bus came {n} times.", "en") for n in range(24)
    }
    decisions = [Decision(story_id=n, code="voice", is_confirmed=bool(n % 2)) for n in texts]

    lesson = apart.learn(texts, decisions, codebook=CODEBOOK, known=())
    here = nlp.learn(texts, decisions, codebook=CODEBOOK, known=())

    assert lesson is not None and lesson.codes == here.codes and lesson.n_decisions == here.n_decisions
    assert isinstance(lesson.packed, bytes) and nlp._model_of(a_codebook_with(lesson).learned) is not None
    assert apart.learn(texts, decisions[:1], codebook=CODEBOOK, known=()) is None
    assert apart.groups_in(texts, codebook=CODEBOOK) == nlp.groups_in(texts, codebook=CODEBOOK)


def test_it_learns_results_the_same(apart):
    texts = {n: (f"Uncle played guitar {n} times." if n % 2 else f"A bus came {n} times.", "en") for n in range(16)}
    decisions = [Decision(story_id=n, code="music", is_confirmed=bool(n % 2)) for n in texts]
    library = Codebook(programme_id=1, results=(nlp.ResultEntry(code="music", general={"en": "Shows creativity"}),))

    lesson = apart.learn_links(texts, decisions, codebook=library)

    assert lesson == nlp.learn_links(texts, decisions, codebook=library)
    assert lesson.codes[0].source == "learned" and lesson.together is not None
    assert apart.learn_links(texts, decisions[:1], codebook=library) is None


def a_codebook_with(lesson):
    learned = nlp.Learned(
        packed=lesson.packed, fingerprint=lesson.fingerprint, n_decisions=lesson.n_decisions, codes=frozenset(["voice"])
    )
    return Codebook(programme_id=1, themes=CODEBOOK.themes, learned=learned)


def test_a_thousand_nasty_texts_kill_no_process(apart):
    texts = list(nasty_texts())
    read(apart, GOOD)
    before = apart._process.pid

    found = apart.read_working(working(*texts), CODEBOOK, nothing)
    found += apart.read_originals([original(text) for text in texts], {}, nothing)

    assert len(found) == 2000 and [one for one in found if isinstance(one, WhyUnread)] == []
    assert apart._process.pid == before


def test_the_process_is_kept_between_orders(apart):
    read(apart, GOOD)
    before = apart._process.pid
    read(apart, GOOD)

    assert apart._process.pid == before


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("this text sleeps forever", WhyUnread.TIME),
        ("this text hangs in C", WhyUnread.TIME),
        ("this text ends it always", WhyUnread.ENDED),
        ("this text breaks", WhyUnread.ERROR),
        pytest.param(
            "this text eats memory", WhyUnread.MEMORY,
            marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux only"),
        ),
    ],
)  # fmt: skip
def test_what_spoils_the_process_is_answered_by_why_and_the_others_are_read(spoilt, text, why):
    begun = time.monotonic()

    first, second, third = read(spoilt, GOOD, text, GOOD)

    assert (first.themes[0].code, second, third) == ("voice", why, first)
    assert time.monotonic() - begun < 30


def test_what_ended_the_process_by_chance_is_read_at_the_second_try(spoilt, tmp_path):
    (found,) = read(spoilt, f"I speak in class. It ends it once {tmp_path / 'mark'}")

    assert found.themes


def test_a_process_killed_between_two_orders_is_replaced(spoilt):
    read(spoilt, GOOD)
    os.kill(spoilt._process.pid, signal.SIGKILL)

    (found,) = read(spoilt, GOOD)

    assert found.themes


def test_what_libraries_print_is_no_answer(spoilt):
    assert read(spoilt, "this prints", GOOD)[1].themes


def test_an_order_given_up_halfway_leaves_no_answers_behind(spoilt):
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spoilt.read_working(working(GOOD, GOOD, GOOD), CODEBOOK, stop)

    (found,) = spoilt.lemmas_of(working("Two words"))
    assert found == "a day two word"


def test_somebody_is_told_after_each_text(spoilt):
    told = []
    spoilt.read_working(working(GOOD, "this text breaks", GOOD), CODEBOOK, lambda: told.append(1))

    assert len(told) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_the_process_gets_no_secret_and_no_connection(spoilt, monkeypatch, tmp_path):
    for name in ("STORYAPP_DATABASE", "STORYAPP_KEYS", "STORYAPP_BROKER", "PGPASSWORD"):
        monkeypatch.setenv(name, "secret")
    spoilt.close()
    with (tmp_path / "storyapp.sqlite").open("w") as connection:
        os.set_inheritable(connection.fileno(), True)
        (found,) = read(spoilt, "this text tells of itself")
    names, files = json.loads(found.lemmas)

    assert [name for name in names if name.startswith(("STORYAPP", "PG"))] == []
    assert [file for file in files if file.startswith(("socket:", str(tmp_path)))] == []
    loaded = {os.path.basename(file.path) for file in psutil.Process(spoilt._process.pid).memory_maps()}
    assert not [name for name in loaded if "psycopg" in name or "sqlite" in name]


def test_a_process_left_alone_ends(apart):
    read(apart, GOOD)
    process = apart._process
    process.stdin.close()

    assert process.wait(timeout=10) == 0


def test_a_module_that_does_not_start_says_so():
    with pytest.raises(ModuleFailed, match="start"):
        read(Apart((sys.executable, "-c", "raise SystemExit(1)")), GOOD)


def test_a_lesson_that_ends_the_process_fails_as_a_whole():
    module = Apart((sys.executable, "-c", "print('{}', flush=True); import sys; sys.stdin.buffer.read(10)"))
    with pytest.raises(ModuleFailed, match="ended"):
        module.learn({1: (GOOD, "en")}, [], codebook=CODEBOOK, known=())
    module.close()
