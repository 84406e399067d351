"""Public texts beside the checkout, the held-out part of each: nothing here was learnt from or tuned on."""

import json
import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench.house import FOLDER
from nlp.lexicon import themes_from
from nlp.training.english_names import is_held_out, templates, text_of
from nlp.types import ThemeSpec
from nlp.words import lemma, read_words

DATA = Path(__file__).parents[3] / "shared" / "data" / "nlp"
PERSON_MARKS = ("NameType=Giv", "NameType=Sur", "NameType=Pat", "NameType=Prs")
CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "PROPN")
# A text with its words: where each stands, and whether it names a person.
Named = tuple[str, list[tuple[int, int, bool]]]


def has(name: str) -> bool:
    """Tell whether a set of texts lies beside the checkout."""
    return (DATA / name).is_dir()


@cache
def rows(name: str) -> list[dict[str, Any]]:
    """Read a set of texts."""
    with (DATA / name / "data.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def held_out(name: str) -> list[dict[str, Any]]:
    """Answer the rows of a set that only measure."""
    return [row for row in rows(name) if is_held_out(row["text"])]


def labelled(name: str) -> list[dict[str, Any]]:
    """Answer the other rows of a set: those that a person would have labelled."""
    return [row for row in rows(name) if not is_held_out(row["text"])]


def probes(name: str, language: str, half: str = "test") -> list[dict[str, Any]]:
    """Answer the invented probes of a language: the test half measures, the dev half may be improved on."""
    lines = (FOLDER / "probes" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["lang"] == language and row["half"] == half]


def translations() -> list[tuple[str, str]]:
    """Answer the sentences of FLORES in Russian and English, all of them: nothing was learnt from them."""
    sides: dict[str, dict[str, str]] = {"ru": {}, "en": {}}
    for row in rows("sib200"):
        if row["lang"] in sides:
            sides[row["lang"]][row["id"]] = row["text"]
    return [(text, sides["en"][key]) for key, text in sides["ru"].items() if key in sides["en"]]


def tweets(name: str) -> Iterator[Named]:
    """Answer tagged tweets; handles, hashtags and links are no words here, their shape finds them."""
    for row in rows(name):
        tokens = row["tokens"]
        text, places = text_of(tokens)
        if is_held_out(text):
            tagged = zip(places, row["tags"], strict=True)
            yield (
                text,
                [
                    (*place, tag.upper().endswith(("PER", "PERSON")))
                    for n, (place, tag) in enumerate(tagged)
                    if not tokens[n].startswith(("@", "#", "http")) and not (n and tokens[n - 1] in ("@", "#"))
                ],
            )


def synthetic() -> Iterator[Named]:
    """Answer synthetic English texts whose templates were held out."""
    for key, (text, spans) in templates(DATA / "presidio_synth" / "data.jsonl"):
        if is_held_out(key):
            yield text, list(_words_in(text, spans))


def news() -> Iterator[Named]:
    """Answer Russian news of factRuEval."""
    for row in held_out("factrueval"):
        spans = [(start, end) for start, end, kind in row["spans"] if kind == "PER"]
        yield row["text"], list(_words_in(row["text"], spans))


def _words_in(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    for word in read_words(text):
        yield word.start, word.end, any(start < word.end and word.start < end for start, end in spans)


def taiga() -> Iterator[Named]:
    """Answer Russian sentences of social media, poetry, fiction and encyclopaedia; nothing was learnt from them."""
    text, words, place = "", [], 0
    with (DATA / "ud_ru_taiga" / "data.conllu").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# text = "):
                text, words, place = line[9:].rstrip("\n"), [], 0
            elif line[0].isdigit() and line.split("\t")[0].isdigit():
                _, form, *rest = line.split("\t")
                start = text.find(form, place)
                if start >= 0:
                    place = start + len(form)
                    if form[0] not in "@#":
                        words.append((start, place, any(mark in rest[3] for mark in PERSON_MARKS)))
            elif not line.strip() and words:
                yield text, words


def codebook(name: str, language: str) -> tuple[ThemeSpec, ...]:
    """Answer the stand-in codebook of a set of texts."""
    table = tomllib.loads((FOLDER / "codebooks.toml").read_text(encoding="utf-8"))[name]
    return themes_from(
        {
            "themes": [
                {"code": code, "name": {language: code}, "seeds": {language: seeds.split()}}
                for code, seeds in table.items()
            ]
        }
    )


def codebook_in_both(name: str) -> tuple[ThemeSpec, ...]:
    """Answer a stand-in codebook with its seeds in Russian and English."""
    table = tomllib.loads((FOLDER / "codebooks.toml").read_text(encoding="utf-8"))
    sides = {"ru": table[name], "en": table[f"{name}_en"]}
    return themes_from(
        {
            "themes": [
                {
                    "code": code,
                    "name": {"en": code},
                    "seeds": {language: seeds[code].split() for language, seeds in sides.items()},
                }
                for code in sides["ru"]
            ]
        }
    )


def lemmas_right(words: list[tuple[str, str, str]], language: str) -> tuple[int, int]:
    """Answer of how many content words of a sentence the lemma is right, and of how many it was asked."""
    asked = [(form, base) for form, kind, base in words if kind in CONTENT]
    return sum(lemma(form) == _plain(base) for form, base in asked), len(asked)


def _plain(base: str) -> str:
    return base.lower().replace("ё", "е")


def stories(n: int, n_words: int = 200) -> list[tuple[str, str]]:
    """Make texts of 200 words in both languages by turns out of public sentences."""
    chance = random.Random(7)
    sentences = {
        "en": [row["text"] for row in rows("happydb")],
        "ru": [row["text"] for row in rows("sib200") if row["lang"] == "ru"],
    }
    made = []
    for place in range(n):
        language, text = ("en", "ru")[place % 2], ""
        while len(text.split()) < n_words:
            text += chance.choice(sentences[language]) + " "
        made.append((text, language))
    return made


def treebank(name: str, *, held_out: bool = True) -> Iterator[list[tuple[str, str, str]]]:
    """Answer the sentences of a treebank as words: form, part of speech, lemma; those that only measure, or the others."""
    words: list[tuple[str, str, str]] = []
    is_wanted = False
    with (DATA / name / "data.conllu").open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# text = "):
                words, is_wanted = [], is_held_out(line[9:].rstrip("\n")) == held_out
            elif line[0].isdigit() and line.split("\t")[0].isdigit():
                _, form, base, kind, *_ = line.split("\t")
                words.append((form, kind, base))
            elif not line.strip() and is_wanted:
                yield words
