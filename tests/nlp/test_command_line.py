"""The command line that others build on."""

import io
import json
import subprocess
import sys

import pytest

from nlp.cli import main
from nlp.duplicates import near_duplicates

BOOK = '[[themes]]\ncode = "friends"\nname = {ru = "Дружба", en = "Friendship"}\nseeds = {ru = ["друг"], en = ["friend"]}\n'
BOOK += '[[themes]]\ncode = "music"\nname = {ru = "Музыка", en = "Music"}\n'
LIB = '[[results]]\ncode = "R"\ngeneral = {ru = "Больше друзей", en = "More friends"}\n'
LIB += 'particular = [{code = "P", ru = "Подросток нашёл друга", en = "A teenager found a friend"}]\n'


def run(*argv, rows=()):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    out, told = io.StringIO(), io.StringIO()
    code = main([str(each) for each in argv], stdin=lines, stdout=out, stderr=told)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], told.getvalue()


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def test_tag_prints_themes_with_their_words(book):
    code, rows, _ = run("tag", "--codebook", book, rows=[{"id": "a", "text": "У меня появился друг"}])

    assert code == 0
    assert rows[0]["id"] == "a"
    assert rows[0]["lang"] == "ru"
    assert [theme["code"] for theme in rows[0]["themes"]] == ["friends"]
    assert rows[0]["themes"][0]["evidence"] == [{"start": 16, "end": 20, "text": "друг"}]


def test_tag_prints_every_theme_when_asked(book):
    _, rows, _ = run("tag", "--codebook", book, "--all-scores", rows=[{"id": 1, "text": "Дождь"}])

    assert {theme["code"]: theme["score"] for theme in rows[0]["themes"]} == {"friends": 0.0, "music": 0.0}


def test_link_prints_results_with_direction(tmp_path):
    (tmp_path / "lib.toml").write_text(LIB, encoding="utf-8")

    _, rows, _ = run("link", "--results", tmp_path / "lib.toml", rows=[{"id": 1, "text": "I found a friend."}])

    (result,) = rows[0]["results"]
    assert (result["code"], result["particular"], result["direction"]) == ("R", "P", "supports")


def test_quotes_prints_sentences_with_their_places(book):
    text = "😊 This year I made a friend who listens to me."

    code, rows, _ = run("quotes", "--codebook", book, "--code", "friends", rows=[{"id": 7, "text": text, "teller": 1}])

    assert code == 0
    assert [(row["id"], text[row["start"] : row["end"]]) for row in rows] == [(7, text[2:])]
    assert rows[0]["text"] == text[2:] and 0 < rows[0]["score"] <= 1


def test_quotes_of_an_unknown_code_are_refused(book):
    code, rows, told = run("quotes", "--codebook", book, "--code", "nothing", rows=[{"id": 1, "text": "Friend"}])

    assert (code, rows) == (2, [])
    assert "'nothing'" in told


def test_mask_reads_the_lists_of_a_programme(tmp_path):
    (tmp_path / "lists.json").write_text('{"never": ["Ваня"], "names": ["Бублик"]}', encoding="utf-8")

    _, rows, _ = run("mask", "--lists", tmp_path / "lists.json", rows=[{"id": 1, "text": "Там Ваня и Бублик."}])

    assert [(span["text"], span["kind"], span["replacement"]) for span in rows[0]["spans"]] == [
        ("Бублик", "person", "[имя]")
    ]


def test_concerns_listens_for_own_words_and_not_for_those_put_aside(tmp_path):
    lists = '[own.en.substance]\nstrong = ["fizzing"]\n[aside.en]\nviolence = ["threat|threaten"]\n'
    (tmp_path / "lists.toml").write_text(lists, encoding="utf-8")
    told = [{"id": 1, "text": "He gave us fizzings and it was a threat."}]

    _, (before,), _ = run("concerns", rows=told)
    _, (after,), _ = run("concerns", "--lists", tmp_path / "lists.toml", rows=told)

    assert [signal["kind"] for signal in before["signals"]] == ["violence"]
    assert [signal["kind"] for signal in after["signals"]] == ["substance"]


@pytest.mark.parametrize(
    "lists",
    [
        "own = 1",
        '[own.xx.substance]\nstrong = ["a word"]',
        '[own.en.joy]\nstrong = ["a word"]',
        '[own.en]\nsubstance = ["a word"]',
        '[own.en.substance]\nstrong = ["a|b"]',
        '[aside.en]\nviolence = "threat"',
    ],
)
def test_signal_lists_that_make_no_sense_are_told(tmp_path, lists):
    (tmp_path / "lists.toml").write_text(lists, encoding="utf-8")

    code, rows, told = run("concerns", "--lists", tmp_path / "lists.toml", rows=[{"id": 1, "text": "Hello there"}])

    assert (code, rows) == (2, []) and "expected" in told


def test_concerns_says_when_a_language_was_not_assessed():
    _, rows, _ = run("concerns", rows=[{"id": 1, "text": "Ich bin nicht da und es ist gut"}])

    assert rows == [{"id": 1, "signals": [], "assessed": False}]


def test_a_bad_line_is_told_by_number_and_skipped():
    rows = [{"id": 1, "text": "Привет"}, "not json", "[]", {"id": 2}, {"id": 3, "text": 5}, {"id": 4, "text": "Hello"}]

    code, answers, told = run("language", rows=rows)

    assert code == 1
    assert [row["id"] for row in answers] == [1, 4]
    assert [line.split(":")[0] for line in told.splitlines()] == ["line 2", "line 3", "line 4", "line 5"]


def test_a_missing_codebook_is_told_kindly():
    code, _, told = run("tag", "--codebook", "nowhere.toml")

    assert code == 2
    assert "nowhere.toml" in told


def test_duplicates_are_paired():
    text = "В прошлом году я пришла в кружок и нашла там много новых друзей и подруг."
    rows = [
        {"id": "a", "text": text},
        {"id": "b", "text": "Совсем про другое."},
        {"id": "c", "text": text.upper() + "!"},
    ]

    _, pairs, _ = run("duplicates", rows=rows)

    assert pairs == [{"a": "a", "b": "c", "similarity": 1.0}]


def test_a_lightly_changed_text_is_a_near_duplicate():
    text = "Last year I joined the club and found many new friends there, and we still meet every week."

    assert [(a, b) for a, b, _ in near_duplicates([text, "Something else", text.replace("club", "group")])] == [(0, 2)]


def test_discover_finds_what_the_codebook_lacks(book):
    cats = [f"Моя кошка и котята спят, кошка мурлычет {n}" for n in range(8)]
    bikes = [f"Катались на велосипеде, новый велосипед едет быстро {n}" for n in range(8)]
    rows = [{"id": n, "text": text} for n, text in enumerate(cats + bikes)]

    code, groups, _ = run("discover", rows=rows)

    assert code == 0
    assert any("кошка" in group["phrases"] for group in groups)
    assert set(groups[0]) == {"label", "phrases", "ids", "typical", "novelty"}
    assert groups == run("discover", rows=rows)[1]


def test_what_is_learnt_changes_the_tags(book, tmp_path):
    music = [f"Мы играем на гитаре в ансамбле, гитара звучит {n}" for n in range(8)]
    other = [f"Сегодня шёл дождь, мы сидели дома {n}" for n in range(8)]
    rows = [{"id": n, "text": text} for n, text in enumerate(music + other)]
    decisions = ["confirmed"] * 8 + ["refused"] * 8
    labels = [json.dumps({"id": n, "code": "music", "decision": each}) for n, each in enumerate(decisions)]
    (tmp_path / "labels.jsonl").write_text("\n".join(labels), encoding="utf-8")
    model = tmp_path / "learned.model"  # any name will do

    code, told, _ = run("learn", "--codebook", book, "--labels", tmp_path / "labels.jsonl", "--out", model, rows=rows)
    story = {"id": 1, "text": "Купили новую гитару для ансамбля."}
    _, tagged, _ = run("tag", "--codebook", book, "--model", model, rows=[story])

    assert (code, told) == (0, [{"code": "music", "confirmed": 8, "refused": 8}])
    assert json.loads(model.read_text(encoding="utf-8"))["n_labels"] == 16
    assert [theme["code"] for theme in tagged[0]["themes"] if theme["suggested"]] == ["music"]


def test_too_few_labels_teach_nothing(book, tmp_path):
    (tmp_path / "labels.jsonl").write_text('{"id": 1, "code": "music", "decision": "confirmed"}', encoding="utf-8")

    code, _, told = run(
        "learn", "--codebook", book, "--labels", tmp_path / "labels.jsonl", "--out", tmp_path / "m.json",
        rows=[{"id": 1, "text": "Гитара"}],
    )  # fmt: skip

    assert code == 2
    assert "4" in told
    assert not (tmp_path / "m.json").exists()


def test_evaluate_compares_with_gold(tmp_path):
    gold = [{"id": 1, "themes": ["a", "b"]}, {"id": 2, "themes": ["a"]}, {"id": 3, "themes": []}]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    predicted = [
        {"id": 1, "lang": "ru", "themes": [{"code": "a", "score": 0.9, "suggested": True}]},
        {"id": 2, "lang": "en", "themes": [{"code": "b", "score": 0.8, "suggested": True}]},
    ]

    _, (figures,), _ = run("evaluate", "--task", "themes", "--gold", tmp_path / "gold.jsonl", rows=predicted)

    assert figures["micro"]["precision"] == 0.5
    assert figures["micro"]["recall"] == pytest.approx(1 / 3, abs=1e-3)
    assert figures["n_without_prediction"] == 1
    assert set(figures["by_language"]) == {"ru", "en", "unknown"}


def test_evaluate_compares_masks_letter_by_letter(tmp_path):
    (tmp_path / "gold.jsonl").write_text('{"id": 1, "spans": [{"start": 0, "end": 4, "kind": "person"}]}')
    predicted = [{"id": 1, "spans": [{"start": 0, "end": 2, "kind": "person"}]}]

    _, (figures,), _ = run("evaluate", "--task", "mask", "--gold", tmp_path / "gold.jsonl", rows=predicted)

    assert (figures["micro"]["precision"], figures["micro"]["recall"]) == (1.0, 0.5)


def test_doctor_finds_the_house_well():
    code, rows, _ = run("doctor")

    assert code == 0
    assert {row["part"] for row in rows} >= {"engine", "spacy", "pymorphy3", "lexicons/ru/signals"}


def test_the_module_runs_as_a_program():
    line = json.dumps({"id": "я", "text": "\ud800 Привет, Ваня"})

    answer = subprocess.run([sys.executable, "-m", "nlp", "mask"], input=line.encode(), capture_output=True, check=True)

    assert json.loads(answer.stdout)["spans"][0]["kind"] == "person"
