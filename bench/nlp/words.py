"""Languages, lemmas and copies: what is judged by words alone."""

import random
from collections.abc import Callable, Iterator

from bench.nlp import texts
from bench.nlp.table import Row, measured, share, shares
from nlp.duplicates import near_duplicates
from nlp.words import detect_language

N_TWINS = 500


def languages() -> Iterator[Row]:
    """Tell Russian, English and other, in sentences and in a few words."""
    sentences = [(row["text"], row["lang"]) for row in texts.held_out("sib200")]
    short = [(row["text"], row["lang"]) for row in texts.held_out("tatoeba") if len(row["text"].split()) <= 8]
    short += [(row["text_en"], "en") for row in texts.held_out("tatoeba") if len(row["text_en"].split()) <= 8]
    for name, pairs, baseline, goal in (
        ("sentences (SIB-200)", sentences, 1.0, 0.999),
        ("eight words at most (Tatoeba)", short, 0.987, 0.99),
    ):
        for language in ("ru", "en", "other"):
            chosen = [text for text, lang in pairs if (lang if lang in ("ru", "en") else "other") == language]
            value, interval = shares([detect_language(text)[0] == language for text in chosen])
            yield Row(
                job="language", data=f"{name}, {len(chosen)}", language=language,
                value=value, interval=interval, baseline=baseline, goal=goal,
            )  # fmt: skip


def lemmas() -> Iterator[Row]:
    """Compare the lemmas of nouns, verbs, adjectives and adverbs with those of Universal Dependencies, sentence by sentence."""
    for name, language, baseline, goal in (("ud_ru_taiga", "ru", 0.914, 0.935), ("ud_en_ewt", "en", 0.94, 0.95)):
        tallies = [texts.lemmas_right(words, language) for words in texts.treebank(name) if words]
        value, interval = measured(tallies, share)
        n = int(sum(n for _, n in tallies))
        yield Row(
            job="lemmas of content words", data=f"{name}, {n}", language=language,
            value=value, interval=interval, baseline=baseline, goal=goal,
        )  # fmt: skip


def duplicates() -> Iterator[Row]:
    """Find edited copies again, and leave alone what only looks alike."""
    chance = random.Random(7)
    originals = [row["text"] for row in texts.held_out("happydb") if len(row["text"]) > 80][:N_TWINS]
    for name, edit in EDITS.items():
        copies = [edit(text, chance) for text in originals]
        pairs = {(a, b) for a, b, _ in near_duplicates([*originals, *copies])}
        value, interval = shares([(place, place + len(originals)) in pairs for place in range(len(originals))])
        yield Row(
            job=f"duplicates: {name}", data=f"happydb, {len(originals)}", language="en",
            value=value, interval=interval, goal=1.0,
        )  # fmt: skip
    n_pairs = len(originals) * (len(originals) - 1) / 2
    wrong = sum(1 for _ in near_duplicates(originals))
    yield Row(
        job="duplicates: told of different texts", data=f"happydb, {len(originals)}", language="en",
        value=1e6 * wrong / n_pairs, goal=100, lower_is_better=True, is_promised=True, digits=1, unit="in 10⁶",
    )  # fmt: skip


def _lose_a_word(text: str, chance: random.Random) -> str:
    words = text.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _mistype(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "case and marks changed": lambda text, chance: text.upper().replace(".", " !").replace(",", ""),
    "a word lost": _lose_a_word,
    "two letters swapped": _mistype,
    "a greeting added": lambda text, chance: f"Hello everyone! {text}",
}
