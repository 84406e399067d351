"""Whatever is fed to the command line: a clear message, no traceback, and the rest of the batch."""

import json
import pickle
import time

import pytest

from nlp.model import VERSION
from tests.nlp.test_command_line import BOOK, LIB, run

STORY = {"id": "a", "text": "У меня появился друг"}


class Trap:
    """What must never be unpickled."""

    def __reduce__(self):
        return (print, ("unpickled",))


@pytest.fixture
def file(tmp_path):
    """Write a file and return its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def labels(*rows):
    return "\n".join(json.dumps({"id": n, "code": code, "decision": decision}) for n, code, decision in rows)


def test_bad_lines_are_told_one_by_one_and_the_others_are_read(file):
    rows = ["not json", "[1]", '{"id": 1}', '{"id": 2, "text": 7}', "", json.dumps(STORY)]

    code, answers, told = run("tag", "--codebook", file("b.toml", BOOK), rows=rows)

    assert (code, [row["id"] for row in answers]) == (1, ["a"])
    assert [line.split(":")[0] for line in told.splitlines() if line.startswith("line")] == [
        f"line {n}" for n in (1, 2, 3, 4)
    ]  # fmt: skip


def test_bytes_that_are_no_text_spoil_their_line_alone(file):
    code, answers, told = run("tag", "--codebook", file("b.toml", BOOK), rows=["\udcff", json.dumps(STORY)])

    assert (code, len(answers)) == (1, 1)
    assert "line 1: This line is not JSON." in told


def test_an_unknown_code_spoils_its_line_alone(file, tmp_path):
    said = [(n, "friends", "confirmed" if n < 8 else "refused") for n in range(16)]
    rows = [{"id": n, "text": f"Мы играли в шахматы {n}" if n < 8 else f"Шёл дождь {n}"} for n in range(16)]

    code, learned, told = run(
        "learn", "--codebook", file("b.toml", BOOK), "--labels", file("l.jsonl", labels((0, "nothing", "refused"), *said)),
        "--out", tmp_path / "m.json", rows=rows,
    )  # fmt: skip

    assert (code, [row["code"] for row in learned]) == (1, ["friends"])
    assert "line 1: There is no theme or result 'nothing'" in told


@pytest.mark.parametrize(
    ("command", "option", "content", "words"),
    [("tag", "--codebook", "themes = []", "no theme"), ("link", "--results", "results = []", "no result")],
    ids=["a codebook", "a library"],
)
def test_an_empty_book_is_told(file, command, option, content, words):
    code, answers, told = run(command, option, file("b.toml", content), rows=[STORY])

    assert (code, answers) == (2, [])
    assert words in told


def test_a_theme_without_seeds_is_told_and_found_by_its_name(file):
    code, answers, told = run("tag", "--codebook", file("b.toml", BOOK), rows=[{"id": 1, "text": "Музыка звучала."}])

    assert (code, [theme["code"] for theme in answers[0]["themes"]]) == (0, ["music"])
    assert told.splitlines() == ["Theme 'music' has no seed words: only its name and description are looked for."]


def test_five_thousand_themes_are_read_and_one_is_found(file):
    book = {
        "themes": [
            {"code": f"t{n}", "name": {"en": f"Theme {n}"}, "seeds": {"en": [f"word{n}x"]}, "parent": f"t{n - 1}" if n else ""}
            for n in range(5000)
        ]
    }  # fmt: skip
    began = time.process_time()

    code, answers, _ = run(
        "tag", "--codebook", file("b.json", json.dumps(book)), rows=[{"id": 1, "lang": "en", "text": "We met word4321x there."}]
    )  # fmt: skip

    assert (code, [theme["code"] for theme in answers[0]["themes"] if theme["suggested"]]) == (0, ["t4321"])
    assert time.process_time() - began < 30


def test_of_contrary_decisions_the_later_counts_and_it_is_told(file, tmp_path):
    said = [(n, "friends", "confirmed" if n < 8 else "refused") for n in range(16)]
    rows = [{"id": n, "text": f"Мы играли в шахматы {n}" if n < 8 else f"Шёл дождь {n}"} for n in range(16)]

    code, learned, told = run(
        "learn", "--codebook", file("b.toml", BOOK), "--labels", file("l.jsonl", labels((3, "friends", "refused"), *said)),
        "--out", tmp_path / "m.json", rows=rows,
    )  # fmt: skip

    assert (code, learned) == (0, [{"code": "friends", "confirmed": 8, "refused": 8}])
    assert "line 5: The same story was decided otherwise for 'friends' in line 1; the later decision counts." in told


@pytest.mark.parametrize("decision", ["confirmed", "refused"])
def test_of_one_kind_of_decision_nothing_is_learned(file, tmp_path, decision):
    rows = [{"id": n, "text": f"Шёл дождь {n}"} for n in range(12)]

    code, _, told = run(
        "learn", "--codebook", file("b.toml", BOOK), "--labels",
        file("l.jsonl", labels(*((n, "friends", decision) for n in range(12)))), "--out", tmp_path / "m.json", rows=rows,
    )  # fmt: skip

    assert code == 2 and "confirmed and" in told and "refused are needed" in told
    assert not (tmp_path / "m.json").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (json.dumps({"version": VERSION + 1}), f"has version {VERSION + 1}"),
        (json.dumps({"version": VERSION, "heads": 3}), "not a model"),
        ('{"version": 2, "heads"', "neither TOML nor JSON"),
        ("[]", "not a model"),
        (pickle.dumps(Trap()), "m.json"),
    ],
    ids=["of another version", "without what it needs", "cut off", "a list", "a pickle"],
)
def test_a_model_that_cannot_be_read_is_refused_with_its_reason(file, capsys, content, words):
    code, answers, told = run(
        "tag", "--codebook", file("b.toml", BOOK), "--model", file("m.json", content), rows=[STORY]
    )  # fmt: skip

    assert (code, answers) == (2, [])
    assert words in told and "Traceback" not in told
    assert "unpickled" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (("tag", "--codebook", "BOOK"), {"lang": "other", "themes": []}),
        (("link", "--results", "LIB"), {"lang": "other", "results": [], "none": None}),
        (("concerns",), {"signals": [], "assessed": False}),
    ],
    ids=["themes", "results", "signals"],
)
def test_a_text_in_an_unknown_language_is_marked_and_stops_nobody(file, command, answer):
    files = {"BOOK": file("b.toml", BOOK), "LIB": file("l.toml", LIB)}
    texts = [
        {"id": 1, "text": "Ich war in der Schule und habe mit meinen Freunden gespielt, es war sehr schön."},
        STORY,
    ]

    code, answers, _ = run(*(files.get(word, word) for word in command), rows=texts)

    assert (code, len(answers)) == (0, 2)
    assert answers[0] == {"id": 1, **answer}
