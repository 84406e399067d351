"""Sentences as vectors: what is near to what, what is refused, and that everything goes on without."""

import shutil
import subprocess
import sys

import numpy as np
import pytest

from nlp import encoders
from nlp.analyse import Analyser
from nlp.doctor import look_over
from nlp.encoders import Kind, encode, encoder_tag, has_encoder
from nlp.encoders.shelf import FOLDER_VARIABLE, SHIPPED, read_card
from nlp.errors import NlpError
from tests.nlp.samples import CODEBOOK

pytestmark = pytest.mark.usefixtures("with_encoders")
TRIPLES = [  # a text, its near-paraphrase, something else
    ("en", "I lost my job in spring.", "My employer fired me a few months ago.", "The cows give more milk now."),
    ("en", "My son goes to school again.", "The boy has returned to his lessons.", "We mended the roof in the rain."),
    ("ru", "Весной я потеряла работу.", "Меня уволили несколько месяцев назад.", "Коровы теперь дают больше молока."),
    ("ru", "Сын снова ходит в школу.", "Мальчик вернулся к учебе.", "Мы чинили крышу под дождем."),
]
PAIRS = [
    ("Весной я потеряла работу.", "I lost my job in spring."),
    ("Сын снова ходит в школу.", "My son goes to school again."),
    ("Теперь у нас есть чистая вода.", "Now we have clean water."),
    ("Я боюсь выступать перед классом.", "I am afraid of speaking in front of the class."),
    ("Врач приезжает в деревню раз в неделю.", "A doctor comes to the village once a week."),
]


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A folder of models of the test's own, empty."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def own_kind():
    """An encoder that somebody added."""

    class Ones:
        def encode(self, texts):
            return np.full((len(texts), 384), 384**-0.5, np.float32)

    encoders.register(Kind(name="ones", languages=("en", "tt"), load=Ones))
    yield "ones-1"
    encoders.unregister("ones")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_rows_are_of_unit_length(language):
    rows = encode(["Мама ушла домой. Mother went home", "дом home", "", "мама " * 500], language)

    assert rows.shape == (4, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 0, 1], abs=1e-4)
    assert encode([], language).shape == (0, 384)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_text_has_one_vector_whatever_stands_beside_it(language):
    texts = [text for lang, *three in TRIPLES if lang == language for text in three]

    together = encode(texts, language)
    encoders.forget()
    alone = np.concatenate([encode([text], language) for text in reversed(texts)])[::-1]

    assert np.abs(together - alone).max() < 1e-3
    assert (encode(texts, language) == alone).all()


@pytest.mark.parametrize(("language", "text", "near", "far"), TRIPLES)
def test_a_paraphrase_is_nearer_than_something_else(language, text, near, far):
    rows = encode([text, near, far], language)

    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.1


def test_a_translation_is_nearer_than_other_sentences():
    russian, english = zip(*PAIRS, strict=True)

    near = encode(russian, "ru") @ encode(english, "en").T

    assert list(near.argmax(axis=0)) == list(near.argmax(axis=1)) == list(range(len(PAIRS)))


@pytest.mark.parametrize("text", ["\ud800", "🎉" * 300, "\0\n\t", "a" * 20_000, "ё" * 20_000, "12 000 ?!", "— …"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_nasty_texts_have_finite_rows(language, text):
    assert np.isfinite(encode([text, "дом"], language)).all()


def test_a_misspelt_word_is_near_the_right_one():
    right, misspelt, other = encode(["Меня травили в школе", "Меня травилли в шкооле", "Новый трактор у реки"], "ru")

    assert right @ misspelt > right @ other + 0.3


def test_an_empty_folder_leaves_the_words(shelf):
    assert not has_encoder("en")
    assert not has_encoder("ru")
    assert encoder_tag("ru") is None
    with pytest.raises(NlpError, match="no encoder for the language 'ru'"):
        encode(["дом"], "ru")
    themes = Analyser(CODEBOOK).themes("У меня появился друг", "ru")
    assert [theme.code for theme in themes if theme.suggested] == ["friends"]


def test_the_doctor_tells_which_encoders_are_here(monkeypatch, tmp_path):
    here = {row["part"]: row for row in look_over()}
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    gone = {row["part"]: row for row in look_over()}

    for part in ("encoders/minilm", "encoders/student"):
        assert (here[part]["version"], here[part]["licence"]) == ("1", "Apache-2.0")
        assert gone[part]["version"] is None
        assert gone[part]["well"], "optional"
        assert "there is no such file" in gone[part]["remark"]


@pytest.mark.parametrize("name", ["minilm", "student"])
def test_a_card_names_whose_the_model_is_and_every_file(name):
    card = read_card(SHIPPED / name, 1)

    assert card.licence
    assert card.attribution
    assert card.origin
    assert {file.name for file in (SHIPPED / name).iterdir()} == {*card.sha256, "MODEL.toml"}


def _changed(folder, old, new):
    card = folder / "MODEL.toml"
    card.write_text(card.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


DAMAGES = {
    "is not the one": lambda folder: (folder / "student.npz").write_bytes(b"PK\x03\x04 not it"),
    "is missing or": lambda folder: (folder / "student.npz").unlink(),
    "has version 7": lambda folder: _changed(folder, "version = 1", "version = 7"),
    r"no such file": lambda folder: (folder / "MODEL.toml").unlink(),
    r"\(TOMLDecodeError\)": lambda folder: (folder / "MODEL.toml").write_text("<html>"),
    r"\(UnicodeDecodeError\)": lambda folder: (folder / "MODEL.toml").write_bytes(b"\xff\xfe"),
    r"\(KeyError\)": lambda folder: _changed(folder, "licence =", "license ="),
    r"\(TypeError\)": lambda folder: (folder / "MODEL.toml").write_text("version = 1\nsha256 = 3\n"),
    r"x/student\.npz": lambda folder: _changed(folder, '"student.npz"', '"../x/student.npz"'),
}


@pytest.mark.parametrize("reason", DAMAGES)
def test_a_damaged_or_foreign_model_is_refused_with_a_reason(shelf, reason):
    shutil.copytree(SHIPPED / "student", shelf / "student")
    DAMAGES[reason](shelf / "student")

    with pytest.raises(NlpError, match=reason):
        read_card(shelf / "student", 1)
    assert not has_encoder("ru")


def test_what_fits_its_card_but_cannot_be_opened_is_passed_over(shelf):
    shutil.copytree(SHIPPED / "student", shelf / "student")
    pickled = shelf / "student" / "student.npz"
    np.savez(pickled, words=np.array([{"a": 1}], dtype=object))
    old = read_card(SHIPPED / "student", 1).sha256["student.npz"]
    _changed(shelf / "student", old, _sum(pickled))

    assert has_encoder("ru")
    with pytest.raises(NlpError):
        encode(["дом"], "ru")
    assert not has_encoder("ru")


def _sum(file):
    return encoders.shelf.checksum_of(file)


def test_a_missing_library_is_a_reason(tmp_path):
    with pytest.raises(NlpError, match="needs the package no_such_library"):
        read_card(SHIPPED / "minilm", 1, ("no_such_library",))


def test_an_encoder_added_by_name_comes_first(own_kind):
    assert encoder_tag("en") == encoder_tag("tt") == own_kind
    first, second = encode(["one", "two"], "en")
    assert (first == second).all()
    encoders.unregister("ones")
    assert encoder_tag("en") == "minilm-1"
    assert not has_encoder("tt")


def test_what_is_remembered_has_an_end(own_kind, monkeypatch):
    monkeypatch.setattr(encoders, "MOST_REMEMBERED", 10)

    rows = encode([str(n) for n in range(30)] + ["0"], "en")

    assert rows.shape == (31, 384)
    assert len(encoders._remembered) == 10


def test_looking_loads_no_model():
    code = "import sys; from nlp import encoders; assert encoders.has_encoder('en');"
    code += "print(sorted({'onnxruntime', 'torch', 'spacy'} & set(sys.modules)))"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
