"""A third language is one folder: a small German one shows every job, and a language of spaCy's is not needed."""

import json
import os
import subprocess
import sys

import pytest

LANGUAGE = '''name = "Deutsch"
script = "latin"
stemmer = "german"
small_words = "der die das und ich ist nicht zu den mit sie er es ein eine von auf für wir war auch sich mir mich einen"
letters = "ä ö ü ß"
source = "Written for a test."
reviewed_on = 2026-11-29
'''  # fmt: skip
GRAMMAR = '''stop = "der die das und ich ist zu den mit ein ein war auch sich mir mich von auf fur wir hab"
negators = "nicht kein"
contrast = "aber doch"
plain_negators = "nicht"
limits = "aber"
[change]
worse = ["schlechter"]
better = ["besser"]
'''  # fmt: skip
SIGNALS = '''source = "Written for a test."
reviewed_on = 2026-11-29
[suicide]
strong = ["nicht … mehr leben"]
weak = ["hoffnungslos"]
'''  # fmt: skip
NAMES = '[lists]\nfirst = "lena jonas"\n'
BOOK = """[[themes]]
code = "friends"
name = {ru = "Дружба", en = "Friendship", de = "Freundschaft"}
seeds = {de = ["Freund", "Freundin"]}
[[themes]]
code = "music"
name = {ru = "Музыка", en = "Music", de = "Musik"}
seeds = {de = ["Gitarre", "Lied"]}
"""
LIBRARY = """[[results]]
code = "R1"
general = {ru = "Есть друзья", en = "Has friends", de = "Hat Freunde, denen er vertraut"}
[[results]]
code = "R2"
general = {ru = "Учится", en = "Stays in school", de = "Geht gern zur Schule"}
"""
STORY = "Ich habe in diesem Jahr endlich wieder gute Freunde gefunden. Lena war nicht allein. Ruf mich an: +49 151 23456789."


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    shelf = tmp_path_factory.mktemp("languages")
    for name, text in {"language": LANGUAGE, "grammar": GRAMMAR, "signals": SIGNALS, "names": NAMES}.items():
        (shelf / "de").mkdir(exist_ok=True)
        (shelf / "de" / f"{name}.toml").write_text(text, encoding="utf-8")
    (shelf / "qx").mkdir()  # no language of spaCy's, and nothing but what is needed
    (shelf / "qx" / "language.toml").write_text('name = "Qx"\nsmall_words = "qa qe qi qo"\n', encoding="utf-8")
    (shelf / "book.toml").write_text(BOOK, encoding="utf-8")
    (shelf / "library.toml").write_text(LIBRARY, encoding="utf-8")
    return shelf


def ask(shelf, *argv, texts=(STORY,), languages=None):
    rows = "\n".join(json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts))
    environment = os.environ | {"STORYNLP_LANGUAGES": str(languages or shelf)}
    command = [sys.executable, "-m", "nlp", *map(str, argv)]
    done = subprocess.run(command, input=rows, capture_output=True, text=True, env=environment, check=False)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_it_is_told_from_its_neighbours_and_ours_stay_as_they_were(shelf):
    texts = (
        STORY,
        "I began to speak in class again.",
        "Я снова говорю на уроке.",
        "Je suis allé à la mer avec ma mère.",
        "qa qe lu qi mo qo",
    )

    _, rows = ask(shelf, "language", texts=texts)

    assert [row["lang"] for row in rows] == ["de", "en", "ru", "other", "qx"]


def test_themes_are_found_by_stems_with_their_words(shelf):
    _, (row,) = ask(shelf, "tag", "--codebook", shelf / "book.toml")

    best = row["themes"][0]
    assert (row["lang"], best["code"]) == ("de", "friends")
    assert [each["text"] for each in best["evidence"]] == ["Freunde"]


def test_results_are_linked_by_their_wordings(shelf):
    _, (row,) = ask(shelf, "link", "--results", shelf / "library.toml", "--top", "1")

    assert row["results"][0]["code"] == "R1"


def test_names_of_its_list_and_what_looks_the_same_everywhere_are_covered(shelf):
    _, (row,) = ask(shelf, "mask")

    assert [(each["kind"], each["text"]) for each in row["spans"]] == [
        ("person", "Lena"),
        ("phone", "+49 151 23456789"),
    ]


def test_its_signals_are_heard(shelf):
    _, (loud, calm) = ask(shelf, "concerns", texts=("Ich will nicht mehr leben und bin müde.", STORY))

    assert [each["kind"] for each in loud["signals"]] == ["suicide"]
    assert calm["signals"] == [] and "assessed" not in calm


def test_without_the_folder_the_same_story_is_of_another_language(shelf, tmp_path):
    _, (row,) = ask(
        shelf,
        "concerns",
        texts=("Ich will nicht mehr leben und bin müde, weil sie mich nicht mögen.",),
        languages=tmp_path,
    )

    assert row == {"id": "0", "signals": [], "assessed": False}


def test_a_damaged_file_is_named(shelf, tmp_path):
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "language.toml").write_text("name = ", encoding="utf-8")

    done, _ = ask(shelf, "language", languages=tmp_path)

    assert done.returncode != 0
    assert "language.toml" in done.stderr and "Traceback" not in done.stderr
